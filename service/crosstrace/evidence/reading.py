"""What the formats share: the graph, what isn't kept, and how a thing is stated in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from crosstrace.conversion.graph import Graph, web_address
from crosstrace.conversion.jsonfile import MAX_TEXT, Path, is_text
from crosstrace.conversion.losses import Losses, shown
from crosstrace.evidence.intake import FILE
from crosstrace.vocab import CT, DCAT, DCTERMS, FOAF, PROV

MAX_ASSETS: Final = 1_000
"""Assets of one file; a graph that holds all packages of a system is of no use to a reader."""
MAX_DIGITS: Final = 16
"""Digits of a SHA-256 that tell files apart in the names of nodes."""

_ALGORITHMS: Final = {
    name.replace("-", "").lower(): (name, int(name[-3:]) // 4)
    for name in (
        *("SHA-224", "SHA-256", "SHA-384", "SHA-512"),
        *("SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"),
    )
}
_SEPARATORS: Final = re.compile(r"[-_]")
_PURL: Final = re.compile(r"pkg:[A-Za-z][A-Za-z0-9.+-]*/.+", re.DOTALL)
_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,12})?(Z|[+-]\d{2}:\d{2})", re.ASCII
)

Digest = tuple[Path, str, str]
"""Where a digest stands, its algorithm as the format writes it, and its value."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a file says of a model, data set, piece of software or other artifact.

    `kind` is a class of ours; `key` tells it apart from others of the file when it has no
    package URL.
    """

    kind: str
    key: str
    title: str | None = None
    version: str | None = None
    description: str | None = None
    purl: str | None = None
    identifiers: tuple[str, ...] = ()
    download: str | None = None
    digests: tuple[Digest, ...] = ()


@dataclass(slots=True)
class Facts:
    """What a document says of itself; nodes are IRIs that the graph describes."""

    called: str
    title: str
    media_type: str
    made: tuple[Path, str] | None = None
    """When it was made, with its place."""
    identifiers: list[str] = field(default_factory=list)
    predicate_type: str | None = None
    activities: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    exact: bool = False
    """Whether `made` is when the file itself was completed, not the work that it is about."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file on its way to a graph; `name` begins the names of its own nodes."""

    graph: Graph
    name: str
    losses: Losses
    assets: dict[str, None] = field(default_factory=dict)

    @property
    def node(self) -> str:
        """The IRI of the evidence."""
        return self.graph.iri(self.name)

    def text(self, node: str, predicate: str, text: str | None) -> None:
        """State a text, unless no graph can hold it."""
        if text and (len(text) > MAX_TEXT or not is_text(text)):
            self.losses.note("Texts that are too long, or are not text, are not kept")
        else:
            self.graph.text(node, predicate, text)

    def asset(self, thing: Thing) -> str | None:
        """State a thing; its IRI, or None when the file has too many."""
        purl = self._purl(thing)
        key = _package(purl, thing.version) if purl else f"{self.name}\n{thing.key}"
        node = self.graph.iri(f"asset-{uuid5(NAMESPACE_URL, key)}")
        if node not in self.assets and len(self.assets) >= MAX_ASSETS:
            self.losses.note(
                f"Only {MAX_ASSETS:,} assets of a file are kept, so these are not",
                shown(thing.title or thing.key),
            )
            return None
        self.assets[node] = None
        self.graph.type(node, CT + thing.kind)
        self.text(node, DCTERMS + "title", thing.title)
        self.text(node, DCTERMS + "description", thing.description)
        self.text(node, DCAT + "version", thing.version)
        self.text(node, CT + "purl", purl)
        for identifier in thing.identifiers:
            self.text(node, DCTERMS + "identifier", identifier)
        self._download(node, thing.download)
        for digest in thing.digests:
            self.digest(node, digest)
        return node

    def digest(self, node: str, digest: Digest) -> None:
        """State a digest, unless its algorithm proves nothing; `InvalidInput` when it is none."""
        place, algorithm, value = digest
        name, digits = _ALGORITHMS.get(_SEPARATORS.sub("", algorithm).lower(), ("", 0))
        if not name:
            kind = "Digests of other algorithms than SHA-2 and SHA-3 are not kept"
            self.losses.note(kind, shown(algorithm))
            return
        if not re.fullmatch(r"[0-9A-Fa-f]+", value) or len(value) != digits:
            FILE.refuse(place, f"{shown(value)} is no {name} digest of {digits} digits.")
        value = value.lower()
        named = self.graph.iri(f"digest-{name.lower()}-{value[:MAX_DIGITS]}")
        if self.graph.has(named) and not self.graph.says(named, CT + "value", value):
            named = self.graph.iri(f"digest-{name.lower()}-{value}")
        self.graph.link(node, CT + "digest", named)
        self.graph.text(named, CT + "algorithm", name)
        self.graph.text(named, CT + "value", value)

    def agent(
        self,
        kind: str,
        name: str | None,
        version: str | None = None,
        identifier: str | None = None,
    ) -> str:
        """State an agent: a tool, an organisation or a person; its IRI."""
        key = f"{kind}\n{name}\n{version}\n{identifier}"
        node = self.graph.iri(f"agent-{uuid5(NAMESPACE_URL, key)}")
        self.graph.type(node, kind)
        self.text(node, FOAF + "name", name)
        self.text(node, DCAT + "version", version)
        self.text(node, DCTERMS + "identifier", identifier)
        return node

    def activity(self, name: str, agents: Iterable[str]) -> str:
        """State a run of these agents; its IRI."""
        node = self.graph.iri(f"{self.name}-{name}")
        self.graph.type(node, PROV + "Activity")
        for agent in agents:
            self.graph.link(node, PROV + "wasAssociatedWith", agent)
        return node

    def moment(self, node: str, predicate: str, place: Path, time: str) -> None:
        """State when something was; `InvalidInput` when that is no point in time."""
        day(place, time)
        self.graph.moment(node, predicate, time)

    def derived(self, node: str | None, origin: str | None) -> None:
        """State that one thing was made from the other, if both are kept."""
        if node and origin and node != origin:
            self.graph.link(node, PROV + "wasDerivedFrom", origin)

    def part(self, whole: str | None, part: str | None) -> None:
        """State that one thing holds the other, if both are kept."""
        if whole and part and whole != part:
            self.graph.link(whole, DCTERMS + "hasPart", part)

    def _purl(self, thing: Thing) -> str | None:
        if thing.purl and not _PURL.fullmatch(thing.purl):
            self.losses.note("Package URLs that are none are not kept", shown(thing.purl))
            return None
        return thing.purl

    def _download(self, node: str, address: str | None) -> None:
        try:
            found = web_address(address) if address else None
        except ValueError:
            found = None
        if found:
            self.graph.link(node, DCAT + "downloadURL", found)
        elif address:
            self.losses.note("Addresses that are none of the web are not kept", shown(address))


def _package(purl: str, version: str | None) -> str:
    """What tells one version of a package from all others, whichever file names it."""
    return purl if "@" in purl.rpartition("/")[2] else f"{purl}\n{version}"


def day(place: Path, time: str) -> dt.date:
    """The day of a point in time; `InvalidInput` when it is none."""
    match = _TIME.fullmatch(time)
    try:
        dt.datetime.fromisoformat(time if match else "")
    except ValueError:
        FILE.refuse(place, f"{shown(time)} is no time such as 2026-11-02T09:30:00Z.")
    return dt.date.fromisoformat(time[:10])


def digests(found: Mapping[str, Any], place: Path) -> Iterator[Digest]:
    """The digests of an object that names them by algorithm."""
    for algorithm, value in found.items():
        yield (*place, algorithm), algorithm, str(value)
