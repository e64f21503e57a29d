"""Crosswalk answers in sentences: the same words on the command line and on the page."""

from __future__ import annotations

from collections import Counter

from crosstrace.crosswalk.algebra import ANY
from crosstrace.crosswalk.answers import Answer, Result
from crosstrace.crosswalk.conclude import Contradiction
from crosstrace.crosswalk.judge import HIERARCHY, Judgement
from crosstrace.crosswalk.links import Hop, Path
from crosstrace.crosswalk.status import Status
from crosstrace.crosswalk.transfer import Transfer
from crosstrace.model import ElementRef

_VERBS = {
    "related_to": "is related to",
    "equal": "is equal to",
    "subset_of": "is a subset of",
    "superset_of": "is a superset of",
    "no_relationship": "has no overlap with",
    "identical": "is identical to",
    "equivalent": "is equivalent to",
    "contrary": "is contrary to",
    "not_related": "is not sufficiently related to",
    "part_of": "is part of",
    "has_part": "has the part",
    "is_supported_by": "is supported by",
    "is_refined_by": "is refined by",
}
_ALTERNATIVES = {
    "equal": "be equal to",
    "subset_of": "be a subset of",
    "superset_of": "be a superset of",
    "intersects_with": "intersect with",
    "no_relationship": "have no overlap with",
    "supports": "support",
    "is_supported_by": "be supported by",
}
_MEANING = {
    Status.ASSERTED: "asserted by a publisher",
    Status.INVERSE: "asserted by a publisher, read backwards",
    Status.CONCLUSIVE: "conclusive: the relation follows from set-theory mappings",
    Status.OVERLAP: "certain to overlap, with the exact relation open",
    Status.POSSIBLE: "possible only: some relations are excluded, or grounds are mixed",
    Status.LEAD: "as leads only: paths of several links, from which no relation follows",
    Status.UNKNOWN: "unknown: there are paths, and nothing follows from them",
}
_TRANSFERS = {
    Transfer.FULL: "Whoever implements all of {source} covers all of {target}.",
    Transfer.AT_LEAST_PARTIAL: "Implementing {source} covers {target} in part, perhaps all of it.",
    Transfer.PARTIAL: "Implementing {source} covers {target} in part and never all of it.",
    Transfer.AT_MOST_PARTIAL: "Implementing {source} covers {target} at most in part.",
    Transfer.NONE: "Implementing {source} covers nothing of {target}.",
}


def verdict(answer: Answer) -> str:
    """One or two sentences that say what was found and how sure it is."""
    place = answer.target or "any other edition"
    hops = f"{answer.max_hops} hop{'s' if answer.max_hops > 1 else ''}"
    if not answer.results and answer.left_out:
        others = "1 result" if answer.left_out == 1 else f"{answer.left_out} results"
        return (
            f"Nothing of the statuses asked for leads from {answer.source} to {place} within "
            f"{hops}; {others} of other statuses {'was' if answer.left_out == 1 else 'were'} left "
            "out."
        )
    if not answer.results:
        return (
            f"Nothing relates {answer.source} to {place} within {hops}. That no mapping was "
            "published does not mean that there is no relationship: it is unknown."
        )
    counts = Counter(result.status for result in answer.results)
    parts = [f"{n} {_MEANING[s]}" for s in Status if (n := counts[s])]
    noun = "element" if len(answer.results) == 1 else "elements"
    found = (
        f"{answer.source} leads to {len(answer.results)} {noun} of {place} within {hops}: "
        f"{'; '.join(parts)}."
    )
    return found + _contradictory(answer)


def _contradictory(answer: Answer) -> str:
    doubtful = [str(r.element) for r in answer.results if r.conclusion.contradictions]
    if not doubtful:
        return ""
    return f" Published mappings contradict each other on {', '.join(doubtful)}."


def explain(result: Result) -> str:
    """What may be said of the result, because of what, and what may not be read into it."""
    proof = result.conclusion.proofs[0]
    source, target = str(proof.path[0].source), str(proof.path[-1].target)
    parts = [
        *(_contradiction(found) for found in result.conclusion.contradictions),
        _because(result, result.conclusion.headline, proof.path),
        _beside(result),
        _further(len(result.conclusion.proofs) - 1),
        _limit(result, source, target),
    ]
    return " ".join(part for part in parts if part)


def settles(result: Result) -> str | None:
    """What would settle a result that is not settled; None when nothing is open."""
    judgement, path = result.conclusion.headline, result.conclusion.proofs[0].path
    source, target = path[0].source, path[-1].target
    if result.conclusion.contradictions:
        return "One of the publishers has to correct a mapping; see both proofs."
    if judgement.status in (Status.ASSERTED, Status.INVERSE, Status.CONCLUSIVE):
        settled = judgement.open.settled or path[0].mapping.style != "crosswalk"
        return None if settled else _direct_mapping(source, target, "a")
    return _direct_mapping(source, target, judgement.rationale or "a")


