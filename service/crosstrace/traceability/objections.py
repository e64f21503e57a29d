"""What speaks against a statement: counter-evidence and failed assessments, and the answers.

A finding does not lapse; it stands until a later assessment refutes it. Where either of the two
has no time, later is a later day. An accepted risk lives with it and does not refute it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from crosstrace.traceability.view import (
    Assessment,
    Evidence,
    ImplementationView,
    RiskAcceptance,
)

Source: TypeAlias = Evidence | Assessment


class Answered(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    REFUTED = "refuted"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Objection:
    """Counter-evidence or a failed assessment; `answer` is what refutes or accepts it."""

    source: str
    against: str
    kind: str
    since: dt.date | None
    answered: Answered
    answer: str | None = None


class Findings:
    """What speaks against the implementations of a graph on a day, and what answers it.

    Read once, so that the answer for each implementation costs no search.
    """

    def __init__(self, view: ImplementationView, as_of: dt.date) -> None:
        self._against: dict[str, list[Source]] = defaultdict(list)
        self._passed: dict[str, _Passed] = defaultdict(_Passed)
        self._accepted: dict[str, RiskAcceptance] = {}
        for evidence in view.evidence.values():
            self._raise(evidence, evidence.contradicts, as_of)
        for assessment in view.assessments:
            if assessment.outcome == "failed":
                self._raise(assessment, assessment.of, as_of)
            elif assessment.outcome == "passed":
                self._pass(assessment, as_of)
        for acceptance in view.acceptances:
            self._accept(acceptance, as_of)

    def acceptance(self, implementation: str) -> RiskAcceptance | None:
        """The valid acceptance of what the implementation leaves that holds longest."""
        return self._accepted.get(implementation)

    def of(self, implementation: str) -> tuple[Objection, ...]:
        """What speaks against an implementation."""
        sources = sorted(self._against.get(implementation, ()), key=lambda source: source.iri)
        return tuple(self._objection(source, implementation) for source in sources)

    def all(self) -> tuple[Objection, ...]:
        """Everything that speaks against a statement, open objections first."""
        found = [one for implementation in self._against for one in self.of(implementation)]
        return tuple(
            sorted(found, key=lambda o: (list(Answered).index(o.answered), o.source, o.against))
        )

    def _raise(self, source: Source, against: Iterable[str], as_of: dt.date) -> None:
        """A finding stands from its day on, and does not lapse."""
        since = _since(source)
        if since is None or since <= as_of:
            for implementation in against:
                self._against[implementation].append(source)

    def _pass(self, assessment: Assessment, as_of: dt.date) -> None:
        if assessment.ended is None or assessment.ended > as_of:
            return
        for implementation in assessment.of:
            self._passed[implementation].add(assessment)

    def _accept(self, acceptance: RiskAcceptance, as_of: dt.date) -> None:
        if acceptance.valid_until is None or acceptance.valid_until < as_of:
            return
        for implementation in acceptance.accepts:
            before = self._accepted.get(implementation, acceptance)
            self._accepted[implementation] = max(before, acceptance, key=_valid_until)

    def _objection(self, source: Source, against: str) -> Objection:
        kind = "counter_evidence" if isinstance(source, Evidence) else "failed_assessment"
        since = _since(source)
        answered, answer = Answered.OPEN, None
        passed = self._passed[against].after(source) if against in self._passed else None
        accepted = self._accepted.get(against)
        if passed is not None:
            answered, answer = Answered.REFUTED, passed.iri
        elif accepted is not None:
            answered, answer = Answered.ACCEPTED, accepted.iri
        return Objection(source.iri, against, kind, since, answered, answer)


class _Passed:
    """The latest assessments that an implementation passed: of all, of those with a time or not."""

    def __init__(self) -> None:
        self._latest: dict[bool | None, Assessment] = {}

    def add(self, passed: Assessment) -> None:
        for which in (None, passed.instant is not None):
            before = self._latest.get(which, passed)
            self._latest[which] = max(before, passed, key=_timed if which else _ended)

    def after(self, source: Source) -> Assessment | None:
        """One that is surely later than the finding."""
        instant, since = _instant(source), _since(source)
        timed = self._latest.get(True)
        if instant and timed and timed.instant and timed.instant > instant:
            return timed
        # Two times are compared as such; a day alone leaves open which of two was first.
        last = self._latest.get(False if instant else None)
        return last if last and last.ended and since and last.ended > since else None


def _since(source: Source) -> dt.date | None:
    return source.issued if isinstance(source, Evidence) else source.ended


def _instant(source: Source) -> dt.datetime | None:
    return None if isinstance(source, Evidence) else source.instant


def _ended(assessment: Assessment) -> tuple[dt.date, str]:
    return assessment.ended or dt.date.min, assessment.iri


def _timed(assessment: Assessment) -> tuple[dt.datetime, str]:
    return assessment.instant or dt.datetime.min.replace(tzinfo=dt.UTC), assessment.iri


def _valid_until(acceptance: RiskAcceptance) -> tuple[dt.date, str]:
    return acceptance.valid_until or dt.date.min, acceptance.iri
