"""Steps between parent and child, for those who ask for them.

That a child is part of its parent is an axiom of ours (IR 8477, section 4.4, leaves open
what a child means for its parent): what rests on it is never more than possible. Only
set-theory paths are carried on; a crosswalk of a practice says nothing of its tasks. A
parent stated to be made up of its children exhaustively gets what they have together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from crosstrace.crosswalk.algebra import ANY, NOTHING, PART, WHOLE, intersect, union, written
from crosstrace.crosswalk.conclude import Proof
from crosstrace.crosswalk.judge import HIERARCHY, Judgement, status_of, weakest
from crosstrace.crosswalk.links import Hop, Path
from crosstrace.lookup import Catalog
from crosstrace.model import ElementRef, Mapping


def widened_paths(
    catalog: Catalog, start: ElementRef, paths_from: Callable[[ElementRef], Iterable[Path]]
) -> Iterator[Path]:
    """Set-theory paths with a step to a parent or child before the first hop or after the last."""
    for before in ((), *((step,) for step in kin_steps(catalog, start))):
        origin = before[-1].target if before else start
        for path in paths_from(origin):
            if any(hop.open is None for hop in path):
                continue
            if before:
                yield (*before, *path)
            for step in kin_steps(catalog, path[-1].target):
                yield (*before, *path, step)


def kin_steps(catalog: Catalog, element: ElementRef) -> list[Hop]:
    """The steps from `element` to its ancestors and to everything below it."""
    ups, parent = [], catalog.element(element).parent
    while parent is not None:
        ups.append(_step(element, parent, inverse=False))
        parent = catalog.element(parent).parent
    downs, below = [], list(catalog.children.get(element, ()))
    while below:
        child = below.pop()
        downs.append(_step(child, element, inverse=True))
        below += catalog.children.get(child, ())
    return ups + downs


def _step(child: ElementRef, parent: ElementRef, *, inverse: bool) -> Hop:
    mapping = Mapping(child.iri, (child,), "part_of", (parent,), "structural", HIERARCHY)
    source, target = (parent, child) if inverse else (child, parent)
    return Hop(mapping, source, target, inverse, WHOLE if inverse else PART, None)


def whole_proofs(
    catalog: Catalog, whole: ElementRef, proofs_of: Callable[[ElementRef], Iterable[Proof]]
) -> Iterator[Proof]:
    """What an exhaustively decomposed element has to others, by what all its children have.

    Every child's proof is given, with what they show together; nothing when one child has no
    firm claim or when their rationales differ.
    """
    children = catalog.children.get(whole, ()) if catalog.element(whole).exhaustive else ()
    firm = [_firm(proofs_of(child)) for child in children]
    for end in set.intersection(*map(set, firm)) if firm else ():
        together = _together([proofs[end] for proofs in firm])
        if together is not None:
            steps = (_step(child, whole, inverse=True) for child in children)
            for step, proofs in zip(steps, firm, strict=True):
                yield from (Proof((step, *proof.path), together) for proof in proofs[end])


def _firm(proofs: Iterable[Proof]) -> dict[ElementRef, list[Proof]]:
    found: dict[ElementRef, list[Proof]] = defaultdict(list)
    for proof in proofs:
        if proof.judgement.firm and proof.judgement.open != ANY:
            found[proof.path[-1].target].append(proof)
    return found


def _together(parts: list[list[Proof]]) -> Judgement | None:
    judgements = [proof.judgement for proofs in parts for proof in proofs]
    rationales = {judgement.rationale for judgement in judgements}
    sets = [intersect(proof.judgement.open for proof in proofs) for proofs in parts]
    found = reduce(union, sets)
    if len(rationales) > 1 or NOTHING in sets or found == ANY:
        return None
    strength = weakest(judgement.strength for judgement in judgements)
    status = status_of(found, firm=True)
    rule = "whole:" + " and ".join(map(written, sets))
    return Judgement(status, found.tokens, found, rationales.pop(), strength, rule, firm=True)
