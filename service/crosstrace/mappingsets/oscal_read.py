"""Reading an OSCAL 1.2 mapping collection: one document for each of its mappings.

The sources and targets of a map are sets, and stay so: a map is one row, whatever it joins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import oscal_intake, unstated, values
from crosstrace.mappingsets.document import MappingDocument, MappingRow
from crosstrace.mappingsets.oscal_header import Given, Levels, read_header
from crosstrace.mappingsets.oscal_intake import ROOT, Collection, Path, Problem
from crosstrace.mappingsets.oscal_terms import (
    EQUALS,
    HEADER_PROPS,
    JUSTIFICATIONS,
    OSCAL_NS,
    RELATIONS,
    ROW_PROPS,
    Props,
    usual_equal,
)
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.model import ElementRef

_RECORD: Final = re.compile(r"[A-Za-z0-9._()+-]{1,400}")
_TERM: Final = re.compile(r"[A-Za-z]+")
_CONTROL_53: Final = re.compile(r"([a-z]{2})-(\d+)(?:\.(\d+))?", re.ASCII)
_UNHELD: Final = {
    "qualifiers": "Qualifiers of maps",
    "coverage": "Coverage figures",
    "source-gap-summary": "Summaries of unmapped controls",
    "target-gap-summary": "Summaries of unmapped controls",
    "links": "Links",
}


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the rows of one mapping have in common."""

    levels: Levels
    editions: tuple[str, str]
    inherits: bool
    names: Mapping[str | None, RecordNames]


def read(
    body: bytes,
    *,
    slug: str | None = None,
    source_edition: str | None = None,
    target_edition: str | None = None,
    publisher: str | None = None,
    stand_ins: Mapping[str, Any] | None = None,
) -> list[MappingDocument]:
    """The mappings of the collection in `body`, each as a set of its own.

    The arguments say what a foreign file doesn't: `publisher` is an IRI, the editions are
    slugs; `stand_ins` are for what nobody states; of several mappings the second is named
    `{slug}-2` and so on. `InvalidInput` names each place that can't be used and, inside maps,
    its row, counted from 1 in its mapping.
    """
    collection = oscal_intake.load(body)
    documents = []
    for index in range(len(collection.mappings)):
        name = f"{slug}-{index + 1}" if slug and index else slug
        given = Given(name, source_edition, target_edition, publisher, stand_ins or {})
        documents.append(_document(collection, index, given))
    slugs = Counter(document.header.slug for document in documents)
    if twice := [name for name, count in slugs.items() if count > 1]:
        raise InvalidInput(f"Several mappings are the set {twice[0]!r}; name them with a slug.")
    return documents


def _document(collection: Collection, index: int, given: Given) -> MappingDocument:
    place = (ROOT, "mappings", index)
    levels = Levels(collection.mappings[index], collection.content)
    with _located(collection, place):
        scope = _scope(levels, given)
    rows, problems = _rows(scope, place)
    if problems:
        collection.refuse(problems)
    with _located(collection, place):
        header, missing = read_header(levels, given, scope.editions, rows)
    return MappingDocument(header, rows, (*missing, *_losses(levels, header.licence)))


@contextmanager
def _located(collection: Collection, place: Path) -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        collection.refuse([(place, error.detail)])


def _scope(levels: Levels, given: Given) -> _Scope:
    inherited = Props(levels.mapping, HEADER_PROPS).one("rationale-inherited")
    return _Scope(
        levels=levels,
        editions=(
            levels.edition("source", given.source_edition),
            levels.edition("target", given.target_edition),
        ),
        inherits=inherited != "false",
        names=defaultdict(RecordNames),
    )


def _rows(scope: _Scope, place: Path) -> tuple[tuple[MappingRow, ...], list[Problem]]:
    rows, problems = [], []
    for index, entry in enumerate(scope.levels.mapping["maps"]):
        try:
            rows.append(_row(entry, index + 1, scope))
        except InvalidInput as error:
            problems.append(((*place, "maps", index), error.detail))
    return tuple(rows), problems


def _row(entry: Mapping[str, Any], number: int, scope: _Scope) -> MappingRow:
    props = Props(entry, ROW_PROPS)
    inherited = scope.levels.value("matching-rationale") if scope.inherits else None
    rationale = entry.get("matching-rationale", inherited)
    relation = _relation(entry)
    sources = _elements(entry, "sources", scope.editions[0])
    targets = _elements(entry, "targets", scope.editions[1])
    mapping_set, strength = props.one("mapping-set"), props.one("strength")
    return MappingRow(
        sources=sources,
        relation=relation,
        targets=targets,
        record=_record(props, scope.names[mapping_set], sources, targets, rationale),
        number=number,
        justification=_justification(props, scope.levels),
        rationale=rationale,
        strength=None if strength is None else values.strength(strength),
        confidence=_confidence(scope.levels.value("confidence-score", entry)),
        supportive_property=_token(props, "supportive_property"),
        comment=entry.get("remarks"),
        as_printed=_as_printed(props, entry["relationship"], rationale),
        change_type=_token(props, "change_type"),
        mapping_set=mapping_set,
        status=_token(props, "status"),
        possible=tuple(values.token("relation", _underscored(t)) for t in props.all("possible")),
        rule=props.one("rule"),
        path=tuple(values.iri(text) for text in props.all("path")),
    )


