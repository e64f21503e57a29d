"""Writing a set as an OSCAL 1.2.1 mapping collection, one map after the other.

Nothing is taken from a clock or from chance: the uuids are made from the IRIs of what they
name, and the date is that of the set's issue. A row that isn't one certain relation, such as
a lead, is left out, and the mapping's remarks count it. A row that reads from the target
edition to the source edition is written as its converse, since all maps go one way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from crosstrace.errors import InputError, InvalidInput
from crosstrace.mappingsets.document import MappingRow, SetHeader
from crosstrace.mappingsets.oscal_intake import ROOT, schema_problems
from crosstrace.mappingsets.oscal_terms import (
    CONVERSES,
    EQUALS,
    JUSTIFICATIONS,
    OSCAL_RELATIONS,
    OWN_NS,
    OWN_RELATIONS,
    STATUSES,
    prop,
    usual_equal,
)
from crosstrace.model import ElementRef, edition_iri
from crosstrace.vocab import MAPPING_SET

OSCAL_VERSION: Final = "1.2.1"

_CERTAIN: Final = (None, "asserted", "inverse", "conclusive")
_LEFT_OUT: Final = {"lead": "leads", "unknown": "unknown"}
_STATED_RATIONALE: Final = "semantic"
_FIRST_OF: Final = {4: "-01-01", 7: "-01", 10: ""}
_PROFILES: Final = ("sp800-218a",)
_TOKENS: Final = {relation: token for token, relation in (OSCAL_RELATIONS | OWN_RELATIONS).items()}


def write(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[str]:
    """The set as JSON text in pieces, valid by OSCAL's schema; `rows` are read as it is written.

    `InvalidInput`, before anything is written, when no row can be stated or the header holds
    what OSCAL can't; while writing, when an element is not of the set's editions.
    """
    left_out: Counter[str] = Counter()
    maps = (_map(header, row) for row in _stated(header, rows, left_out))
    first = next(maps, None)
    if first is None:
        raise InvalidInput(
            "There is nothing to write: OSCAL has no mapping without maps, and no row of the "
            f"set is one certain relation.{_remarks(left_out)}"
        )
    collection, mapping = _collection(header), _mapping(header)
    _refuse_invalid(collection | {"mappings": [mapping | {"maps": [first]}]})
    return _pieces(collection, mapping, chain([first], maps), left_out)


def losses(header: SetHeader, rows: Iterable[MappingRow]) -> tuple[str, ...]:
    """What OSCAL can't hold of the set, one sentence each; `rows` are read once."""
    left_out: Counter[str] = Counter()
    own = unfounded = 0
    for row in _stated(header, rows, left_out):
        own += row.relation in OWN_RELATIONS.values()
        unfounded += row.rationale is None
    found = (
        (True, "OSCAL tells controls from statements only; every element is written as a control."),
        (own, f"{own} relations are not OSCAL's and stand under the namespace {OWN_NS}."),
        (
            unfounded,
            f"OSCAL wants a rationale for everything; for {unfounded} rows without one, other "
            f"programs will take {_STATED_RATIONALE!r}.",
        ),
        (left_out, _remarks(left_out).strip()),
    )
    return tuple(sentence for applies, sentence in found if applies)


def _stated(
    header: SetHeader, rows: Iterable[MappingRow], left_out: Counter[str]
) -> Iterator[MappingRow]:
    """The rows that are one certain relation, source to target; the others are counted."""
    for row in rows:
        if not row.relation or row.status not in _CERTAIN or set(row.possible) - {row.relation}:
            left_out[_LEFT_OUT.get(row.status or "", "not down to one relation")] += 1
        elif not _is_backward(header, row):
            yield row
        elif row.relation in CONVERSES:
            yield _converse(row)
        else:
            left_out["without a converse"] += 1


def _is_backward(header: SetHeader, row: MappingRow) -> bool:
    editions = (header.target_edition, header.source_edition)
    return editions[0] != editions[1] and editions == (
        row.sources[0].edition,
        row.targets[0].edition,
    )


def _converse(row: MappingRow) -> MappingRow:
    """The same said from its targets to its sources; a change type is of the source only."""
    return replace(
        row,
        sources=row.targets,
        targets=row.sources,
        relation=CONVERSES[row.relation or ""],
        possible=tuple(CONVERSES[relation] for relation in row.possible),
        change_type=None,
        status={"inverse": "asserted", "conclusive": "conclusive"}.get(row.status or "", "inverse"),
    )


def _remarks(left_out: Counter[str]) -> str:
    if not left_out:
        return ""
    counts = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
    return f" Left out, because they state no certain relation in this direction: {counts}."


def _pieces(
    collection: dict[str, Any],
    mapping: dict[str, Any],
    maps: Iterable[dict[str, Any]],
    left_out: Counter[str],
) -> Iterator[str]:
    yield f'{{"{ROOT}": {_open(collection)},\n"mappings": [{_open(mapping)},\n"maps": ['
    separator = "\n"
    for entry in maps:
        yield separator + _json(entry)
        separator = ",\n"
    remarks = _remarks(left_out).strip()
    yield f'],\n"remarks": {_json(remarks)}}}]}}}}\n' if remarks else "]}]}}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _open(members: dict[str, Any]) -> str:
    """The object without its closing brace, for members to follow."""
    return _json(members)[:-1]


