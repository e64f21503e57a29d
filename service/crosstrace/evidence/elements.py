"""The elements of an SPDX 3 document, and which of them are assets.

Source: SPDX 3.0.1, classes Element, Package, File, AIPackage and DatasetPackage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.evidence.intake import FILE
from crosstrace.evidence.reading import Digest, Reading, Thing

_PURPOSES: Final = {"model": "AIModel", "data": "Dataset"}
_KINDS: Final = {
    "ai_AIPackage": "AIModel",
    "dataset_DatasetPackage": "Dataset",
    "software_Package": "SoftwareComponent",
    "software_File": "Asset",
}
_REFERRING: Final = (
    *("@graph", "creationInfo", "createdBy", "createdUsing", "rootElement", "element"),
    *("from", "to", "verifiedUsing", "externalIdentifier"),
)
_KEPT: Final = frozenset(
    {
        *("type", "spdxId", "@id", "creationInfo", "name", "description", "verifiedUsing"),
        *("software_packageVersion", "software_packageUrl", "software_downloadLocation"),
        *("software_primaryPurpose", "software_additionalPurpose", "externalIdentifier"),
    }
)


def identifier(reference: Any) -> str | None:
    """What a reference refers to: an identifier, or an element that stands in place."""
    if isinstance(reference, Mapping):
        reference = reference.get("spdxId", reference.get("@id"))
    return reference if isinstance(reference, str) else None


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its place and identifier."""

    path: Path
    content: Mapping[str, Any]
    identifier: str

    @property
    def kind(self) -> str:
        """The type it is given in the file."""
        return str(self.content["type"])

    @property
    def asset(self) -> str | None:
        """The class of ours it is an asset of, after its type, then its purpose."""
        stated = _KINDS.get(self.kind)
        if stated is None:
            return None
        first = self.content.get("software_primaryPurpose", "")
        if self.kind == "ai_AIPackage":
            system = first == "application" and "model" not in self._purposes
            return "AISystem" if system else stated
        return _PURPOSES.get(first, stated)

    @property
    def _purposes(self) -> set[str]:
        first = self.content.get("software_primaryPurpose", "")
        return {first, *self.content.get("software_additionalPurpose", ())}

    def thing(self, reading: Reading, elements: Elements) -> Thing:
        """What the element says of an asset."""
        found = self.content
        reading.losses.members(
            "Parts of packages are not kept", found, sorted(found.keys() - _KEPT)
        )
        if self.kind == "ai_AIPackage" and not self._purposes & {"model", "application"}:
            kind = "The file doesn't say whether these are models or applications; taken as models"
            reading.losses.note(kind, shown(found.get("name", self.identifier)))
        others = list(self._identifiers())
        purls = [value for kind, value in others if kind == "packageUrl"]
        named = (value for kind, value in others if kind != "packageUrl")
        return Thing(
            kind=self.asset or "Asset",
            key=self.identifier,
            title=found.get("name"),
            version=found.get("software_packageVersion"),
            description=found.get("description"),
            purl=found.get("software_packageUrl", purls[0] if purls else None),
            identifiers=(self.identifier, *named),
            download=found.get("software_downloadLocation"),
            digests=tuple(self._digests(reading, elements)),
        )

    def _identifiers(self) -> Iterator[tuple[str, str]]:
        for found in self.content.get("externalIdentifier", ()):
            if isinstance(found, Mapping) and "identifier" in found:
                yield found.get("externalIdentifierType", ""), found["identifier"]

    def _digests(self, reading: Reading, elements: Elements) -> Iterator[Digest]:
        for index, method in enumerate(self.content.get("verifiedUsing", ())):
            path: Path = (*self.path, "verifiedUsing", index)
            found = method
            if isinstance(method, str):
                named = elements.named.get(method)
                path, found = (named.path, named.content) if named else (path, {})
            if found.get("type") == "Hash":
                yield (*path, "hashValue"), found["algorithm"], found["hashValue"]
            else:
                kind = "Integrity methods that are no hash of the file are not kept"
                reading.losses.note(kind, shown(str(found.get("type", method))))


class Elements:
    """Every element of a document, wherever it stands in it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.named: dict[str, Element] = {}
        for one in _elements(document):
            same = self.named.setdefault(one.identifier, one)
            if same.content != one.content:
                FILE.refuse(one.path, "its identifier is that of another element too.")
        self.found = list(self.named.values())

    def creation_info(self, own: Element | None) -> Element | None:
        """The creation information of the document, or else the only one there is."""
        if own is None:
            every = [one for one in self.found if one.kind == "CreationInfo"]
            return every[0] if len(every) == 1 else None
        place, stated = (*own.path, "creationInfo"), own.content["creationInfo"]
        if isinstance(stated, Mapping):
            found = Element(place, stated, identifier(stated) or "")
        else:
            found = self.named.get(stated, own)
        if found.kind != "CreationInfo":
            FILE.refuse(place, "it is no creation information that the document has.")
        return found


def _elements(value: Mapping[str, Any], path: Path = ()) -> Iterator[Element]:
    """The elements in a value, looked for where an element or a reference to one can stand."""
    name = identifier(value)
    if name is not None and "type" in value:
        yield Element(path, value, name)
    for member in _REFERRING:
        stated = value.get(member)
        several = stated if isinstance(stated, list) else [stated]
        for index, child in enumerate(several):
            if isinstance(child, Mapping):
                step = (member, index) if several is stated else (member,)
                yield from _elements(child, (*path, *step))