def _relation(entry: Mapping[str, Any]) -> str:
    namespace, token = entry.get("ns", OSCAL_NS), entry["relationship"]
    if namespace not in RELATIONS:
        known = " and ".join(RELATIONS)
        raise InvalidInput(f"relationships of {namespace[:200]!r} are not known, but of {known}.")
    if token not in RELATIONS[namespace]:
        choices = ", ".join(RELATIONS[namespace])
        raise InvalidInput(
            f"{token[:80]!r} is no relationship of {namespace}; those are {choices}."
        )
    return RELATIONS[namespace][token]


def _elements(entry: Mapping[str, Any], side: str, edition: str) -> tuple[ElementRef, ...]:
    names = (_local(item["id-ref"], edition) for item in entry[side])
    elements = tuple(ElementRef.parse(f"{edition}:{name}") for name in names)
    if len(set(elements)) < len(elements):
        raise InvalidInput(f"the {side} name an element twice; they are a set.")
    return elements


def _local(identifier: str, edition: str) -> str:
    """Our identifier: NIST's OSCAL catalog has SP 800-53's enhancement SA-3(1) as sa-3.1."""
    control = _CONTROL_53.fullmatch(identifier) if edition == "sp800-53r5" else None
    if control is None:
        return identifier
    family, number, enhancement = control.groups()
    return f"{family.upper()}-{number}" + (f"({enhancement})" if enhancement else "")


def _record(
    props: Props,
    names: RecordNames,
    sources: Iterable[ElementRef],
    targets: Iterable[ElementRef],
    rationale: str | None,
) -> str:
    record = props.one("record")
    if record is None:
        return names.name(sources, targets, rationale)
    if not _RECORD.fullmatch(record):
        raise InvalidInput(
            f"the record {record[:80]!r} has characters other than A-Z a-z 0-9 . _ ( ) + -."
        )
    if not names.take(record):
        raise InvalidInput(f"the record {record!r} is that of an earlier row too.")
    return record


def _justification(props: Props, levels: Levels) -> str:
    text = props.one("justification") or JUSTIFICATIONS[levels.value("method")]
    if not _TERM.fullmatch(text):
        raise InvalidInput(f"the justification {text[:80]!r} is no term of SEMAPV.")
    return text


def _confidence(score: Mapping[str, Any] | None) -> float | None:
    if score is None or "percentage" not in score:
        return None
    if not 0 <= score["percentage"] <= 1:
        raise InvalidInput("the confidence score's percentage is not between 0 and 1.")
    return float(score["percentage"])


def _as_printed(props: Props, token: str, rationale: str | None) -> str | None:
    """What the publication prints; else which name equal goes by, where it is not the usual one."""
    if (printed := props.one("as-printed")) is not None:
        return printed
    return token if token in EQUALS and token != usual_equal(rationale) else None


def _token(props: Props, field: str) -> str | None:
    text = props.one(field.replace("_", "-"))
    return None if text is None else values.token(field, _underscored(text))


def _underscored(text: str) -> str:
    return text.replace("-", "_")


def _losses(levels: Levels, licence: str) -> Iterator[str]:
    """What the collection says that a set can't hold."""
    maps = levels.mapping["maps"]
    entries = (levels.collection["provenance"], levels.mapping, *maps)
    counted = Counter(_UNHELD[name] for entry in entries for name in entry if name in _UNHELD)
    items = [item for entry in maps for item in (*entry["sources"], *entry["targets"])]
    counted["References to statements as such, not to controls"] = sum(
        item["type"] == "statement" for item in items
    )
    counted["Confidence scores in words"] = sum(
        "category" in entry.get("confidence-score", ()) for entry in entries
    )
    known = HEADER_PROPS | ROW_PROPS
    counted["Properties that are not ours"] = sum(
        Props(e, known).others for e in (*entries, *items)
    )
    for what, count in counted.items():
        if count:
            yield f"{what} are not kept ({count})."
    if licence == unstated.LICENCE:
        yield "The file names no licence."
    if remarks := levels.mapping.get("remarks"):
        yield f"The file remarks of the mapping: {remarks[:1000]}"
