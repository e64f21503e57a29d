"""Pages of what graphs answer: the documents with charts, on the service or as a file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from crosstrace import documents
from crosstrace.documents import Document, Origin
from crosstrace.traceability import (
    NEEDS_DECISION,
    Attestation,
    EditionCoverage,
    Gaps,
    Impact,
    Ownership,
    Plan,
    Responsibility,
    Withdrawal,
)
from crosstrace.web.charts import stacked, timeline
from crosstrace.web.negotiation import Representation
from crosstrace.web.pages.rendering import page, words
from crosstrace.web.pages.report_file import standalone

MOST_LOSSES: Final = 100
"""Losses on a page; the JSON has all."""

Query: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands on the service, for its links.

    `query` is what links to other answers keep, `asked` all that this one was asked with.
    """

    path: str
    here: str
    query: Query
    asked: Query
    editions: tuple[str, ...]
    attestable: tuple[str, ...]
    chosen: str | None = None
    forms: tuple[Representation, ...] = ()


def coverage(found: EditionCoverage, origin: Origin, place: Place | None = None) -> str:
    """Bars for the edition and each part of it, then every element."""
    rows: list[tuple[str, Mapping[str, int]]] = [
        (f"All of the kind {words(kind)}", counts) for kind, counts in found.counts.items()
    ]
    rows += [
        (f"{one.element.ref.local} {one.element.label}", one.counts) for one in found.aggregates
    ]
    document = documents.coverage(found)
    return answer_page(
        "answer-coverage.html", document, origin, place, chart=stacked(rows), rows=rows
    )


def gaps(found: Gaps, origin: Origin, place: Place | None = None) -> str:
    """Progress by what the profile did, then what is open."""
    rows = [(words(kind), counts) for kind, counts in found.progress.items()]
    document = documents.gaps(found)
    return answer_page("answer-gaps.html", document, origin, place, chart=stacked(rows), rows=rows)


def responsibility(found: Responsibility, origin: Origin, place: Place | None = None) -> str:
    """How many tasks are held how, then each of them and what suppliers show."""
    counts = Counter(one.ownership for one in found.elements)
    return answer_page(
        "answer-responsibility.html",
        documents.responsibility(found),
        origin,
        place,
        held={str(held): counts[held] for held in Ownership if counts[held]},
        undecided=tuple(map(str, NEEDS_DECISION)),
    )


def next_steps(found: Plan, origin: Origin, place: Place | None = None) -> str:
    """The steps in order."""
    return answer_page("answer-next-steps.html", documents.next_steps(found), origin, place)


def impact(found: Impact, origin: Origin, place: Place | None = None) -> str:
    """The losses, the gravest first."""
    document = documents.impact(found)
    return answer_page("answer-impact.html", document, origin, place, most=MOST_LOSSES)


def withdrawal(found: Withdrawal, origin: Origin, place: Place | None = None) -> str:
    """What would be covered less without a mapping set."""
    return answer_page("answer-withdrawal.html", documents.withdrawal(found), origin, place)


def attestation(found: Attestation, origin: Origin, place: Place | None = None) -> str:
    """The readiness of each item with what is claimed, what backs it and what blocks it."""
    document = documents.attestation(found)
    evidence = _named(
        s for item in document["items"] for t in item["tasks"] for s in t["statements"]
    )
    return answer_page(
        "answer-attestation.html",
        document,
        origin,
        place,
        evidence=evidence,
        chart=timeline(evidence, found.as_of),
    )


def _named(statements: Iterable[Document]) -> Sequence[Document]:
    """Each piece of evidence once, that which ends first at the top."""
    found = {one["evidence"]: one for said in statements for one in said["evidence"]}
    last = dt.date.max.isoformat()
    return sorted(found.values(), key=lambda one: (one["valid_until"] or last, one["evidence"]))


def answer_page(
    template: str, document: Document, origin: Origin, place: Place | None, **values: Any
) -> str:
    """The page of an answer: on the service where it has a place, else as one file."""
    given = {**document, "origin": origin, "place": place, **values}
    if place is None:
        return standalone(template, **given)
    return page(template, layout="base.html", **given)
