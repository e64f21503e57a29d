"""Submitting a graph: it is judged, and kept when it conforms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.archive.archive import ANYTHING, Archive, Expected
from crosstrace.archive.changes import By, Outcome
from crosstrace.archive.content import canonical, to_triples
from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Submitted, digest_of
from crosstrace.archive.state import StoredGraph
from crosstrace.errors import InputError, Unprocessable
from crosstrace.rdf.formats import Syntax
from crosstrace.validation import Report, Result, Validator
from crosstrace.vocab import CT, DCTERMS, RDF

MOST_ERRORS: Final = 50
"""Violations that are listed as errors; the report has them all."""

_ROOT: Final = ox.NamedNode(CT + "ImplementationGraph")
_TYPE: Final = ox.NamedNode(RDF + "type")


class NotConforming(Unprocessable):
    """A graph has violations and so was not kept; `report` says which."""

    slug, title = "not-conforming", "The graph does not conform and was not kept"

    def __init__(
        self, detail: str, errors: tuple[InputError, ...] = (), report: Report | None = None
    ) -> None:
        super().__init__(detail, errors)
        self.report = report

    @classmethod
    def because_of(cls, report: Report) -> NotConforming:
        """The error that the violations in `report` are."""
        found = (r for r in report.results if r.severity == "violation")
        return cls(
            f"{report.verdict()} Nothing was kept; `report` says what to mend.",
            tuple(_error(result) for result in islice(found, MOST_ERRORS)),
            report,
        )

    @property
    def members(self) -> dict[str, Any]:
        """The whole report."""
        return {} if self.report is None else {"report": self.report.to_json()}


@dataclass(frozen=True, slots=True)
class Document:
    """What someone submits: the bytes, their syntax, and what they are to be held to."""

    body: bytes
    syntax: Syntax
    profile: str
    level: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a submission that was kept, or was kept before."""

    outcome: Outcome
    report: Report


def submit(
    archive: Archive,
    validator: Validator,
    name: GraphName,
    document: Document,
    by: By,
    *,
    expected: Expected = ANYTHING,
    idempotency_key: str | None = None,
) -> Receipt:
    """Judge `document` as of today (UTC) and keep it as a version of `name` if it conforms.

    Raises `NotConforming`, what the validator raises for a body that can't be judged, and what
    `Archive.submit` raises.
    """
    return _submit(archive, validator, name, document, by, b"", expected, idempotency_key)


def add(
    archive: Archive,
    validator: Validator,
    name: GraphName,
    document: Document,
    by: By,
    *,
    expected: Expected = ANYTHING,
    idempotency_key: str | None = None,
) -> Receipt:
    """The same with the merge of the version in force, if there is one, and `document`.

    Nothing gets lost when someone else is quicker: that is a `PreconditionFailed`.
    """
    stored = archive.state.graphs.get(name)
    current = stored.current if stored and by.organization == name.organization else None
    held = b""
    if current is not None:
        expected.check(stored or StoredGraph(name))
        held, expected = archive.content(current), Expected(match=(current.etag,))
    return _submit(archive, validator, name, document, by, held, expected, idempotency_key)


def _submit(
    archive: Archive,
    validator: Validator,
    name: GraphName,
    document: Document,
    by: By,
    held: bytes,
    expected: Expected,
    idempotency_key: str | None,
) -> Receipt:
    report, judged = validator.judge_to_keep(
        document.body,
        document.syntax,
        profile=document.profile,
        level=document.level,
        as_of=dt.datetime.now(dt.UTC).date(),
        onto=held,
    )
    if not report.conforms:
        with archive.refusals():
            raise NotConforming.because_of(report)
    content = canonical(judged)
    made = _described(document, content, report, name)
    outcome = archive.submit(
        name, made, content, by, expected=expected, idempotency_key=idempotency_key
    )
    return Receipt(outcome, report)


def _error(result: Result) -> InputError:
    place = result.locations[0] if result.locations else None
    return InputError(
        f"{result.message} {result.fix or ''}".strip(),
        None if place is None else place.line,
        None if place is None else place.column,
    )


def _described(document: Document, content: bytes, report: Report, name: GraphName) -> Submitted:
    triples = to_triples(content)
    about = _root(triples)
    return Submitted(
        version=0,  # the journal gives the number
        media_type=document.syntax.media_type,
        body_digest=digest_of(document.body),
        content_digest=digest_of(content),
        statements=len(triples),
        title=about.get(DCTERMS + "title", name.name),
        issued=about.get(DCTERMS + "issued"),
        subject=about.get(CT + "subject"),
        profile=document.profile,
        level=document.level,
        judged_as_of=report.as_of,
        counts=dict(sorted(report.counts.items())),  # as they are read again
    )


def _root(triples: list[ox.Triple]) -> dict[str, str]:
    """The values of the root node by predicate; the first of several."""
    root = next((t.subject for t in triples if t.predicate == _TYPE and t.object == _ROOT), None)
    values: dict[str, str] = {}
    for triple in triples:
        if triple.subject == root and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values.setdefault(triple.predicate.value, triple.object.value)
    return values
