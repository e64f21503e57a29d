"""What graphs answer as tables: CSV and explained, typed XLSX for people who filter and sort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from crosstrace.documents import Origin
from crosstrace.mappingsets import sheets_write
from crosstrace.mappingsets.sheets import Value
from crosstrace.mappingsets.sheets_write import Column, Facts
from crosstrace.traceability import (
    Attestation,
    EditionCoverage,
    ElementCoverage,
    Gaps,
    ItemReadiness,
    Responsibility,
    Standing,
    Supplied,
    TaskBehind,
    TaskGaps,
    explain,
    explain_answers,
    explain_plans,
)

Row: TypeAlias = tuple[Value, ...]
_Answer: TypeAlias = EditionCoverage | Gaps | Attestation | Responsibility


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The rows of an answer, the columns that they have, and what is to be known beside them."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    facts: tuple[tuple[str, Value], ...]


_ELEMENT: Final = Column("element", "The element, as edition:id.", 24)
_LABEL: Final = Column("label", "What the element is called.", 44)
_PRIORITY: Final = Column("priority", "Its priority in the profile: high, medium or low.", 10)
_COVERAGE: Final = Column(
    "coverage", "How far it is covered on the day: full, partial, planned, unknown, none, or "
    "not_applicable, which counts neither for nor against.", 16,
)  # fmt: skip
_BACKING: Final = (
    Column("implementations", "The statements that this rests on, by their IRIs.", 40),
    Column("evidence", "The evidence that they name and that counts on the day.", 40),
    Column("digests", "The digests of that evidence.", 40),
    Column("evidence_until", "The first day on which some of that evidence ends.", 16),
)

COVERAGE: Final = (
    _ELEMENT, _LABEL,
    Column("kind", "What kind of element it is.", 14),
    _PRIORITY, _COVERAGE,
    Column("status", "How sure it is that the tasks bear on the element; unknown and lead say "
           "nothing of the implementation.", 12),
    Column("because", "Why, in a sentence.", 80),
    Column("review", "Whether a person has to say how much is covered.", 8),
    Column("tasks", "The tasks of the profile that were counted, the deciding one first.", 30),
    Column("candidates", "Implemented tasks that only lead here; they count for nothing.", 30),
    *_BACKING,
)  # fmt: skip
GAPS: Final = (
    _ELEMENT, _LABEL, _PRIORITY,
    Column("profile_status", "What the profile did to the task: unchanged, modified, added.", 14),
    _COVERAGE,
    Column("gaps", "What is open, the gravest first.", 30),
    Column("because", "What is open, in sentences.", 80),
    Column("open_items", "Items on which nothing is decided.", 30),
    Column("responsible", "The parties that the statements name.", 40),
    Column("planned", "The day for which it is planned.", 12),
    *_BACKING,
)  # fmt: skip
ATTESTATION: Final = (
    Column("item", "The item of the form, or the task of the profile, as edition:id.", 24),
    Column("item_label", "What the item is called.", 44),
    Column("item_readiness", "ready, with_acceptance or blocked: the least of its tasks'.", 16),
    Column("task", "A task behind the item.", 24),
    Column("task_label", "What the task is called.", 44),
    Column("readiness", "ready, with_acceptance or blocked.", 16),
    _COVERAGE,
    Column("review", "Whether the profile modifies the task that the form means.", 8),
    Column("blocked_by", "Why it is not ready, in a sentence; empty when it is.", 80),
    Column("accepted_until", "The day until which the risk is accepted.", 14),
    Column("planned", "The day for which it is planned.", 12),
    *_BACKING,
)  # fmt: skip
RESPONSIBILITY: Final = (
    _ELEMENT, _LABEL, _PRIORITY,
    Column("asset", "The asset that it is asked for.", 40),
    Column("ownership", "How it is held: unowned, passed_around, unconfirmed and doubly_owned "
           "need a decision.", 16),
    Column("because", "Who answers for it, in a sentence.", 60),
    Column("parties", "Who is named.", 40),
    Column("kinds", "How each is named: performs, inherits, shared, customer_provided.", 24),
    Column("supply", "What those show to whom it was left.", 20),
    Column("supply_because", "The same in a sentence, with the agreed means of showing it.", 60),
)  # fmt: skip


def coverage(found: EditionCoverage, origin: Origin) -> AnswerTable:
    """A row per element of the edition."""
    facts = _facts(found, origin, explain.summary(found), edition=found.edition)
    return AnswerTable("Coverage", COVERAGE, tuple(map(_covered, found.elements)), facts)


def gaps(found: Gaps, origin: Origin) -> AnswerTable:
    """A row per task in which something is open."""
    facts = _facts(found, origin, explain_answers.gaps_summary(found))
    return AnswerTable("Gaps", GAPS, tuple(map(_open, found.tasks)), facts)


def attestation(found: Attestation, origin: Origin) -> AnswerTable:
    """A row per item and task behind it; one for an item that has none."""
    rows = tuple(row for item in found.items for row in _item(item))
    facts = _facts(found, origin, explain_plans.attestation_summary(found), edition=found.edition)
    return AnswerTable("Attestation", ATTESTATION, rows, facts)


def responsibility(found: Responsibility, origin: Origin) -> AnswerTable:
    """A row per task and asset."""
    left: dict[tuple[object, object], list[Supplied]] = {}
    for one in found.supplied:
        left.setdefault((one.element.ref, one.allocation.asset), []).append(one)
    rows = tuple(
        (
            str(one.element.ref),
            one.element.label,
            one.element.priority,
            one.asset,
            str(one.ownership),
            explain_answers.ownership(one),
            "; ".join(dict.fromkeys(share.name for share in one.shares)),
            " ".join(dict.fromkeys(share.kind for share in one.shares)),
            " ".join(str(s.supply) for s in left.get((one.element.ref, one.asset), ())),
            " ".join(explain_answers.supply(s) for s in left.get((one.element.ref, one.asset), ())),
        )
        for one in found.elements
    )
    facts = _facts(found, origin, explain_answers.responsibility_summary(found))
    return AnswerTable("Responsibility", RESPONSIBILITY, rows, facts)


def csv_rows(table: AnswerTable) -> Iterator[str]:
    """The rows alone as CSV."""
    return sheets_write.write_csv(table.columns, table.rows)


def xlsx_rows(table: AnswerTable) -> Iterator[bytes]:
    """A workbook: the rows, the columns explained, and what the answer is of."""
    facts = Facts("Answer", table.facts)
    return sheets_write.write_xlsx(table.title, table.columns, table.rows, facts)


def _facts(
    found: _Answer, origin: Origin, message: str, edition: str | None = None
) -> tuple[tuple[str, Value], ...]:
    return (
        ("title", origin.title),
        ("graph", origin.name),
        ("version", origin.version),
        ("sha256", origin.digest),
        ("sha256_of", origin.digested),
        *(("beside", _named(one)) for one in origin.beside),
        ("asset", found.asset),
        ("profile", found.profile),
        ("edition", edition),
        ("as_of", found.as_of),
        ("editions", " ".join(found.editions)),
        ("message", message),
    )


def _named(origin: Origin) -> str:
    """A graph that was read beside the one that is asked, in a line."""
    version = "" if origin.version is None else f", version {origin.version}"
    return f"{origin.name}{version}, SHA-256 {origin.digest} {origin.digested}"


def _covered(found: ElementCoverage) -> Row:
    element = found.element
    standings = [s for one in found.support for s in one.standing.standings]
    return (
        str(element.ref),
        element.label,
        element.kind,
        element.priority,
        str(found.coverage) if found.applicable else "not_applicable",
        str(found.status),
        explain.reason(found),
        found.review,
        " ".join(str(one.standing.task) for one in found.support),
        " ".join(str(one.standing.task) for one in found.candidates),
        *_backing(standings),
    )


def _open(found: TaskGaps) -> Row:
    element, standings = found.element, found.standing.standings
    parties = dict.fromkeys(p for s in standings for p in s.implementation.parties)
    return (
        str(element.ref),
        element.label,
        element.priority,
        element.profile_status,
        str(found.standing.coverage) if found.standing.applicable else "not_applicable",
        " ".join(found.gaps),
        explain_answers.gap_reason(found),
        " ".join(map(str, found.open_items)),
        " ".join(parties),
        _first(s.implementation.planned for s in standings),
        *_backing(standings),
    )


def _item(found: ItemReadiness) -> Iterator[Row]:
    head = (str(found.element.ref), found.element.label, str(found.readiness))
    if not found.tasks:
        nothing: Row = (None,) * (len(ATTESTATION) - len(head) - 6)
        yield (*head, None, None, None, None, None, explain_plans.item(found), *nothing)
    for task in found.tasks:
        yield (*head, *_behind(task))


def _behind(found: TaskBehind) -> Row:
    standing = found.standing
    accepted = (s.acceptance.valid_until for s in found.lacking if s.acceptance)
    return (
        str(found.element.ref),
        found.element.label,
        str(found.readiness),
        str(standing.coverage) if standing.applicable else "not_applicable",
        found.review,
        None if found.readiness.rank == 0 else explain_plans.blocker(found),
        _first(accepted),
        _first(s.implementation.planned for s in standing.standings),
        *_backing(standing.standings),
    )


def _backing(standings: Sequence[Standing]) -> Row:
    """The statements, their evidence that counts with its digests, and the day it first ends."""
    current = {one.iri: one for s in standings for one in s.current}
    held = [one.evidence for one in current.values() if one.evidence is not None]
    return (
        " ".join(dict.fromkeys(s.implementation.iri for s in standings)),
        "; ".join(explain.evidence_name(one) for one in current.values()),
        " ".join(f"{d.algorithm}:{d.value}" for one in held for d in one.digests),
        _first(one.valid_until for one in held),
    )


def _first(days: Iterable[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)