def _collection(header: SetHeader) -> dict[str, Any]:
    return {
        "uuid": _uuid(f"{MAPPING_SET}{header.slug}#mapping-collection/{header.version}"),
        "metadata": _metadata(header),
        "provenance": {
            "method": _method(header),
            "matching-rationale": _STATED_RATIONALE,
            "status": STATUSES[header.standing],
            "mapping-description": header.use_case,
        },
    }


def _metadata(header: SetHeader) -> dict[str, Any]:
    publisher = _uuid(header.publisher)
    day = header.issued + _FIRST_OF.get(len(header.issued), "")
    metadata: dict[str, Any] = {
        "title": header.title,
        "last-modified": f"{day}T00:00:00Z",
        "version": header.version,
        "oscal-version": OSCAL_VERSION,
        "roles": [{"id": "publisher", "title": "Publisher"}],
        "parties": [
            {
                "uuid": publisher,
                "type": "organization",
                "name": header.publisher,
                "links": [{"href": header.publisher, "rel": "reference"}],
            }
        ],
        "responsible-parties": [{"role-id": "publisher", "party-uuids": [publisher]}],
    }
    return metadata if header.description is None else metadata | {"remarks": header.description}


def _mapping(header: SetHeader) -> dict[str, Any]:
    """The mapping without its maps."""
    return {
        "uuid": _uuid(MAPPING_SET + header.slug),
        "source-resource": _resource(header.source_edition),
        "target-resource": _resource(header.target_edition),
        "props": [
            prop("slug", header.slug),
            prop("style", header.style.replace("_", "-")),
            prop("exhaustive", str(header.exhaustive).lower()),
            prop("issued", header.issued),
            prop("licence", header.licence),
            *(prop("source", source) for source in header.sources),
            prop("mapping-class", header.mapping_class),
            prop("rationale-inherited", "false"),
        ],
    }


def _resource(edition: str) -> dict[str, str]:
    kind = "profile" if edition in _PROFILES else "catalog"
    return {"type": kind, "href": edition_iri(edition)}


def _method(header: SetHeader) -> str:
    return "automation" if header.mapping_class == "DerivedMapping" else "human"


def _map(header: SetHeader, row: MappingRow) -> dict[str, Any]:
    origin = (row.mapping_set or header.slug).removeprefix(MAPPING_SET)
    entry: dict[str, Any] = {
        "uuid": _uuid(f"{MAPPING_SET}{origin}/{row.record}"),
        **_relationship(row),
        "sources": _items(row.sources, header.source_edition),
        "targets": _items(row.targets, header.target_edition),
        "props": list(_props(row, JUSTIFICATIONS[_method(header)])),
    }
    if row.rationale is not None:
        entry["matching-rationale"] = row.rationale
    if row.confidence is not None:
        entry["confidence-score"] = {"percentage": row.confidence}
    if row.comment is not None:
        entry["remarks"] = row.comment
    return entry


def _relationship(row: MappingRow) -> dict[str, str]:
    if row.relation == "equal":
        printed = row.as_printed
        usual = usual_equal(row.rationale)
        return {"relationship": printed if printed in EQUALS else usual}
    token = _TOKENS[row.relation or ""]
    return {"relationship": token} | ({"ns": OWN_NS} if token in OWN_RELATIONS else {})


def _items(elements: Iterable[ElementRef], edition: str) -> list[dict[str, str]]:
    items = []
    for element in elements:
        if element.edition != edition:
            raise InvalidInput(f"{element} is not of {edition}, which is what the set maps.")
        items.append({"type": "control", "id-ref": element.local})
    return items


def _props(row: MappingRow, usual_justification: str) -> Iterator[dict[str, str]]:
    held = {
        "record": row.record,
        "justification": None if row.justification == usual_justification else row.justification,
        "strength": None if row.strength is None else str(row.strength),
        "supportive-property": _hyphenated(row.supportive_property),
        "as-printed": None if _is_in_the_relationship(row) else row.as_printed,
        "change-type": _hyphenated(row.change_type),
        "mapping-set": row.mapping_set,
        "status": _hyphenated(row.status),
        "rule": row.rule,
    }
    yield from (prop(name, text) for name, text in held.items() if text is not None)
    yield from (prop("possible", relation.replace("_", "-")) for relation in row.possible)
    yield from (prop("path", iri) for iri in row.path)


def _hyphenated(token: str | None) -> str | None:
    return None if token is None else token.replace("_", "-")


def _is_in_the_relationship(row: MappingRow) -> bool:
    """Whether a reader sees from the name equal goes by what was printed."""
    printed = row.as_printed
    return row.relation == "equal" and printed in EQUALS and printed != usual_equal(row.rationale)


def _uuid(iri: str) -> str:
    return str(uuid5(NAMESPACE_URL, iri))


def _refuse_invalid(collection: dict[str, Any]) -> None:
    """`InvalidInput` when OSCAL's schema would refuse the document for what the header holds."""
    problems = schema_problems({ROOT: collection})
    found = tuple(
        InputError(problem, pointer="".join(f"/{step}" for step in path))
        for path, problem in problems
    )
    if found:
        raise InvalidInput(
            f"OSCAL can't hold what the set has at {found[0].pointer}: {found[0].detail}", found
        )
