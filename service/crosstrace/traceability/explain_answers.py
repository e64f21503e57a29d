"""Gaps, losses and shares in sentences, for every mouth the same."""

from __future__ import annotations

from collections import Counter

from crosstrace.crosswalk import Hop
from crosstrace.traceability.explain import (
    listed,
    plural,
    task_reason,
    words,
)
from crosstrace.traceability.gaps import Gap, Gaps, TaskGaps
from crosstrace.traceability.impact import Impact
from crosstrace.traceability.losses import Loss
from crosstrace.traceability.mapping_gaps import MappingGaps, Superseded
from crosstrace.traceability.responsibility import (
    ElementResponsibility,
    Ownership,
    Responsibility,
)
from crosstrace.traceability.supplied import Supplied, Supply
from crosstrace.traceability.withdrawal import Withdrawal

# --- Gaps


def gaps_summary(found: Gaps) -> str:
    """How many tasks have gaps, by priority, and what speaks against statements."""
    if not found.tasks:
        return f"On {found.as_of} nothing is open in the tasks of {found.profile}."
    counts = Counter(task.element.priority or "no" for task in found.tasks)
    parts = [
        f"{counts[name]} of {name} priority"
        for name in ("high", "medium", "low", "no")
        if counts[name]
    ]
    return (
        f"On {found.as_of} something is open in {plural(len(found.tasks), 'task')} of "
        f"{found.profile}: {listed(parts)}."
    )


def gap_reason(found: TaskGaps) -> str:
    """What is open in a task."""
    sentences = []
    if any(gap not in (Gap.OPEN_ITEMS, Gap.NO_OWNER) for gap in found.gaps):
        sentences.append(task_reason(found.standing))
    if Gap.NO_OWNER in found.gaps:
        sentences.append("Nobody is named as responsible.")
    undecided = [i.local for i in found.open_items if found.standing.decision_on(i) is None]
    unreasoned = [i.local for i in found.open_items if i.local not in undecided]
    if undecided:
        sentences.append(f"Nothing is decided on {listed(undecided)}.")
    if unreasoned:
        sentences.append(f"It is not said why {listed(unreasoned)} should not be followed.")
    return " ".join(sentences)


# --- Mappings


def mapping_gaps(found: MappingGaps) -> str:
    """Where mappings are missing, and what that does and doesn't say."""
    meaning = (
        "the sets between them are exhaustive, so nothing is related"
        if found.exhaustive
        else "no set between them claims to be exhaustive, so a missing row says nothing"
    )
    return (
        f"Of {found.total} elements of {found.edition}, {len(found.unmapped)} have no mapping from "
        f"{found.profile} and {len(found.leads_only)} have leads only; {meaning}."
    )


def superseded(found: Superseded) -> str:
    """Which mappings point at an edition of the past, and what it became."""
    stated = sum(bool(hops) for hops in found.counterparts.values())
    return (
        f"{plural(found.mappings, 'mapping')} with {found.edition.slug} "
        f"({found.edition.publication_status}), which {found.successor.slug}"
        f"{', a draft,' if found.draft else ''} follows; of "
        f"{plural(len(found.counterparts), 'element')} it is stated of {stated} what became of it."
    )


def counterpart(hops: tuple[Hop, ...]) -> str:
    """What became of an element, as it is stated."""
    if not hops:
        return "not stated"
    return listed(f"{words(h.mapping.change_type or h.relation)} {h.target}" for h in hops)


# --- Impact


def impact_summary(found: Impact) -> str:
    """What is lost altogether."""
    match found.reason:
        case "evidence":
            lead = f"Without {_evidence(found.together)}"
        case "expires_before":
            if not found.losses:
                return (
                    f"No evidence that counts on {found.as_of} expires before "
                    f"{found.expires_before}."
                )
            lead = (
                f"With the {plural(len(found.losses), 'piece')} of evidence that expire before "
                f"{found.expires_before}"
            )
        case _:
            return reliance_summary(found)
    return f"{lead}, {loss(found.together)}"


def reliance_summary(found: Impact) -> str:
    """What most rests upon."""
    if not found.losses:
        return f"No evidence counts on {found.as_of}."
    alone = sum(bool(one.sole) for one in found.losses)
    return (
        f"{plural(len(found.losses), 'piece')} of evidence count on {found.as_of}; "
        f"{alone} of them are all that a statement rests upon. Most would be lost with "
        f"{_evidence(found.losses[0])}: {loss(found.losses[0])}"
    )


