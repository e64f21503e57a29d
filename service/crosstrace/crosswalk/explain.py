"""Crosswalk answers in sentences: the same words on the command line and on the page."""

from __future__ import annotations

from collections import Counter

from crosstrace.crosswalk.answers import Answer, Result
from crosstrace.crosswalk.links import Hop, Path
from crosstrace.crosswalk.status import Status

_VERBS = {
    "related_to": "is related to",
    "refines": "refines",
    "is_refined_by": "is refined by",
}
_MEANING = {
    Status.ASSERTED: "asserted by a publisher",
    Status.INVERSE: "asserted by a publisher, read backwards",
    Status.LEAD: "as leads only: paths of several links, from which no relation follows",
}


def verdict(answer: Answer) -> str:
    """One or two sentences that say what was found and how sure it is."""
    place = answer.target or "any other edition"
    hops = f"{answer.max_hops} hop{'s' if answer.max_hops > 1 else ''}"
    if not answer.results:
        return (
            f"Nothing relates {answer.source} to {place} within {hops}. That no mapping was "
            "published does not mean that there is no relationship: it is unknown."
        )
    counts = Counter(result.status for result in answer.results)
    parts = [f"{n} {_MEANING[s]}" for s in Status if (n := counts[s])]
    noun = "element" if len(answer.results) == 1 else "elements"
    return (
        f"{answer.source} leads to {len(answer.results)} {noun} of {place} within {hops}: "
        f"{'; '.join(parts)}."
    )


def explain(result: Result) -> str:
    """Why the result is there, along its best path, and what may not be read into it."""
    first = result.paths[0]
    steps = ", and ".join(_step(hop) for hop in first)
    more = len(result.paths) - 1
    leading = "path leads" if more == 1 else "paths lead"
    others = f" {more} further {leading} there." if more else ""
    return f"{steps}.{others} {_limit(first)}"


def _step(hop: Hop) -> str:
    verb = _VERBS.get(hop.relation, hop.relation.replace("_", " "))
    return f"{hop.source} {verb} {hop.target} ({hop.mapping.style} set {hop.mapping.mapping_set})"


def _limit(path: Path) -> str:
    if len(path) > 1:
        return "This is a lead to follow: it states no relation and counts for no coverage."
    if path[0].mapping.style == "crosswalk":
        return "A crosswalk says that a relationship exists, not which; it transfers no coverage."
    return "The profile's element stands in the place of the one it refines."
