"""Small networks of made-up elements, written `edition:element relation edition:element`."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import replace
from itertools import count

from crosstrace.crosswalk import Crosswalk, LinkGraph, Result
from crosstrace.lookup import Catalog
from crosstrace.model import Edition, Element, ElementRef, Mapping, Source

SIGNS = {
    "=": "equal",
    "<": "subset_of",
    ">": "superset_of",
    "o": "intersects_with",
    "|": "no_relationship",
    "~": "related_to",
}
_NUMBERS = count(1)


def refs(text: str) -> tuple[ElementRef, ...]:
    """The elements in `a:1` or `a:1+a:2`."""
    return tuple(ElementRef.parse(part) for part in text.split("+"))


def row(text: str, rationale: str | None = "semantic", **changes: object) -> Mapping:
    """The mapping written `a:1 < b:1`, each in a set of its own unless `mapping_set` is given."""
    source, sign, target = text.split()
    relation = SIGNS.get(sign, sign)
    style = {"~": "crosswalk"}.get(sign, "set_theory" if sign in SIGNS else "supportive")
    number = next(_NUMBERS)
    mapping = Mapping(
        iri=f"https://example.org/mapping/{number}",
        sources=refs(source),
        relation=relation,
        targets=refs(target),
        style=style,
        mapping_set=f"set-{number}",
        rationale=rationale if style == "set_theory" else None,
    )
    return replace(mapping, **changes)  # type: ignore[arg-type]


def crosswalk(
    *rows: Mapping,
    parents: Lookup[str, str] | None = None,
    exhaustive: tuple[str, ...] = (),
    drafts: tuple[str, ...] = (),
) -> Crosswalk:
    """A crosswalk over `rows`; `parents` gives the parent of a child."""
    broader = {ElementRef.parse(c): ElementRef.parse(p) for c, p in (parents or {}).items()}
    named = {ref for mapping in rows for ref in (*mapping.sources, *mapping.targets)}
    known = sorted(named | set(broader) | set(broader.values()))
    elements = {
        ref: Element(
            ref, "control", ref.local, f"Label of {ref}", True, Source("Made up", ref.local),
            parent=broader.get(ref), exhaustive=str(ref) in exhaustive,
        )
        for ref in known
    }  # fmt: skip
    editions = {
        ref.edition: Edition(
            ref.edition, ref.edition, "1", "us", "draft" if ref.edition in drafts else "final",
            "2026", (),
        )
        for ref in known
    }  # fmt: skip
    children = {
        parent: tuple(c for c in known if broader.get(c) == parent) for parent in broader.values()
    }
    return Crosswalk(Catalog(elements, children, editions, {}, {}), LinkGraph(rows))


def result(network: Crosswalk, source: str, target: str, **options: bool) -> Result:
    """The one result from an element to another."""
    end = ElementRef.parse(target)
    answer = network.answer(ElementRef.parse(source), end.edition, max_hops=4, **options)
    [found] = [r for r in answer.results if r.element == end]
    return found
