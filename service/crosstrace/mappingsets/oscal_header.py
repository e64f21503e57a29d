"""What an OSCAL mapping collection says of a whole set, its own or a foreign one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import unstated, values
from crosstrace.mappingsets.document import MappingRow, SetHeader
from crosstrace.mappingsets.oscal_terms import (
    HEADER_PROPS,
    MAPPING_CLASSES,
    OSCAL_RELATIONS,
    OWN_NS,
    STANDINGS,
    Props,
)
from crosstrace.model import edition_iri
from crosstrace.vocab import ID

# Names of NIST's OSCAL files, wherever they are kept, without version of the format.
_PUBLISHED: Final = {
    "NIST_SP-800-53_rev5": "sp800-53r5",
    "NIST_SP800-218_ver1": "ssdf-1.1",
    "NIST_CSF_v2.0": "csf-2.0",
}
_TRUTHS: Final = {"true": True, "false": False}
_STYLES: Final = {"related_to": "crosswalk", "refines": "structural"} | dict.fromkeys(
    OSCAL_RELATIONS.values(), "set_theory"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever reads the file says of it; None where the file has to say it."""

    slug: str | None = None
    source_edition: str | None = None
    target_edition: str | None = None
    publisher: str | None = None
    stand_ins: Mapping[str, Any] = field(default_factory=dict)
    """For what of the header neither the file nor its reader states."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A mapping and what it inherits: the lowest level that says something is the one that counts.

    Source: OSCAL 1.2.1, mapping provenance, "method, matching rationale, status".
    """

    mapping: Mapping[str, Any]
    collection: Mapping[str, Any]

    def value(self, name: str, *lower: Mapping[str, Any]) -> Any:
        """The member `name` of the lowest level that has it."""
        levels = (*lower, self.mapping, self.collection["provenance"])
        return next((level[name] for level in levels if name in level), None)

    def edition(self, side: str, given: str | None) -> str:
        """The slug of the `side`'s edition: what its reference says, else what is `given`."""
        href = self._resolved(self.mapping[f"{side}-resource"]["href"])
        stated = _edition_of(href)
        if stated and given and stated != given:
            raise InvalidInput(f"the {side} is {stated}, not {given}.")
        edition = stated or given
        if edition is None:
            raise InvalidInput(
                f"the {side} {href[:200]!r} is no edition that is known here; "
                f"name the {side} edition, such as 'csf-2.0'."
            )
        edition_iri(edition)
        return edition

    def _resolved(self, href: str) -> str:
        """The address of a resource of the back matter, when `href` is a reference to one."""
        resources = self.collection.get("back-matter", {}).get("resources", ())
        links = (r.get("rlinks", ()) for r in resources if href == f"#{r['uuid']}")
        return next((str(link["href"]) for link in chain.from_iterable(links)), href)


def _edition_of(href: str) -> str | None:
    if href.startswith(ID) and "/" not in href.removeprefix(ID):
        return href.removeprefix(ID)
    return next((slug for name, slug in _PUBLISHED.items() if name in href), None)


def read_header(
    levels: Levels, given: Given, editions: tuple[str, str], rows: Iterable[MappingRow]
) -> tuple[SetHeader, tuple[str, ...]]:
    """The header of one mapping, and what to tell of its stand-ins.

    `InvalidInput` says what the file should say and doesn't.
    """
    metadata = levels.collection["metadata"]
    props = Props(levels.mapping, HEADER_PROPS)
    style = props.one("style")
    licence = next(iter(_linked(metadata, "license")), unstated.LICENCE)
    sources = props.all("source") or _linked(metadata, "canonical")
    publisher = given.publisher or _publisher(levels.collection, given.stand_ins)
    stated = {"sources": tuple(map(values.iri, sources)), "publisher": publisher}
    facts, missing = unstated.fill(
        stated, {name: given.stand_ins[name] for name in stated if name in given.stand_ins}
    )
    header = SetHeader(
        slug=_slug(props, given, editions),
        title=metadata["title"],
        version=metadata["version"],
        publisher=values.iri(facts["publisher"]),
        sources=facts["sources"],
        issued=values.issued(props.one("issued") or _day(metadata)),
        licence=values.iri(props.one("licence") or licence),
        style=values.token("style", style.replace("-", "_")) if style else _style(rows),
        use_case=levels.value("mapping-description"),
        source_edition=editions[0],
        target_edition=editions[1],
        exhaustive=_truth(props.one("exhaustive") or "false"),
        description=metadata.get("remarks"),
        standing=STANDINGS[levels.value("status")],
        mapping_class=_mapping_class(props.one("mapping-class") or "Mapping"),
    )
    return header, missing


def _slug(props: Props, given: Given, editions: tuple[str, str]) -> str:
    return values.set_name(given.slug or props.one("slug") or "-to-".join(editions))


def _day(metadata: Mapping[str, Any]) -> str:
    return str(metadata.get("published", metadata["last-modified"]))[:10]


def _linked(metadata: Mapping[str, Any], rel: str) -> list[str]:
    """The web addresses that the document has links of the kind `rel` to."""
    links = (link["href"] for link in metadata.get("links", ()) if link.get("rel") == rel)
    return [href for href in links if values.is_iri(href)]


def _truth(text: str) -> bool:
    if text not in _TRUTHS:
        raise InvalidInput(f"exhaustive is {text[:80]!r}, neither 'true' nor 'false'.")
    return _TRUTHS[text]


def _mapping_class(text: str) -> str:
    if text not in MAPPING_CLASSES:
        choices = ", ".join(sorted(MAPPING_CLASSES))
        raise InvalidInput(f"{text[:80]!r} is no class of mappings; those are {choices}.")
    return text


def _style(rows: Iterable[MappingRow]) -> str:
    """The one style that has all of the relations."""
    found = {_STYLES.get(row.relation or "", "supportive") for row in rows}
    if len(found) > 1:
        raise InvalidInput(
            f"the relations are of several styles ({', '.join(sorted(found))}); "
            f"name the set's with the property 'style' of the namespace {OWN_NS}."
        )
    return found.pop()


def _publisher(collection: Mapping[str, Any], stand_ins: Mapping[str, Any]) -> str | None:
    """The web address of whoever answers for the mappings; None when something stands for it."""
    parties = {party.get("uuid"): party for party in collection["metadata"].get("parties", ())}
    named = [parties[uuid] for uuid in _responsible(collection) if uuid in parties]
    candidates = named or (list(parties.values()) if len(parties) == 1 else [])
    for address in (found for party in candidates for found in _addresses(party)):
        return address
    if "publisher" in stand_ins:
        return None
    names = ", ".join(str(party.get("name", "without a name"))[:80] for party in candidates)
    reason = f"no web address is linked to {names}" if names else "no party is named as responsible"
    raise InvalidInput(f"{reason}; name the publisher by an IRI.")


def _responsible(collection: Mapping[str, Any]) -> list[str]:
    """The uuids of the responsible parties, publishers first."""
    levels = (collection["provenance"], collection["metadata"])
    found = [party for level in levels for party in level.get("responsible-parties", ())]
    found.sort(key=lambda party: party["role-id"] != "publisher")
    return [uuid for party in found for uuid in party["party-uuids"]]


def _addresses(party: Mapping[str, Any]) -> Iterator[str]:
    for link in party.get("links", ()):
        if values.is_iri(link["href"]):
            yield link["href"]
    for external in party.get("external-ids", ()):
        identifier = external["scheme"] + external["id"]
        if external["scheme"].endswith("/") and values.is_iri(identifier):
            yield identifier
