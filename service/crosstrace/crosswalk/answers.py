"""Crosswalk answers: from an element to an edition, each result with the paths that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from crosstrace.crosswalk.links import LinkGraph, Path
from crosstrace.crosswalk.status import RULES, Status, relations_of, status_of
from crosstrace.errors import InvalidInput
from crosstrace.lookup import Catalog
from crosstrace.model import ElementRef

DEFAULT_HOPS = 3
MAX_HOPS = 4


@dataclass(frozen=True, slots=True)
class Result:
    """One element the source leads to; `paths` holds every path, the best and shortest first."""

    element: ElementRef
    label: str
    status: Status
    relations: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def rule(self) -> str:
        """Why the status is what it is."""
        return RULES[self.status]


@dataclass(frozen=True, slots=True)
class Answer:
    """The results for one source, best status first; `target` is None for all editions."""

    source: ElementRef
    target: str | None
    max_hops: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole crosswalk between two editions, computed while it is read."""

    source: str
    target: str
    max_hops: int
    answers: Iterator[Answer]


class Crosswalk:
    """Answers from the elements of a catalog and the links between them."""

    def __init__(self, catalog: Catalog, links: LinkGraph) -> None:
        self.catalog = catalog
        self.links = links

    def answer(
        self,
        source: ElementRef,
        target: str | None = None,
        *,
        max_hops: int = DEFAULT_HOPS,
        include: Collection[Status] = tuple(Status),
    ) -> Answer:
        """What `source` relates to in the edition `target`, or in all.

        Raises `NotFound` for an element or edition that does not exist and `InvalidInput`
        for a number of hops outside 1 to `MAX_HOPS`.
        """
        self.catalog.element(source)
        if target is not None:
            self.catalog.edition(target)
        check_hops(max_hops)
        found: dict[ElementRef, list[Path]] = defaultdict(list)
        for path in self.links.paths(source, max_hops):
            end = path[-1].target
            if target in (None, end.edition):
                found[end].append(path)
        results = (self._result(end, paths) for end, paths in found.items())
        wanted = sorted((r for r in results if r.status in include), key=_order)
        return Answer(source, target, max_hops, tuple(wanted))

    def table(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = DEFAULT_HOPS,
        include: Collection[Status] = tuple(Status),
    ) -> Table:
        """The answers for every element of `source` that has one, by identifier."""
        self.catalog.edition(source)
        self.catalog.edition(target)
        check_hops(max_hops)
        answers = (
            self.answer(element.ref, target, max_hops=max_hops, include=include)
            for element in self.catalog.of_edition(source)
        )
        return Table(source, target, max_hops, (a for a in answers if a.results))

    def _result(self, end: ElementRef, paths: list[Path]) -> Result:
        ordered = tuple(sorted(paths, key=lambda p: (status_of(p).rank, len(p))))
        return Result(
            element=end,
            label=self.catalog.element(end).label,
            status=status_of(ordered[0]),
            relations=relations_of(ordered[0]),
            paths=ordered,
        )


def check_hops(max_hops: int) -> None:
    """Raise `InvalidInput` unless `max_hops` is a number of hops that is answered."""
    if not 1 <= max_hops <= MAX_HOPS:
        raise InvalidInput(
            f"max_hops is {max_hops}; it goes from 1 to {MAX_HOPS}: with every further hop "
            "less follows, and nothing that could be signed."
        )


def _order(result: Result) -> tuple[int, int, ElementRef]:
    return result.status.rank, len(result.paths[0]), result.element