def _evidence(found: Loss) -> str:
    return listed(f"“{one.title}”" if one.title else one.iri for one in found.evidence)


def loss(found: Loss) -> str:
    """What goes with it, as the rest of a sentence."""
    kept = len(found.statements) - len(found.sole)
    parts = [
        f"{plural(len(found.sole), 'statement')} would rest on nothing",
        f"{kept} would keep other evidence" if kept else "",
    ]
    editions = Counter(one.before.element.ref.edition for one in found.elements)
    parts += [
        f"{plural(n, 'element')} of {slug} would be covered less"
        for slug, n in sorted(editions.items())
    ]
    if found.items:
        parts.append(f"{plural(len(found.items), 'attestation item')} would be less ready")
    if found.supplies:
        parts.append(f"{plural(len(found.supplies), 'supplied element')} would be shown less")
    if found.candidates:
        parts.append(f"{plural(len(found.candidates), 'lead')} would lose a candidate")
    return f"{listed(filter(None, parts), most=9)}."


def withdrawal(found: Withdrawal) -> str:
    """What falls with a mapping set."""
    return (
        f"Without the mapping set {found.mapping_set}, {plural(len(found.elements), 'element')} "
        f"would be covered less and {plural(len(found.candidates), 'lead')} would lose a candidate."
    )


# --- Responsibility


def responsibility_summary(found: Responsibility) -> str:
    """How many elements are held how, what needs a decision first."""
    counts = Counter(one.ownership for one in found.elements)
    parts = [f"{counts[held]} {words(held)}" for held in Ownership if counts[held]]
    asked = sum(not one.supply.sound for one in found.supplied)
    sentence = f"Of {plural(len(found.elements), 'element')}: {listed(parts, most=9)}."
    if found.supplied:
        sentence += (
            f" {len(found.supplied)} are left to others or shared with them; {asked} of these "
            f"are not shown in full on {found.as_of}."
        )
    return sentence


def ownership(found: ElementResponsibility) -> str:
    """Who answers for an element, and what is wrong with that."""
    names = listed(dict.fromkeys(share.name for share in found.shares))
    match found.ownership:
        case Ownership.UNOWNED:
            return _unowned(names)
        case Ownership.PASSED_AROUND:
            return f"Each leaves it to the other: {names}."
        case Ownership.UNCONFIRMED:
            return f"It is left to {names}, and the graph of the one it is left to doesn't take it."
        case Ownership.DOUBLY_OWNED:
            return f"{names} each perform it by what is stated; say which, or that it is shared."
        case Ownership.HANDED_OVER:
            return f"It is left to {names}, of whom no graph was given."
        case Ownership.SHARED:
            return f"It is shared by {names}."
        case Ownership.NOT_APPLICABLE:
            declined = (s.name for s in found.shares if s.kind == "not_applicable")
            return f"{listed(dict.fromkeys(declined))} state that it does not apply."
    return f"{names} answer{'s' if len({s.party for s in found.shares}) == 1 else ''} for it."


def _unowned(names: str) -> str:
    if names:
        return f"{names} leave it to themselves, and nobody says that they perform it."
    return "Nobody says who answers for it."


_SUPPLIES = {
    Supply.NO_GRAPH: "no graph of theirs was given",
    Supply.NOT_STATED: "their graph says nothing of it",
    Supply.DECLINED: "their graph says that it doesn't apply to them",
    Supply.LAPSED: "the evidence for it has lapsed or is missing",
    Supply.CONTRADICTED: "what they state is contradicted",
    Supply.NOT_DONE: "they have not implemented it",
    Supply.UNCERTAIN: "their graph shows nothing certain of it",
    Supply.IN_PART: "they show it in part",
    Supply.SHOWN: "they show it",
}


def supply(found: Supplied) -> str:
    """What was left to a party and what it shows."""
    means = "; ".join(found.allocation.means)
    ask = f" To be shown by: {means}." if means else " No means of showing it are agreed."
    sentence = f"{words(found.allocation.kind or 'left')}: {_SUPPLIES[found.supply]}."
    return sentence[0].upper() + sentence[1:] + ask
