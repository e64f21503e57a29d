"""Two graphs beside each other, and what changed from one version of a graph to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from crosstrace.crosswalk import Crosswalk
from crosstrace.traceability.coverage import EditionCoverage, ElementCoverage, coverage
from crosstrace.traceability.view import Disposition, ImplementationView


@dataclass(frozen=True, slots=True)
class Pair:
    """One element as two graphs cover it."""

    first: ElementCoverage
    second: ElementCoverage

    @property
    def differs(self) -> bool:
        """Whether one covers it more, or only one says that it doesn't apply."""
        same = self.first.coverage is self.second.coverage
        return not same or self.first.applicable is not self.second.applicable


@dataclass(frozen=True, slots=True)
class Comparison:
    """The coverage of one edition by two graphs on one day."""

    first: EditionCoverage
    second: EditionCoverage
    pairs: tuple[Pair, ...]

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that the answer rests on."""
        return tuple(sorted({*self.first.editions, *self.second.editions}))


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node that was added or removed, or whose `changed` properties have other values.

    `kind` is `statement`, `evidence`, `allocation`, `risk_acceptance`, `assessment`, `asset`,
    `party` or `graph`; `change` is `added`, `removed` or `changed`.
    """

    kind: str
    node: str
    change: str
    changed: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """What changed from one version to the next, and what that does to the profile's coverage.

    Both are judged on the same day, so that no difference comes from the calendar.
    """

    before: ImplementationView
    after: ImplementationView
    comparison: Comparison
    changes: tuple[NodeChange, ...]


def compare(
    first: ImplementationView,
    second: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    *,
    edition: str | None = None,
) -> Comparison:
    """How far two graphs cover an edition (the profile of the first when None) on one day."""
    wanted = edition or first.profile
    found = [coverage(view, crosswalk, wanted, as_of) for view in (first, second)]
    seconds = {one.element.ref: one for one in found[1].elements}
    pairs = (Pair(one, seconds[one.element.ref]) for one in found[0].elements)
    return Comparison(found[0], found[1], tuple(pairs))


def version_diff(
    before: ImplementationView,
    after: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
) -> VersionDiff:
    """What is different in the later of two versions of a graph."""
    return VersionDiff(
        before, after, compare(before, after, crosswalk, as_of), tuple(_changes(before, after))
    )


def _changes(before: ImplementationView, after: ImplementationView) -> Iterator[NodeChange]:
    for kind, nodes in _KINDS.items():
        yield from _between(kind, _named(nodes(before)), _named(nodes(after)))


@dataclass(frozen=True, slots=True)
class _Root:
    iri: str
    title: str | None
    issued: dt.date | None
    creators: tuple[str, ...]
    profile: str
    subject: str | None
    role: str | None

    @classmethod
    def of(cls, view: ImplementationView) -> _Root:
        return cls(*(getattr(view, field.name) for field in fields(cls)))


_KINDS: Mapping[str, Callable[[ImplementationView], Iterable[Any]]] = {
    "graph": lambda view: [_Root.of(view)],
    "asset": lambda view: view.assets.values(),
    "party": lambda view: view.parties.values(),
    "statement": lambda view: view.implementations,
    "evidence": lambda view: view.evidence.values(),
    "allocation": lambda view: view.allocations,
    "risk_acceptance": lambda view: view.acceptances,
    "assessment": lambda view: view.assessments,
}


def _named(nodes: Iterable[Any]) -> dict[str, Any]:
    """The nodes by name, with a number where several would have the same."""
    found: dict[str, Any] = {}
    for node in nodes:
        name, number = _name(node), 2
        while name in found:
            name, number = f"{_name(node)} ({number})", number + 1
        found[name] = node
    return found


def _name(node: Any) -> str:
    """The IRI, with the task of a statement; of a node without one, what it is or is about."""
    about = (getattr(node, name, None) for name in ("title", "name", "task", "element", "accepts"))
    if node.iri.startswith("_:"):
        return f"[{next((str(_plain(value)) for value in about if value), 'unnamed')}]"
    task = getattr(node, "task", None)
    return f"{node.iri} {task}" if task else str(node.iri)


def _between(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[NodeChange]:
    for name in sorted({*before, *after}):
        one, two = before.get(name), after.get(name)
        if one is None or two is None:
            yield NodeChange(kind, name, "added" if one is None else "removed")
        else:
            changed = tuple(_fields(one, two))
            if changed:
                yield NodeChange(kind, name, "changed", changed)


def _fields(one: Any, two: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(one):
        values = [_plain(getattr(node, field.name)) for node in (one, two)]
        if field.name != "iri" and values[0] != values[1]:
            yield field.name, values[0], values[1]


def _plain(value: Any) -> Any:
    """A value without the labels of blank nodes, which change from one text to the next."""
    if isinstance(value, str):
        return "_:" if value.startswith("_:") else value
    if isinstance(value, tuple):
        return tuple(sorted((_plain(one) for one in value), key=str))
    if isinstance(value, Disposition):
        return replace(value, iri=_plain(value.iri))
    return value
