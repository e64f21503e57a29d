"""What one path shows: the reading of its hops, and never more than they allow together.

Set-theory mappings of one rationale, from sets in force, compose by the algebra. With mixed
rationales, with a supportive mapping read as a set-theory one, with a set that is no longer
or not yet in force, or with our axiom that a child is part of its parent, what is computed
is only possible. Nothing follows from mappings that contradict each other. A crosswalk or
structural hop leaves a lead. Supportive relations do not compose, save that an order within
one set goes on (IR 8477, sections 4.1 to 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crosstrace.crosswalk.algebra import (
    ANY,
    NOTHING,
    OVERLAP,
    RelationSet,
    compose_all,
    written,
)
from crosstrace.crosswalk.links import Hop, Path
from crosstrace.crosswalk.status import Status

STRICTEST_FIRST: Final = ("syntactic", "semantic", "functional")
HIERARCHY: Final = "hierarchy"
"""The name in place of a mapping set for steps between parent and child."""
IN_FORCE: Final = "final"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one path shows of its ends.

    `open` are the set-theory relations that may still hold, `ANY` when nothing follows.
    `relations` are the tokens that may be stated; `firm` says that `open` is a conclusion
    that other paths of the same rationale have to agree with. `strength` is the weakest of
    the hops, None when one gives none.
    """

    status: Status
    relations: tuple[str, ...]
    open: RelationSet
    rationale: str | None
    strength: int | None
    rule: str
    firm: bool = False

    @property
    def excluded(self) -> tuple[str, ...]:
        """The set-theory relations that are ruled out."""
        return self.open.excluded.tokens


def judge(path: Path) -> Judgement:
    """What `path` shows of the element it starts from and the one it leads to."""
    first = path[0]
    if len(path) == 1 and not first.collective and first.mapping.mapping_set != HIERARCHY:
        return _direct(first)
    if any(hop.mapping.style == "crosswalk" for hop in path):
        return _lead("crosswalk")
    if any(hop.disputed for hop in path):
        return Judgement(Status.UNKNOWN, (), ANY, None, None, "contradiction")
    if all(hop.open is not None for hop in path):
        return _composed(path)
    if _ordered(path):
        relations = (first.relation,)
        return Judgement(Status.POSSIBLE, relations, ANY, None, None, "supportive:precedes")
    if any(hop.relation in ("contrary", "not_related") for hop in path):
        return Judgement(Status.UNKNOWN, (), ANY, None, None, "supportive:nothing-follows")
    return _lead("structural" if _any_structural(path) else "supportive")


def _direct(hop: Hop) -> Judgement:
    return Judgement(
        status=Status.INVERSE if hop.inverse else Status.ASSERTED,
        relations=(hop.relation,),
        open=ANY if hop.open is None else hop.open,
        rationale=hop.rationale,
        strength=hop.mapping.strength,
        rule="inverse" if hop.inverse else "asserted",
        firm=_is_firm(hop),
    )


def _lead(style: str) -> Judgement:
    return Judgement(Status.LEAD, (), ANY, None, None, f"lead:{style}")


def _composed(path: Path) -> Judgement:
    readings = [ANY if hop.open is None else hop.open for hop in path]
    found = compose_all(readings)
    rationales = {hop.rationale for hop in path if hop.mapping.mapping_set != HIERARCHY}
    rationale = least_strict(rationales)
    firm = len(rationales) == 1 and all(map(_is_firm, path))
    chain = "∘".join(map(written, readings))
    return Judgement(
        status=status_of(found, firm=firm),
        relations=() if found == ANY else found.tokens,
        open=found,
        rationale=rationale,
        strength=weakest(hop.mapping.strength for hop in path),
        rule=f"RCC5:{chain}" + ("" if firm else f" ({_weakness(path, rationales)})"),
        firm=firm,
    )


def status_of(found: RelationSet, *, firm: bool) -> Status:
    """The label of a computed set of relations; `NOTHING`, a contradiction, is unknown."""
    if found in (ANY, NOTHING):
        return Status.UNKNOWN
    if not firm:
        return Status.POSSIBLE
    if found.settled:
        return Status.CONCLUSIVE
    return Status.OVERLAP if not found & ~OVERLAP else Status.POSSIBLE


def _is_firm(hop: Hop) -> bool:
    mapping = hop.mapping
    in_force = mapping.standing == IN_FORCE
    return in_force and mapping.style == "set_theory" and mapping.rationale is not None


def _weakness(path: Path, rationales: set[str | None]) -> str:
    if len(rationales) > 1:
        return "mixed rationale"
    if any(hop.mapping.mapping_set == HIERARCHY for hop in path):
        return "a child taken as part of its parent"
    standings = sorted({hop.mapping.standing for hop in path} - {IN_FORCE})
    if standings:
        return f"{' and '.join(standings)} mapping set"
    return "a supportive mapping read as equal"


def _ordered(path: Path) -> bool:
    """Whether the path is one order, as far as one set states it."""
    return (
        all(hop.mapping.supportive_property == "precedes" for hop in path)
        and len({hop.mapping.mapping_set for hop in path}) == 1
        and len({hop.relation for hop in path}) == 1
        and path[0].relation in ("supports", "is_supported_by")
    )


def _any_structural(path: Path) -> bool:
    return any(hop.mapping.style == "structural" for hop in path)


def least_strict(rationales: set[str | None]) -> str | None:
    """The rationale of a result that rests on all of these; None when one is not known."""
    known = [rationale for rationale in rationales if rationale is not None]
    if len(known) < len(rationales) or not known:
        return None
    return max(known, key=STRICTEST_FIRST.index)


def weakest(strengths: Iterable[int | None]) -> int | None:
    """The least of the hops' strengths, an ordinal; None when any hop gives none."""
    given = list(strengths)
    known = [strength for strength in given if strength is not None]
    return min(known) if known and len(known) == len(given) else None
