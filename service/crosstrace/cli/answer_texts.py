"""The traceability answers as text: a sentence, then tables with the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from crosstrace.cli.tables import print_table
from crosstrace.documents import Origin
from crosstrace.traceability import (
    NEEDS_DECISION,
    Attestation,
    Comparison,
    Coverage,
    EditionCoverage,
    ElementCoverage,
    ElementLoss,
    Gaps,
    Impact,
    Loss,
    MappingGaps,
    Plan,
    Readiness,
    Responsibility,
    VersionDiff,
    Withdrawal,
    explain,
    explain_answers,
    explain_plans,
)
from crosstrace.traceability.explain import words

SHOWN = 30
"""Rows of a table after which the rest is a number; the JSON has them all."""
_FIRST = (Coverage.NONE, Coverage.PLANNED, Coverage.PARTIAL, Coverage.UNKNOWN, Coverage.FULL)


def _rest(out: Console, shown: int, total: int) -> None:
    if total > shown:
        out.print(f"… and {total - shown} more; --format json lists all.", style="dim")


def answered_from(out: Console, origin: Origin) -> None:
    """Which files were read, when there were several."""
    if origin.beside:
        lines = (f"{one.name}  SHA-256 {one.digest}" for one in (origin, *origin.beside))
        _lines(out, "Answered from:", lines)


def coverage(out: Console, found: EditionCoverage) -> None:
    """What is not covered first; what only lacks a mapping as a number."""
    out.print(explain.summary(found), style="bold")
    told = sorted(
        (one for one in found.elements if _is_told(one)),
        key=lambda one: (one.applicable is False, _FIRST.index(one.coverage)),
    )
    rows = [
        (_token(one), str(one.element.ref.local), one.element.priority or "", explain.reason(one))
        for one in told
    ]
    print_table(out, ("coverage", "element", "priority", "because"), rows)
    untold = len(found.elements) - len(told)
    if untold:
        out.print(
            f"To {untold} elements no mapping leads from what is implemented; --format json "
            "lists them.",
            style="dim",
        )


def _is_told(found: ElementCoverage) -> bool:
    return found.coverage is not Coverage.UNKNOWN or bool(found.candidates or found.support)


def _token(found: ElementCoverage) -> str:
    return str(found.coverage) if found.applicable else "n/a"


def gaps(out: Console, found: Gaps) -> None:
    """The open tasks, then what speaks against statements, then departures."""
    out.print(explain_answers.gaps_summary(found), style="bold")
    rows = [
        (
            one.element.priority or "",
            one.element.ref.local,
            words(one.gaps[0]),
            explain_answers.gap_reason(one),
        )
        for one in found.tasks
    ]
    print_table(out, ("priority", "task", "open", "because"), rows)
    _lines(out, "What speaks against statements:", map(explain.objection, found.objections))
    departures = (
        f"{one.element.ref.local} {words(one.kind)}: {one.rationale or 'no rationale'}"
        for one in found.departures
    )
    _lines(out, "Not followed as written:", departures)
    unplaced = "Statements that name no task of the profile:"
    _lines(out, unplaced, found.unplaced)
    if found.unmapped is not None:
        _mapping_gaps(out, found.unmapped)


def _lines(out: Console, heading: str, lines: Iterable[str]) -> None:
    some = list(lines)
    if some:
        out.print(f"\n{heading}", style="bold")
    for line in some[:SHOWN]:
        out.print(f"  {line}")
    _rest(out, SHOWN, len(some))


def _mapping_gaps(out: Console, found: MappingGaps) -> None:
    """The elements without a mapping."""
    out.print(f"\n{explain_answers.mapping_gaps(found)}", style="bold")
    rows = [(one.ref.local, one.label) for one in found.unmapped[:SHOWN]]
    print_table(out, ("no mapping", "label"), rows)
    _rest(out, SHOWN, len(found.unmapped))


def impact(out: Console, found: Impact) -> None:
    """Each piece of evidence with what goes with it; of a single one every loss."""
    out.print(explain_answers.impact_summary(found), style="bold")
    if len(found.losses) == 1:
        _loss(out, found.losses[0], found.asset)
        return
    rows = [
        (
            str(one.evidence[0].valid_until or ""),
            str(len(one.elements)),
            str(len(one.sole)),
            one.evidence[0].title or one.evidence[0].iri,
        )
        for one in found.losses[:SHOWN]
    ]
    print_table(out, ("valid until", "at risk", "rest on it alone", "evidence"), rows)
    _rest(out, SHOWN, len(found.losses))


def _loss(out: Console, found: Loss, subject: str | None) -> None:
    statements = [
        (
            one.before.implementation.task.local + _for(one.before.implementation.asset, subject),
            f"{one.before.coverage} → {one.after.coverage}",
            ", ".join(map(explain.evidence_name, one.keeps)) or "nothing",
        )
        for one in found.statements
    ]
    print_table(out, ("statement", "coverage", "still rests on"), statements)
    _elements(out, found.elements, subject)
    items = (
        f"{one.before.element.ref}{_for(one.asset, subject)}: {words(one.before.readiness)} → "
        f"{words(one.after.readiness)}"
        for one in found.items
    )
    _lines(out, "Attestation items:", items)
    supplies = (
        f"{one.after.element.ref}: {words(one.before.supply)} → {words(one.after.supply)}"
        for one in found.supplies
    )
    _lines(out, "Left to suppliers:", supplies)


def _for(asset: str | None, subject: str | None) -> str:
    """Which asset it is of, where that isn't the subject."""
    return "" if asset == subject else f" for {asset}"