def _direct_mapping(source: object, target: object, rationale: str) -> str:
    ground = "one" if rationale == "a" else f"the {rationale}"
    return (
        f"A published set-theory mapping of {source} to {target} on {ground} rationale "
        "would settle it."
    )


def _beside(result: Result) -> str:
    """What follows besides a row that is published without saying it."""
    headline = result.conclusion.headline
    if headline.open != ANY:
        others = (c for c in result.conclusion.settled if c.rationale != headline.rationale)
        return " ".join(
            f"On the {claim.rationale} rationale it {_may(claim)} it." for claim in others
        )
    if headline.status not in (Status.ASSERTED, Status.INVERSE):
        return ""
    proofs = {proof.judgement: proof.path for proof in reversed(result.conclusion.proofs)}
    return " ".join(
        f"It also follows: {_because(result, claim, proofs[claim])}"
        if claim in proofs
        else f"It also follows from several paths together: {_claim(claim, *_ends(result))}."
        for claim in result.conclusion.settled
    )


def _may(claim: Judgement) -> str:
    return _verb(claim.relations[0]) if claim.open.settled else f"may {_either(claim)}"


def _ends(result: Result) -> tuple[str, str]:
    path = result.conclusion.proofs[0].path
    return _named(result, path[0].source), _named(result, path[-1].target)


def _named(result: Result, element: ElementRef) -> str:
    return f"{element} “{result.catalog.element(element).label}”"


def _because(result: Result, judgement: Judgement, path: Path) -> str:
    source, target = _named(result, path[0].source), _named(result, path[-1].target)
    if judgement.status in (Status.ASSERTED, Status.INVERSE):
        return f"{source} {_verb(path[0].relation)} {target}: so says the {_ground(path[0])}."
    *through, last = path
    steps = [
        f"{_verb(hop.relation)} {_named(result, hop.target)} ({_ground(hop)})" for hop in through
    ]
    steps.append(f"{_verb(last.relation)} {last.target} ({_ground(last)})")
    return f"{_claim(judgement, source, target)}, because it {', which '.join(steps)}."


def _claim(judgement: Judgement, source: str, target: str) -> str:
    ground = f" on the {judgement.rationale} rationale" if judgement.rationale else ""
    match judgement.status:
        case Status.CONCLUSIVE:
            return f"{source} {_verb(judgement.relations[0])} {target}{ground}"
        case Status.OVERLAP:
            return f"{source} overlaps {target}{ground}: it may {_either(judgement)} it"
        case Status.POSSIBLE:
            return f"{source} may {_either(judgement)} {target}{ground}"
        case Status.LEAD:
            return f"{source} may bear on {target}"
    return f"Nothing follows for {source} with regard to {target}"


def _either(judgement: Judgement) -> str:
    *some, last = (_ALTERNATIVES[relation] for relation in judgement.relations)
    return f"{', '.join(some)} or {last}" if some else last


def _step(hop: Hop) -> str:
    return f"{hop.source} {_verb(hop.relation)} {hop.target} ({_ground(hop)})"


def _ground(hop: Hop) -> str:
    mapping = hop.mapping
    if mapping.mapping_set == HIERARCHY:
        return "our axiom"
    words = [mapping.rationale, mapping.style.replace("_", "-"), "set", mapping.mapping_set]
    together = ", of a union of elements" if hop.collective else ""
    return " ".join(word for word in words if word) + together


def _verb(relation: str) -> str:
    return _VERBS.get(relation, relation.replace("_", " "))


def _further(number: int) -> str:
    if not number:
        return ""
    return f"{number} further {'path leads' if number == 1 else 'paths lead'} there."


def _contradiction(found: Contradiction) -> str:
    claims = " but ".join(" and ".join(_step(hop) for hop in proof.path) for proof in found.proofs)
    return (
        f"Contradiction on the {found.rationale} rationale: {claims}; these can't hold "
        "together, and nothing is derived from them."
    )


def _limit(result: Result, source: str, target: str) -> str:
    headline, path = result.conclusion.headline, result.conclusion.proofs[0].path
    if headline.status is Status.LEAD:
        return "This is a lead to follow: it states no relation and counts for no coverage."
    if headline.status is Status.UNKNOWN:
        return "Whether they are related is unknown."
    sentence = _TRANSFERS.get(result.conclusion.transfer)
    if sentence is not None:
        return sentence.format(source=source, target=target)
    if headline.status is Status.POSSIBLE:
        return "This is evidence to review, and no coverage."
    if path[0].mapping.style == "crosswalk":
        return "A crosswalk says that a relationship exists, not which; it transfers no coverage."
    if path[0].mapping.style == "structural":
        return "The profile's element stands in the place of the one it refines."
    return "This is evidence to review, and no coverage."
