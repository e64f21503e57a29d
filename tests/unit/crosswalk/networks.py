"""Small networks of made-up elements, written `edition:element relation edition:element`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Lookup
from dataclasses import replace
from itertools import count

from crosstrace.crosswalk import Crosswalk, LinkGraph, Result
from crosstrace.lookup import Catalog
from crosstrace.model import Edition, Element, ElementRef, Mapping, MappingSet, Source

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
    more: str = "",
    closed: tuple[str, ...] = (),
) -> Crosswalk:
    """A crosswalk over `rows`; `parents` gives the parent of a child.

    `more` names further elements; the letters of an edition's name are its framework, and the
    mapping sets named in `closed` are exhaustive.
    """
    broader = {ElementRef.parse(c): ElementRef.parse(p) for c, p in (parents or {}).items()}
    named = {ref for mapping in rows for ref in (*mapping.sources, *mapping.targets)}
    named |= {ElementRef.parse(text) for text in more.split()}
    known = sorted(named | set(broader) | set(broader.values()))
    elements = {
        ref: Element(
            ref=ref,
            kind="control",
            notation=ref.local,
            label=f"Label of {ref}",
            own_label=True,
            source=Source("Made up", ref.local),
            parent=broader.get(ref),
            exhaustive=str(ref) in exhaustive,
        )
        for ref in known
    }
    counts = Counter(ref.edition for ref in known)
    editions = {
        slug: Edition(
            slug=slug,
            title=slug,
            version="1",
            publisher="us",
            publication_status="draft" if slug in drafts else "final",
            issued="2026",
            element_counts=(("control", number),),
            framework=slug.rstrip("0123456789.-"),
        )
        for slug, number in counts.items()
    }
    children = {
        parent: tuple(c for c in known if broader.get(c) == parent) for parent in broader.values()
    }
    sets = {m.mapping_set: _mapping_set(m, closed) for m in rows}
    return Crosswalk(Catalog(elements, children, editions, sets, {}), LinkGraph(rows))


def _mapping_set(mapping: Mapping, closed: tuple[str, ...]) -> MappingSet:
    return MappingSet(
        slug=mapping.mapping_set,
        title=mapping.mapping_set,
        publisher="us",
        issued="2026",
        style=mapping.style,
        use_case="Testing.",
        licence="https://example.org/licence",
        exhaustive=mapping.mapping_set in closed,
        standing=mapping.standing,
        rows=1,
    )


def result(network: Crosswalk, source: str, target: str, **options: bool) -> Result:
    """The one result from an element to another."""
    end = ElementRef.parse(target)
    answer = network.answer(ElementRef.parse(source), end.edition, max_hops=4, **options)
    [found] = [r for r in answer.results if r.element == end]
    return found