def _elements(out: Console, found: Sequence[ElementLoss], subject: str | None) -> None:
    rows = [
        (
            str(one.before.element.ref) + _for(one.asset, subject),
            f"{one.before.coverage} → {one.after.coverage}",
            one.before.element.label,
        )
        for one in found[:SHOWN]
    ]
    print_table(out, ("element", "coverage", "label"), rows)
    _rest(out, SHOWN, len(found))


def withdrawal(out: Console, found: Withdrawal) -> None:
    """The elements that fall with a mapping set."""
    out.print(explain_answers.withdrawal(found), style="bold")
    _elements(out, found.elements, found.asset)


def responsibility(out: Console, found: Responsibility) -> None:
    """What needs a decision first, then what to ask suppliers for."""
    out.print(explain_answers.responsibility_summary(found), style="bold")
    open_first = sorted(
        found.held(*NEEDS_DECISION), key=lambda one: NEEDS_DECISION.index(one.ownership)
    )
    rows = [
        (
            words(one.ownership),
            one.element.ref.local,
            one.element.priority or "",
            one.asset,
            explain_answers.ownership(one),
        )
        for one in open_first[:SHOWN]
    ]
    print_table(out, ("held", "element", "priority", "asset", "because"), rows)
    _rest(out, SHOWN, len(open_first))
    asks = [
        (words(one.supply), str(one.element.ref), one.party, explain_answers.supply(one))
        for one in found.supplied
    ]
    if asks:
        out.print("\nLeft to others:", style="bold")
    print_table(out, ("shown", "element", "by", "what to ask for"), asks)


def attestation(out: Console, found: Attestation) -> None:
    """Each item with what blocks it, the blocked first."""
    out.print(explain_plans.attestation_summary(found), style="bold")
    items = sorted(found.items, key=lambda one: -one.readiness.rank)
    told = [one for one in items if found.form or one.readiness is not Readiness.READY]
    rows = [(words(one.readiness), one.element.ref.local, explain_plans.item(one)) for one in told]
    print_table(out, ("readiness", "item", "because"), rows)
    accepted = (
        f"until {one.valid_until}: {', '.join(one.accepts)} ({one.rationale or 'no rationale'})"
        for one in found.acceptances
    )
    _lines(out, "Accepted risks behind it:", accepted)
    plans = (
        f"{one.implementation.planned or 'no day'}: {one.implementation.task}"
        for one in found.plans
    )
    _lines(out, "Planned:", plans)


def next_steps(out: Console, found: Plan) -> None:
    """The steps in order, each with its reason."""
    out.print(explain_plans.plan_summary(found), style="bold")
    for step in found.steps:
        out.print(f"{step.rank}. {explain_plans.step(step)}")
        out.print(f"   {explain_plans.step_reason(step)}", style="dim")


def comparison(out: Console, found: Comparison) -> None:
    """What is covered differently."""
    out.print(explain_plans.comparison_summary(found), style="bold")
    out.print(f"first: {found.first.graph}\nsecond: {found.second.graph}", style="dim")
    rows = [
        (
            pair.first.element.ref.local,
            _token(pair.first),
            _token(pair.second),
            pair.first.element.label,
        )
        for pair in found.pairs
        if pair.differs
    ]
    print_table(out, ("element", "first", "second", "label"), rows)


def version_diff(out: Console, found: VersionDiff) -> None:
    """What is stated differently, and what that does to the profile's coverage."""
    out.print(explain_plans.version_summary(found), style="bold")
    rows = [
        (one.change, words(one.kind), ", ".join(name for name, _, _ in one.changed), one.node)
        for one in found.changes
    ]
    print_table(out, ("change", "of", "in", "node"), rows[:SHOWN])
    _rest(out, SHOWN, len(rows))
    moved = (
        f"{pair.first.element.ref}: {_token(pair.first)} → {_token(pair.second)}"
        for pair in found.comparison.pairs
        if pair.differs
    )
    _lines(out, "Coverage of the profile:", moved)
