"""Coverage in sentences: the same words on the command line, over HTTP and on the page."""

from __future__ import annotations

from collections.abc import Iterable

from crosstrace.crosswalk import Hop
from crosstrace.traceability.coverage import (
    ITEMS,
    Aggregate,
    EditionCoverage,
    ElementCoverage,
    Support,
)
from crosstrace.traceability.objections import Answered, Objection
from crosstrace.traceability.standing import (
    Coverage,
    EvidenceState,
    Ground,
    NamedEvidence,
    Standing,
    TaskStanding,
)

HOW_FAR = {
    Coverage.FULL: "fully covered",
    Coverage.PARTIAL: "covered in part",
    Coverage.PLANNED: "planned",
    Coverage.UNKNOWN: "unknown",
    Coverage.NONE: "not covered",
}
_UNITS = {
    "subcategory": "subcategories",
    "party": "parties",
    "piece of evidence": "pieces of evidence",
}


def plural(count: int, noun: str) -> str:
    """A number with its noun: `1 task`, `3 subcategories`."""
    many = _UNITS.get(noun, f"{noun}s")
    return f"{count} {noun if count == 1 else many}".replace("_", " ")


def words(token: str) -> str:
    """A token as people write it."""
    return token.replace("_", " ")


def listed(names: Iterable[str], most: int = 4) -> str:
    """A list in words, the rest as a number."""
    some = list(names)
    shown = some if len(some) <= most + 1 else [*some[:most], f"{len(some) - most} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def summary(found: EditionCoverage) -> str:
    """What was found, per kind of element, in a sentence each."""
    sentences = [_counted(found, kind, counts) for kind, counts in found.counts.items()]
    return f"On {found.as_of}: " + " ".join(sentences)


def _counted(found: EditionCoverage, kind: str, counts: dict[str, int]) -> str:
    apart = counts["not_applicable"]
    total = sum(counts.values()) - apart
    parts = [f"{counts[coverage]} {HOW_FAR[coverage]}" for coverage in Coverage if counts[coverage]]
    sentence = f"of {plural(total, kind)} of {found.edition}, {', '.join(parts) or 'none'}"
    if apart:
        sentence += f"; {apart} more {'does' if apart == 1 else 'do'} not apply"
    return f"{sentence}."


def aggregate(found: Aggregate) -> str:
    """A count that claims nothing of the whole."""
    total = found.total - found.counts["not_applicable"]
    return (
        f"{found.counts[Coverage.FULL]} of {total} below {found.element.ref} are fully covered; "
        "a count, which says nothing of the whole."
    )


def reason(found: ElementCoverage) -> str:
    """Why an element is covered as far as it is."""
    match found.ground:
        case Ground.MAPPED:
            return _mapped(found.support[0], len(found.support) - 1)
        case Ground.INCONCLUSIVE:
            return (
                f"{_task(found.support[0])}, but from there nothing certain follows: it covers "
                "this at most in part, or the relation is open."
            )
        case Ground.LEADS_ONLY:
            return _leads(found)
        case Ground.NO_MAPPING:
            return (
                "No mapping leads here from the profile. That is a gap in the mappings and says "
                "nothing of the implementation."
            )
        case Ground.NOT_APPLICABLE if found.support[0].path:
            return f"{_task(found.support[0])} there, and this is the same."
    if found.element.kind in ITEMS:
        return _item(found)
    return task_reason(found.support[0].standing) if found.support else _NOT_STATED


_NOT_STATED = "Nothing is stated on it for this asset."


def task_reason(found: TaskStanding) -> str:
    """How a task stands and why."""
    if not found.standings:
        return _NOT_STATED
    sentence = standing_reason(found.standings[0])
    if len(found.standings) > 1:
        sentence += f" The least of {len(found.standings)} statements on it counts."
    return sentence


def standing_reason(found: Standing) -> str:
    """How one statement stands and why."""
    match found.ground:
        case Ground.EVIDENCED:
            return f"It is stated as implemented, and {_shown(found)}."
        case Ground.ALTERNATIVE:
            return f"It is met in another way, with a rationale, and {_shown(found)}."
        case Ground.PARTLY_DONE:
            return f"It is stated as done in part, and {_shown(found)}."
        case Ground.CONTRADICTED:
            return _contradicted(found)
        case Ground.NO_CURRENT_EVIDENCE:
            return f"It is stated as {_claim(found)}, but {_missing(found.evidence)}."
        case Ground.NO_RATIONALE:
            return f"It is stated as {_claim(found)} without the rationale which that needs."
        case Ground.NOT_APPLICABLE:
            return f"It does not apply: {_quoted(found.implementation.rationale)}"
    return _open(found)


def _open(found: Standing) -> str:
    """What a statement that claims no implementation says."""
    planned = found.implementation.planned
    match found.ground:
        case Ground.OVERDUE:
            sentence = f"It was planned for {planned}, which is past"
        case Ground.PLANNED:
            sentence = f"It is planned for {planned}" if planned else "It is planned, for no day"
        case Ground.NOT_IMPLEMENTED:
            sentence = "It is stated as not implemented"
        case _:
            return "A statement on it gives no status, or several."
    return sentence + _accepted(found) + "."


def _accepted(found: Standing) -> str:
    accepted = found.acceptance
    return "" if accepted is None else f"; the risk is accepted until {accepted.valid_until}"


def _claim(found: Standing) -> str:
    status = found.implementation.status or "nothing"
    return "an alternative" if status == "alternative" else words(status)


def evidence_name(found: NamedEvidence) -> str:
    """What a piece of evidence is called; its IRI when it has no title."""
    title = found.evidence.title if found.evidence else None
    return f"“{title}”" if title else found.iri


def _shown(found: Standing) -> str:
    names = [evidence_name(one) for one in found.current]
    return f"{listed(names)} {'shows' if len(names) == 1 else 'show'} it"


def _missing(named: Iterable[NamedEvidence]) -> str:
    sentences = [_state(found) for found in named]
    if not sentences:
        return "no evidence is named"
    return f"no evidence for it counts: {listed(sentences)}"


def _state(found: NamedEvidence) -> str:
    name, evidence = evidence_name(found), found.evidence
    match found.state:
        case EvidenceState.EXPIRED if evidence:
            return f"{name} was valid until {evidence.valid_until}"
        case EvidenceState.NOT_YET_ISSUED if evidence:
            return f"{name} was issued only on {evidence.issued}"
        case EvidenceState.UNDATED:
            return f"{name} has no readable dates"
        case EvidenceState.CONTRARY:
            return f"{name} speaks against it"
    return f"{name} is not described"


def _contradicted(found: Standing) -> str:
    against = [o for o in found.objections if o.answered is not Answered.REFUTED]
    sources = listed(f"the {words(one.kind)} {one.source}" for one in against)
    verb = "speaks" if len(against) == 1 else "speak"
    return (
        f"It is stated as {_claim(found)}, but {sources} {verb} against it and nothing has "
        f"refuted that{_accepted(found)}."
    )


def objection(found: Objection) -> str:
    """What speaks against a statement, and what became of it."""
    since = f" of {found.since}" if found.since else ""
    sentence = f"The {words(found.kind)} {found.source}{since} speaks against {found.against}"
    match found.answered:
        case Answered.REFUTED:
            return f"{sentence}; the assessment {found.answer} has refuted it."
        case Answered.ACCEPTED:
            return f"{sentence}; the risk is accepted by {found.answer}, and it is not refuted."
    return f"{sentence}, and nothing answers it."


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "no rationale is given."


def _item(found: ElementCoverage) -> str:
    if not found.support:
        return _NOT_STATED
    standing = found.support[0].standing
    decision = standing.decision_on(found.element.ref)
    because = decision.rationale if decision else None
    match found.ground:
        case Ground.ADOPTED:
            return f"It is adopted, and {standing.task} is fully covered."
        case Ground.ADAPTED:
            return f"It is adapted, so it is followed in part: {_quoted(because)}"
        case Ground.OMITTED:
            return f"It is omitted: {_quoted(because)}"
        case Ground.UNDECIDED:
            return f"{standing.task} is answered, but nothing is decided on this item."
    return f"Of {standing.task}: {task_reason(standing)}"


def _task(found: Support) -> str:
    standing = found.standing
    how = HOW_FAR[standing.coverage] if standing.applicable else "not applicable"
    return f"{standing.task} is {how}"


def _mapped(best: Support, others: int) -> str:
    task, how = _task(best), HOW_FAR[best.gives]
    if best.standing.coverage in (Coverage.NONE, Coverage.PLANNED):
        sentence = f"It would be covered by way of {best.standing.task}, which is "
        sentence += HOW_FAR[best.standing.coverage]
    elif best.review:
        sentence = (
            f"{task} and modifies {_base(best.path)}, so that a part of this is covered; how "
            "much has to be reviewed"
        )
    elif len(best.path) == 1 and best.path[0].relation == "refines":
        sentence = f"{task} and repeats this unchanged, so this is {how} too"
    else:
        steps = "".join(f", which {words(h.relation)} {h.target}" for h in best.path)
        sentence = f"{task}{steps}; so this is {how}"
    if others:
        sentence += f"; {plural(others, 'other task')} add nothing to it that is certain"
    return f"{sentence}."


def _base(path: tuple[Hop, ...]) -> str:
    return "this" if len(path) == 1 else str(path[0].target)


def _leads(found: ElementCoverage) -> str:
    if found.candidates:
        tasks = listed(str(one.standing.task) for one in found.candidates)
        return f"Only leads come here, from which nothing follows. Candidates to review: {tasks}."
    return "Only leads come here, from tasks that are not implemented; nothing follows from that."
