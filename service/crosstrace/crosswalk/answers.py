"""Crosswalk answers: from an element to an edition, each result with the paths that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from crosstrace.crosswalk.conclude import Conclusion, Proof, conclude, prove
from crosstrace.crosswalk.hierarchy import whole_proofs, widened_paths
from crosstrace.crosswalk.links import LinkGraph, Path
from crosstrace.crosswalk.status import Status
from crosstrace.errors import InvalidInput
from crosstrace.lookup import Catalog
from crosstrace.model import ElementRef

DEFAULT_HOPS = 3
MAX_HOPS = 4


@dataclass(frozen=True, slots=True)
class Result:
    """One element the source leads to, and what all paths to it show."""

    element: ElementRef
    conclusion: Conclusion
    catalog: Catalog = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """What the element is called."""
        return self.catalog.element(self.element).label

    @property
    def status(self) -> Status:
        """The soundness label."""
        return self.conclusion.headline.status

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations that may be stated; none for a lead and where nothing follows."""
        return self.conclusion.headline.relations

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path, the best and shortest first."""
        return tuple(proof.path for proof in self.conclusion.proofs)


@dataclass(frozen=True, slots=True)
class Answer:
    """The results for one source, best status first; `target` is None for all editions.

    `left_out` is the number of results whose status was not asked for.
    """

    source: ElementRef
    target: str | None
    max_hops: int
    results: tuple[Result, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The whole crosswalk between two editions, computed while it is read.

    `issued` is the date of the latest mapping set, as precise as its publisher gives it.
    """

    source: str
    target: str
    max_hops: int
    issued: str
    answers: Iterator[Answer]


class Crosswalk:
    """Answers from the elements of a catalog and the links between them."""

    def __init__(self, catalog: Catalog, links: LinkGraph) -> None:
        self.catalog = catalog
        self.links = links
        self._drafts = {
            slug for slug, e in catalog.editions.items() if e.publication_status == "draft"
        }

    def answer(
        self,
        source: ElementRef,
        target: str | None = None,
        *,
        max_hops: int = DEFAULT_HOPS,
        include: Collection[Status] = tuple(Status),
        hierarchy: bool = False,
    ) -> Answer:
        """What `source` relates to in the edition `target`, or in all.

        With `hierarchy` set-theory paths may begin and end with a step between parent and
        child. A draft edition is only entered when it is asked for. Raises `NotFound` for an
        element or edition that does not exist and `InvalidInput` for a number of hops outside
        1 to `MAX_HOPS`.
        """
        self.catalog.element(source)
        if target is not None:
            self.catalog.edition(target)
        check_hops(max_hops)
        found: dict[ElementRef, list[Proof]] = defaultdict(list)
        for proof in self._proofs(source, target, max_hops, hierarchy=hierarchy):
            found[proof.path[-1].target].append(proof)
        results = (self._result(end, proofs) for end, proofs in found.items())
        wanted = sorted((r for r in results if r.status in include), key=_order)
        return Answer(source, target, max_hops, tuple(wanted), len(found) - len(wanted))

    def paths(self, source: ElementRef, target: str | None, max_hops: int) -> Iterator[Path]:
        """Every path from `source` to `target`, or to all editions, by way of no draft."""
        avoid = self._drafts - {target}
        return self.links.paths(source, max_hops, target=target, avoid=avoid)

    def table(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = DEFAULT_HOPS,
        include: Collection[Status] = tuple(Status),
        hierarchy: bool = False,
    ) -> Table:
        """The answers for every element of `source` that has one, by identifier."""
        self.catalog.edition(source)
        self.catalog.edition(target)
        check_hops(max_hops)
        answers = (
            self.answer(
                element.ref, target, max_hops=max_hops, include=include, hierarchy=hierarchy
            )
            for element in self.catalog.of_edition(source)
        )
        issued = max((s.issued for s in self.catalog.mapping_sets.values()), default="1970")
        return Table(source, target, max_hops, issued, (a for a in answers if a.results))

    def contradictions_of(
        self, source: ElementRef, *, max_hops: int = DEFAULT_HOPS
    ) -> Iterator[Result]:
        """The elements after `source` of which mappings say what can't hold together with it."""
        for result in self.answer(source, max_hops=max_hops).results:
            if result.conclusion.contradictions and source < result.element:
                yield result

    def contradictions(
        self, edition: str, *, max_hops: int = DEFAULT_HOPS
    ) -> Iterator[tuple[ElementRef, Result]]:
        """Every pair with an element of `edition` of which mappings contradict each other, once."""
        self.catalog.edition(edition)
        check_hops(max_hops)
        for element in self.catalog.of_edition(edition):
            for result in self.answer(element.ref, max_hops=max_hops).results:
                once = result.element.edition != edition or element.ref < result.element
                if result.conclusion.contradictions and once:
                    yield element.ref, result

    def _proofs(
        self, source: ElementRef, target: str | None, max_hops: int, *, hierarchy: bool
    ) -> Iterator[Proof]:
        def paths_from(start: ElementRef) -> Iterator[Path]:
            return self.paths(start, target, max_hops)

        yield from map(prove, paths_from(source))
        if hierarchy:
            yield from map(prove, widened_paths(self.catalog, source, paths_from))
            yield from whole_proofs(self.catalog, source, lambda e: map(prove, paths_from(e)))

    def _result(self, end: ElementRef, proofs: Iterable[Proof]) -> Result:
        return Result(end, conclude(proofs), self.catalog)


def check_hops(max_hops: int) -> None:
    """Raise `InvalidInput` unless `max_hops` is a number of hops that is answered."""
    if not 1 <= max_hops <= MAX_HOPS:
        raise InvalidInput(
            f"max_hops is {max_hops}; it goes from 1 to {MAX_HOPS}: with every further hop "
            "less follows, and nothing that could be signed."
        )


def _order(result: Result) -> tuple[int, int, ElementRef]:
    return result.status.rank, len(result.conclusion.proofs[0].path), result.element
