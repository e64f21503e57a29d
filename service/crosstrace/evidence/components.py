"""The components of a CycloneDX BOM as assets, with what models were made from.

Source: CycloneDX 1.5 to 1.7, component, pedigree, model card and component data.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.evidence.intake import FILE
from crosstrace.evidence.reading import Digest, Reading, Thing

_KINDS: Final = {
    "machine-learning-model": "AIModel",
    "data": "Dataset",
    "file": "Asset",
    **dict.fromkeys(
        (
            *("application", "framework", "library", "container", "platform"),
            *("operating-system", "device-driver", "firmware"),
        ),
        "SoftwareComponent",
    ),
}
_FIRST: Final = ("AIModel", "Dataset")
_KEPT: Final = frozenset(
    {
        *("type", "bom-ref", "group", "name", "version", "description", "hashes", "purl", "cpe"),
        *("swhid", "omniborId", "externalReferences", "components", "pedigree", "modelCard"),
    }
)
_LINK: Final = "urn:cdx:"
_MAIN: Final = ("metadata", "component")


@dataclass(frozen=True, slots=True)
class _Described:
    """A component and its place; `whole` is that of the one it is in, `heir` that made from it."""

    path: Path
    content: Mapping[str, Any]
    whole: Path = ()
    heir: Path = ()

    @property
    def kind(self) -> str | None:
        """Its class; data that is said to be something else than a data set is only an asset."""
        kinds = {data["type"] for data in self.content.get("data", ())}
        if self.content["type"] == "data" and kinds and "dataset" not in kinds:
            return "Asset"
        return _KINDS.get(self.content["type"])

    @property
    def datasets(self) -> list[tuple[Path, Mapping[str, Any]]]:
        """What its model card names as data, with places."""
        card = self.content.get("modelCard", {}).get("modelParameters", {})
        within = (*self.path, "modelCard", "modelParameters", "datasets")
        return [((*within, index), data) for index, data in enumerate(card.get("datasets", ()))]

    @property
    def below(self) -> Iterator[_Described]:
        """The components that are in it, and those it was made from."""
        whole = self.path if self.kind else self.whole
        for index, part in enumerate(self.content.get("components", ())):
            yield _Described((*self.path, "components", index), part, whole=whole)
        ancestors = self.content.get("pedigree", {}).get("ancestors", ()) if self.kind else ()
        for index, ancestor in enumerate(ancestors):
            place = (*self.path, "pedigree", "ancestors", index)
            yield _Described(place, ancestor, heir=self.path)


def name(component: Mapping[str, Any]) -> str:
    """The name of a component with the group it belongs to."""
    return "/".join(filter(None, (component.get("group"), component["name"])))


def state(reading: Reading, bom: Mapping[str, Any]) -> list[str]:
    """State all components; the IRIs of those that stand in the BOM itself."""
    found = list(_kept(reading, bom))
    # Models and data first, for there may be more packages than are kept.
    found.sort(key=lambda one: (one.path != _MAIN, one.kind not in _FIRST, len(one.path)))
    nodes = {one.path: reading.asset(_thing(reading, one)) for one in found}
    for one in found:
        for path, data in one.datasets:
            if "type" in data:
                nodes[path] = reading.asset(_dataset(reading, path, data))
    named = _named(found)
    for one in found:
        reading.part(nodes.get(one.whole), nodes[one.path])
        reading.derived(nodes.get(one.heir), nodes[one.path])
        for path, data in one.datasets:
            reading.derived(nodes[one.path], nodes.get(_place(reading, named, path, data)))
    if any(one.datasets for one in found):
        reading.losses.note(
            "The file doesn't say which data sets only served evaluation; all are stated as "
            "origins of their model"
        )
    own = (nodes[one.path] for one in found if not one.whole and not one.heir)
    return list(dict.fromkeys(node for node in own if node))


def _kept(reading: Reading, bom: Mapping[str, Any]) -> Iterator[_Described]:
    """Every component that is an asset, in the order in which they are reached."""
    described = bom.get("metadata", {}).get("component")
    waiting = deque([_Described(_MAIN, described)] if described else [])
    for index, component in enumerate(bom.get("components", ())):
        waiting.append(_Described(("components", index), component))
    while waiting:
        one = waiting.popleft()
        if one.kind:
            yield one
        else:
            called = f"{shown(name(one.content))} of the type {shown(one.content['type'])}"
            reading.losses.note("Components that are no asset are not kept", called)
        waiting.extend(one.below)


def _named(found: Iterable[_Described]) -> Mapping[str, list[Path]]:
    """The places of what has a bom-ref."""
    named: dict[str, list[Path]] = defaultdict(list)
    for one in found:
        for path, content in ((one.path, one.content), *one.datasets):
            if "bom-ref" in content:
                named[content["bom-ref"]].append(path)
    return named


def _place(
    reading: Reading, named: Mapping[str, list[Path]], path: Path, data: Mapping[str, Any]
) -> Path:
    """Where the data set is described that a model card names; empty when elsewhere."""
    reference = data.get("ref")
    if reference is None:
        return path
    if reference.startswith(_LINK):
        reading.losses.note("Data that other BOMs describe is not kept", shown(reference))
        return ()
    places = named.get(reference, [])
    if len(places) != 1:
        found = "several things" if places else "nothing that is kept"
        FILE.refuse((*path, "ref"), f"{shown(reference)} is the bom-ref of {found}.")
    return places[0]


def _thing(reading: Reading, one: _Described) -> Thing:
    found = one.content
    pedigree = found.get("pedigree", {})
    unheld = sorted(pedigree.keys() - {"ancestors"})
    reading.losses.members("Parts of pedigrees are not kept", pedigree, unheld)
    reading.losses.members("Parts of components are not kept", found, sorted(found.keys() - _KEPT))
    if card := found.get("modelCard"):
        unheld = sorted(card.keys() - {"bom-ref", "modelParameters"})
        unheld += sorted(card.get("modelParameters", {}).keys() - {"datasets"})
        reading.losses.note("Parts of model cards are not kept", *unheld)
    return Thing(
        kind=one.kind or "Asset",
        key=_key(one),
        title=name(found),
        version=found.get("version"),
        description=found.get("description"),
        purl=found.get("purl"),
        identifiers=_identifiers(found),
        download=_distribution(reading, found),
        digests=tuple(_hashes(one)),
    )


def _key(one: _Described) -> str:
    return str(one.content.get("bom-ref", "/".join(map(str, one.path))))


def _identifiers(component: Mapping[str, Any]) -> tuple[str, ...]:
    cpe = component.get("cpe")
    lists = (component.get(name, ()) for name in ("swhid", "omniborId"))
    return (*((cpe,) if cpe else ()), *(found for several in lists for found in several))


def _distribution(reading: Reading, component: Mapping[str, Any]) -> str | None:
    """Where the component can be had; only the first place is kept."""
    references = component.get("externalReferences", ())
    found = [entry["url"] for entry in references if entry["type"] == "distribution"]
    others = [entry["type"] for entry in references if entry["type"] != "distribution"]
    if any("hashes" in entry for entry in references):
        reading.losses.note("Digests of external references are not kept", shown(name(component)))
    if others or found[1:]:
        kind = "External references of components are not kept"
        reading.losses.note(kind, *others, *(["distribution"] if found[1:] else []))
    return found[0] if found else None


def _hashes(one: _Described) -> Iterator[Digest]:
    for index, digest in enumerate(one.content.get("hashes", ())):
        yield (*one.path, "hashes", index, "content"), digest["alg"], digest["content"]


def _dataset(reading: Reading, path: Path, data: Mapping[str, Any]) -> Thing:
    unheld = sorted(data.keys() - {"bom-ref", "type", "name", "description", "contents"})
    reading.losses.members("Parts of data sets are not kept", data, unheld)
    contents = data.get("contents", {})
    reading.losses.members("Contents of data sets are not kept", contents, ("attachment",))
    return Thing(
        kind="Dataset" if data["type"] == "dataset" else "Asset",
        key=str(data.get("bom-ref", "/".join(map(str, path)))),
        title=data.get("name"),
        description=data.get("description"),
        download=contents.get("url"),
    )
