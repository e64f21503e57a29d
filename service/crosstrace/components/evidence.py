"""Evidence: what links of the kinds evidence and reference lead to.

Source: OSCAL 1.2.1, metadata, "link", and back matter, "resource".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from crosstrace.components.intake import FILE
from crosstrace.components.reading import Props, Reading
from crosstrace.conversion.graph import web_address
from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.vocab import CT, DCAT, DCTERMS

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9._+-]{0,126}/[a-z0-9][a-z0-9._+-]{0,126}")
_IDENTIFIER: Final = re.compile(r"(https?://[^/]|urn:[A-Za-z0-9]|doi:10\.)")
_DOI: Final = re.compile(r"https?://(?:www\.|dx\.)?doi\.org/?")
_UNHELD: Final = ("citation", "base64", "remarks")


def named(reading: Reading, entry: Mapping[str, Any], path: Path) -> Iterator[str]:
    """The evidence that the links of an entry name, each described in the graph.

    `InvalidInput` when a link to evidence leads nowhere or an address is broken.
    """
    for index, link in enumerate(entry.get("links", ())):
        if node := _linked(reading, link, (*path, "links", index)):
            yield node


def _linked(reading: Reading, link: Mapping[str, Any], path: Path) -> str | None:
    relation, href = link.get("rel", "none"), link["href"]
    if relation not in ("evidence", "reference"):
        reading.losses.note(
            "Links of other kinds than evidence and reference are not kept", relation
        )
        return None
    if "resource-fragment" in link:
        reading.losses.note("The places in resources that links name are not kept")
    found = reading.resources.get(href[1:].lower()) if href.startswith("#") else None
    if found is not None:
        return _resource(reading, *found)
    if relation == "reference":
        reading.losses.note("References to other things than resources are not kept", shown(href))
        return None
    if href.startswith("#"):
        FILE.refuse((*path, "href"), f"{shown(href)} is no resource of the back matter.")
    return _document(reading, link, path)


def _document(reading: Reading, link: Mapping[str, Any], path: Path) -> str | None:
    """Evidence that a link names by its address alone."""
    graph, address = reading.graph, _address(link["href"], path)
    if address is None:
        reading.losses.note("Evidence that is not on the web is not kept", shown(link["href"]))
        return None
    node = graph.iri(f"evidence-{uuid5(NAMESPACE_URL, address)}")
    graph.type(node, CT + "Evidence")
    graph.text(node, DCTERMS + "title", link.get("text"))
    graph.link(node, DCAT + "downloadURL", address)
    _media_type(reading, node, link)
    reading.losses.note("Evidence has no issue date in the file, so none is given", shown(address))
    return node


def _resource(reading: Reading, path: Path, resource: Mapping[str, Any]) -> str:
    graph = reading.graph
    node = graph.iri(f"evidence-{resource['uuid'].lower()}")
    if graph.has(node):
        return node
    called = shown(resource["title"]) if "title" in resource else resource["uuid"]
    props = Props(reading, resource, path, oscal=("published", "type"))
    graph.type(node, CT + "Evidence")
    graph.text(node, DCTERMS + "title", resource.get("title"))
    graph.text(node, DCTERMS + "description", resource.get("description"))
    graph.text(node, DCTERMS + "type", props.value("type"))
    graph.text(node, DCTERMS + "identifier", resource["uuid"])
    if day := props.day("published"):
        graph.date(node, DCTERMS + "issued", day)
    else:
        reading.losses.note("Evidence has no issue date in the file, so none is given", called)
    _identifiers(reading, node, resource)
    if rlinks := resource.get("rlinks"):
        _file(reading, node, rlinks, path)
    reading.losses.members("Parts of resources are not kept", resource, _UNHELD)
    return node


def _identifiers(reading: Reading, node: str, resource: Mapping[str, Any]) -> None:
    for found in resource.get("document-ids", ()):
        identifier = found["identifier"]
        if _DOI.fullmatch(found.get("scheme", "")) and identifier.startswith("10."):
            identifier = f"doi:{identifier}"
        if _IDENTIFIER.match(identifier):
            reading.graph.text(node, DCTERMS + "identifier", identifier)
        else:
            reading.losses.note(
                "Identifiers that can't be resolved are not kept", shown(identifier)
            )


def _file(reading: Reading, node: str, rlinks: list[Mapping[str, Any]], path: Path) -> None:
    """Where the file is and what its digests are, of the one copy that says most."""
    addresses = [
        _address(rlink["href"], (*path, "rlinks", index)) for index, rlink in enumerate(rlinks)
    ]
    best = max(range(len(rlinks)), key=lambda i: (addresses[i] is not None, "hashes" in rlinks[i]))
    lost = [shown(rlink["href"]) for index, rlink in enumerate(rlinks) if index != best]
    if address := addresses[best]:
        reading.graph.link(node, DCAT + "downloadURL", address)
    else:
        lost.insert(0, shown(rlinks[best]["href"]))
    if lost:
        reading.losses.note("Addresses of evidence are not kept", *lost)
    others = [rlink for index, rlink in enumerate(rlinks) if index != best and "hashes" in rlink]
    if others:
        kind = "Digests of other copies of evidence are not kept"
        reading.losses.note(kind, *(shown(rlink["href"]) for rlink in others))
    _media_type(reading, node, rlinks[best])
    for number, digest in enumerate(rlinks[best].get("hashes", ()), 1):
        digest_node = f"{node}-digest-{number}"
        reading.graph.link(node, CT + "digest", digest_node)
        reading.graph.text(digest_node, CT + "algorithm", digest["algorithm"])
        reading.graph.text(digest_node, CT + "value", digest["value"])


def _media_type(reading: Reading, node: str, link: Mapping[str, Any]) -> None:
    media_type = link.get("media-type")
    if media_type is None:
        return
    name = media_type.split(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(name):
        reading.graph.link(node, DCAT + "mediaType", _MEDIA_TYPES + name)
    else:
        reading.losses.note("Media types that are none are not kept", shown(media_type))


def _address(href: str, path: Path) -> str | None:
    try:
        return web_address(href)
    except ValueError:
        FILE.refuse((*path, "href"), f"{shown(href)} is no address of the web.")
