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
from crosstrace.archive.records import Record, Submitted, digest_of
from crosstrace.archive.state import Version
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

    @property
    def request(self) -> tuple[str, ...]:
        """As `Submitted.request`."""
        return digest_of(self.body), self.syntax.media_type, self.profile, self.level


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request to keep a document."""

    name: GraphName
    document: Document
    by: By
    expected: Expected
    idempotency_key: str | None


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

    A retry of a request that was kept gets the same answer again, whatever has changed since.
    Raises `NotConforming`, what the validator raises for a body that can't be judged, and what
    `Archive.submit` raises.
    """
    earlier = _retried(archive, name, document, by, idempotency_key)
    asked = _Asked(name, document, by, expected, idempotency_key)
    return _submit(archive, validator, asked, b"", earlier)


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
    earlier = _retried(archive, name, document, by, idempotency_key)
    onto = _onto(archive, name, by, earlier)
    held = b""
    if onto is not None:
        held = archive.content(onto)
        if earlier is None:
            with archive.refusals():
                expected.check(archive.state.graphs[name])
            expected = Expected(match=(onto.etag,))
    asked = _Asked(name, document, by, expected, idempotency_key)
    return _submit(archive, validator, asked, held, earlier)


def _retried(
    archive: Archive, name: GraphName, document: Document, by: By, idempotency_key: str | None
) -> Record | None:
    """The record that the first of these requests made; `Unprocessable` for another request."""
    with archive.refusals():
        earlier = archive.earlier(name, by, idempotency_key)
        if earlier is not None:
            earlier.demand_retry(name, document.request)
    return earlier


def _onto(archive: Archive, name: GraphName, by: By, earlier: Record | None) -> Version | None:
    """The version that is merged with: the one in force, for a retry the one that was."""
    stored = archive.state.graphs.get(name)
    if stored is None or by.organization != name.organization:
        return None
    if earlier is None or earlier.submitted is None:
        return stored.current
    return stored.before(earlier.submitted.version)


def _submit(
    archive: Archive, validator: Validator, asked: _Asked, held: bytes, earlier: Record | None
) -> Receipt:
    """Judge what is asked for with what is `held`: a retry as of the day of the first request."""
    document, first = asked.document, None if earlier is None else earlier.submitted
    today = dt.datetime.now(dt.UTC).date()
    report, judged = validator.judge_to_keep(
        document.body,
        document.syntax,
        profile=document.profile,
        level=document.level,
        as_of=today if first is None else dt.date.fromisoformat(first.judged_as_of),
        onto=held,
    )
    if not report.conforms:
        with archive.refusals():
            raise NotConforming.because_of(report)
    content = canonical(judged)
    outcome = archive.submit(
        asked.name,
        _described(document, content, report, asked.name),
        content,
        asked.by,
        expected=asked.expected,
        idempotency_key=asked.idempotency_key,
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
