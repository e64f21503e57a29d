"""Filtering elements, and finding them by words."""

from __future__ import annotations

from dataclasses import dataclass

from crosstrace.lookup.catalog import Catalog
from crosstrace.model import Element, ElementRef


@dataclass(frozen=True, slots=True)
class ElementFilter:
    """What to look for; a field that is None does not limit. Words in `q` must all occur."""

    edition: str | None = None
    kind: str | None = None
    priority: str | None = None
    status: str | None = None
    parent: ElementRef | None = None
    q: str | None = None

    def admits(self, element: Element) -> bool:
        """Whether the element has every property asked for (words aside)."""
        return (
            self.edition in (None, element.ref.edition)
            and self.kind in (None, element.kind)
            and self.priority in (None, element.priority)
            and self.status in (None, element.profile_status)
            and self.parent in (None, element.parent)
        )


def search(catalog: Catalog, wanted: ElementFilter) -> list[Element]:
    """The elements admitted, best first: identifier, label, text; then the catalog's order.

    `NotFound` when the edition or the parent does not exist.
    """
    if wanted.edition is not None:
        catalog.edition(wanted.edition)
    if wanted.parent is not None:
        catalog.element(wanted.parent)
    admitted = [e for e in catalog.elements.values() if wanted.admits(e)]
    if not wanted.q:
        return admitted
    words = wanted.q.casefold().split()
    ranked = [(rank, e) for e in admitted if (rank := _rank(e, words)) is not None]
    return [e for _, e in sorted(ranked, key=lambda pair: pair[0])]


def _rank(element: Element, words: list[str]) -> int | None:
    """0 for the very identifier, up to 3 for words in the text; None when a word is missing."""
    phrase = " ".join(words)
    if phrase in (element.notation.casefold(), str(element.ref), element.ref.local.casefold()):
        return 0
    places = (
        element.notation.casefold(),
        element.label.casefold(),
        (element.text or "").casefold(),
    )
    depths = []
    for word in words:
        depth = next((i for i, place in enumerate(places) if word in place), None)
        if depth is None:
            return None
        depths.append(depth)
    return 1 + max(depths)
