"""Reading a mapping set from SSSOM/TSV.

The commented YAML header carries the set's metadata and, as declared extension slots, what
IR 8477 asks for beside: style, use case, exhaustiveness. SKOS match predicates of foreign
files are read only where they say the same as a relation of ours. A set dated by month says
so in the slot `published`, since SSSOM's own `publication_date` is a day.
Source: SSSOM 1.1, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Unpack

from crosstrace.errors import InputError, InvalidInput
from crosstrace.mappingsets import sssom_file, unstated, values
from crosstrace.mappingsets.document import MappingDocument, MappingRow, SetHeader
from crosstrace.mappingsets.olir_header import GivenFacts
from crosstrace.mappingsets.sssom_file import REQUIRED_COLUMNS
from crosstrace.model import ElementRef
from crosstrace.vocab import CT, ID, MAPPING_SET, PREFIXES, SEMAPV, SKOS, token

MAX_ERRORS: Final = 50
_SLOTS: Final = {
    "title": "mapping_set_title",
    "version": "mapping_set_version",
    "publisher": "mapping_provider",
    "licence": "license",
    "use_case": "use_case",
    "style": "style",
}
_MATCHES: Final = {
    SKOS + "exactMatch": "equal",
    SKOS + "broadMatch": "subset_of",
    SKOS + "narrowMatch": "superset_of",
    SKOS + "relatedMatch": "related_to",
    PREFIXES["rdfs"] + "seeAlso": "related_to",
}
_TOKENS: Final = {
    "rationale": "rationale",
    "supportive_property": "supportive_property",
    "change_type": "change_type",
    "derivation_status": "status",
}


_READ_SLOTS: Final = frozenset(
    {
        *_SLOTS.values(),
        *("mapping_set_id", "mapping_set_description", "mapping_set_source", "published"),
        *("publication_date", "subject_source", "object_source", "exhaustive", "standing"),
        *("mapping_class", "curie_map", "extension_definitions", "sssom_version"),
    }
)
_READ_COLUMNS: Final = frozenset(
    {
        *(*REQUIRED_COLUMNS, *_TOKENS, "record_id", "mapping_source", "confidence", "strength"),
        *("comment", "as_printed", "possible_relations", "rule", "path", "predicate_modifier"),
    }
)
_TRUTHS: Final = {"true": True, "false": False}


def read(
    text: str,
    *,
    slug: str | None = None,
    source_edition: str | None = None,
    target_edition: str | None = None,
    rationale: str | None = None,
    stand_ins: Mapping[str, Any] | None = None,
    **given: Unpack[GivenFacts],
) -> MappingDocument:
    """The set in `text`; what is given goes before what the file says of itself.

    `rationale` is that of set-theory rows that state none; `stand_ins` are for what of the
    header nobody states. `InvalidInput` says what the header lacks or names each row that
    can't be read; whether the elements exist is not looked at.
    """
    slots, body = sssom_file.split(text)
    curies = _Curies(slots.get("curie_map"))
    stated = {**_said(slots, curies), "slug": slug or _slug(slots), **given}
    ends = {"source_edition": source_edition, "target_edition": target_edition}
    stated |= {name: edition for name, edition in ends.items() if edition is not None}
    facts, missing = unstated.fill(stated, stand_ins)
    header = _header(facts)
    reader = _RowReader(header, curies, values.token("rationale", rationale) if rationale else None)
    table = sssom_file.Table(body)
    rows, errors = [], []
    for number, cells in enumerate(table.rows(), start=1):
        try:
            rows.append(reader.read(number, cells))
        except InvalidInput as error:
            errors.append(InputError(f"Row {number}: {error.detail}", line=number))
    if errors:
        more = f" There are {len(errors) - 1} more such rows." if len(errors) > 1 else ""
        detail = f"The set {header.slug!r} can't be read. {errors[0].detail}{more}"
        raise InvalidInput(detail, tuple(errors[:MAX_ERRORS]))
    return MappingDocument(header, tuple(rows), (*missing, *_losses(slots, table.columns)))


def _losses(slots: Mapping[str, Any], columns: Iterable[str]) -> Iterator[str]:
    """What the file holds and a set has no place for."""
    yield from (
        f"The column {name!r} was left out." for name in columns if name not in _READ_COLUMNS
    )
    yield from (f"The header's {name!r} was left out." for name in slots if name not in _READ_SLOTS)


class _Curies:
    def __init__(self, prefixes: Any) -> None:
        if not isinstance(prefixes, Mapping | None) or not all(
            isinstance(iri, str) for iri in (prefixes or {}).values()
        ):
            raise InvalidInput("The header's curie_map is not a list of prefixes and IRIs.")
        self._prefixes = {**PREFIXES, "ct-id": ID, **(prefixes or {})}

    def expand(self, curie: str) -> str:
        """The IRI for `prefix:local` or for a full IRI; `InvalidInput` for an unknown prefix."""
        if curie.startswith(("http://", "https://")):
            return curie
        prefix, _, local = curie.partition(":")
        if prefix not in self._prefixes:
            raise InvalidInput(f"the prefix of {curie!r} is not in the header's curie_map.")
        return f"{self._prefixes[prefix]}{local}"

    def element(self, curie: str) -> ElementRef:
        """The element a CURIE or IRI names, or `edition:id` itself."""
        prefix = curie.partition(":")[0]
        return ElementRef.parse(curie if prefix not in self._prefixes else self.expand(curie))


def _header(said: dict[str, Any]) -> SetHeader:
    required = ("slug", "title", "version", "publisher", "sources", "issued", "licence", "style",
                "use_case", "source_edition", "target_edition")  # fmt: skip
    missing = [name for name in required if not said.get(name)]
    if missing:
        raise InvalidInput(
            f"The set's {', '.join(missing)} must be given: in the file's header, or beside it."
        )
    for name in ("publisher", "licence"):
        said[name] = values.iri(said[name])
    return SetHeader(**{name: value for name, value in said.items() if value is not None})


def _said(slots: dict[str, Any], curies: _Curies) -> dict[str, Any]:
    """What the header says, under the names of `SetHeader`."""
    said = {name: _text(slots, slot) for name, slot in _SLOTS.items() if slot in slots}
    for name in ("publisher", "licence"):
        if name in said:
            said[name] = curies.expand(said[name])
    said["style"] = values.token("style", _token(said["style"])) if "style" in said else ""
    edition_slots = {"source_edition": "subject_source", "target_edition": "object_source"}
    editions = {
        name: curies.expand(_text(slots, slot)).removeprefix(ID)
        for name, slot in edition_slots.items()
        if slot in slots
    }
    issued = _text(slots, "published") or _text(slots, "publication_date")
    return {
        **said,
        **editions,
        "issued": values.issued(issued) if issued else None,
        "sources": tuple(map(curies.expand, _listed(slots.get("mapping_set_source")))),
        "description": _text(slots, "mapping_set_description") or None,
        "exhaustive": _truth(_text(slots, "exhaustive") or "false"),
        "standing": values.token("standing", _text(slots, "standing") or "final"),
        "mapping_class": curies.expand(_text(slots, "mapping_class") or "ct:Mapping").removeprefix(
            CT
        ),
    }


def _text(slots: Mapping[str, Any], slot: str) -> str:
    """What the header says in a slot for one text, empty when it says nothing."""
    found = slots.get(slot, "")
    if not isinstance(found, str):
        raise InvalidInput(f"The header's {slot} is not one text.")
    return found


def _truth(text: str) -> bool:
    if text.casefold() not in _TRUTHS:
        raise InvalidInput(f"The header's exhaustive is {text[:80]!r}, neither true nor false.")
    return _TRUTHS[text.casefold()]


def _slug(slots: dict[str, Any]) -> str | None:
    name = _text(slots, "mapping_set_id")
    return name.removeprefix(MAPPING_SET) if name.startswith(MAPPING_SET) else None


def _listed(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str) for item in listed):
        raise InvalidInput("The header's mapping_set_source is no list of IRIs.")
    return listed


def _token(curie: str) -> str:
    return token(curie.replace(":", "/"))


class _RowReader:
    def __init__(self, header: SetHeader, curies: _Curies, rationale: str | None) -> None:
        self._header, self._curies = header, curies
        self._rationale = rationale if header.style == "set_theory" else None
        self._records: set[str] = set()

    def read(self, number: int, cells: dict[str, str]) -> MappingRow:
        """The row of these cells; `InvalidInput` says what is wrong with it."""
        empty = [name for name in REQUIRED_COLUMNS if not cells.get(name)]
        if empty:
            raise InvalidInput(f"{', '.join(empty)} is missing.")
        if cells.get("predicate_modifier"):
            raise InvalidInput("a negated row says only what doesn't hold; it can't be used.")
        source = self._curies.element(cells["subject_id"])
        target = self._curies.element(cells["object_id"])
        tokens = {
            field: values.token(field, _token(cells[column]))
            for column, field in _TOKENS.items()
            if cells.get(column)
        }
        if self._rationale:
            tokens.setdefault("rationale", self._rationale)
        strength, confidence = cells.get("strength"), cells.get("confidence")
        return MappingRow(
            sources=(source,),
            relation=self._relation(cells["predicate_id"]),
            targets=(target,),
            record=self._record(cells.get("record_id", ""), source, target),
            number=number,
            justification=self._justification(cells["mapping_justification"]),
            strength=values.strength(strength) if strength else None,
            confidence=values.confidence(confidence) if confidence else None,
            comment=cells.get("comment") or None,
            as_printed=cells.get("as_printed") or None,
            mapping_set=self._set(cells.get("mapping_source", "")),
            possible=tuple(map(_token, cells.get("possible_relations", "").split("|")))
            if cells.get("possible_relations")
            else (),
            rule=cells.get("rule") or None,
            path=tuple(cells["path"].split("|")) if cells.get("path") else (),
            **tokens,
        )

    def _relation(self, curie: str) -> str:
        iri = self._curies.expand(curie)
        if iri.startswith(CT):
            return values.token("relation", token(iri))
        found = _MATCHES.get(iri)
        wanted = "crosswalk" if found == "related_to" else "set_theory"
        if found is None or self._header.style != wanted:
            style = self._header.style.replace("_", " ")
            raise InvalidInput(
                f"the predicate {curie!r} says nothing that a set of the {style} style can state."
            )
        return found

    def _justification(self, curie: str) -> str:
        iri = self._curies.expand(curie)
        if not iri.startswith(SEMAPV):
            raise InvalidInput(f"the justification {curie!r} is no term of semapv.")
        return iri.removeprefix(SEMAPV)

    def _record(self, curie: str, source: ElementRef, target: ElementRef) -> str:
        own = f"{MAPPING_SET}{self._header.slug}/"
        iri = self._curies.expand(curie) if curie else ""
        record = iri.removeprefix(own) if iri.startswith(own) else f"{source.local}..{target.local}"
        if record in self._records:
            raise InvalidInput(f"there is a row {record!r} already.")
        self._records.add(record)
        return record

    def _set(self, curie: str) -> str | None:
        return self._curies.expand(curie).removeprefix(MAPPING_SET) if curie else None
