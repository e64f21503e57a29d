"""Changes to graphs at rest, and what has to hold for one to be made."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Action, Record, Submitted
from crosstrace.archive.state import State, StoredGraph, Version


@dataclass(frozen=True, slots=True)
class By:
    """Who asks for a change: the organization, the actor, and the request it came with."""

    organization: str
    actor: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change; `sequence` and `digest` are those of the record that stands for it.

    `is_new` is False when nothing was written: a retry, or what was asked for was so already.
    """

    graph: StoredGraph
    sequence: int
    digest: str
    is_new: bool
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change that someone asks for, and that waits for its turn.

    `check` gets the graph as it then is and raises what keeps the change from being made;
    `content` is a new version's statements, written as `archive.content` does.
    """

    action: Action
    name: GraphName
    by: By
    check: Callable[[StoredGraph], None]
    submitted: Submitted | None = None
    content: bytes = b""
    partner: str | None = None
    idempotency: str | None = None
    done: Future[Outcome] = field(default_factory=Future)


class Draft:
    """The state as it will be once a batch is durable; no reader sees it yet."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._graphs: dict[GraphName, StoredGraph] = {}
        self._head, self._sequence = state.head, state.sequence
        self.records: list[Record] = []
        self.contents: list[bytes] = []

    def take(self, change: Change, time: str) -> Outcome:
        """What comes of a change at `time`; raises what keeps it from being made."""
        graph = self._graphs.get(change.name) or self._state.graphs.get(
            change.name, StoredGraph(change.name)
        )
        if (earlier := self._earlier(change)) is not None:
            return _replayed(graph, change, earlier)
        change.check(graph)
        if (standing := _standing(graph, change)) is not None:
            return standing
        record = self._sealed(change, graph, time)
        after = graph.after(record)
        self._graphs[change.name] = after
        self.records.append(record)
        self.contents.append(change.content)
        version = after.latest if change.action is Action.SUBMIT else None
        return Outcome(after, record.sequence, self._head, is_new=True, version=version)

    def _earlier(self, change: Change) -> Record | None:
        """The record that the same idempotency key made before."""
        if change.idempotency is None:
            return None
        key = change.name.organization, change.idempotency
        drafted = (r for r in self.records if (r.organization, r.idempotency) == key)
        return next(drafted, None) or self._state.by_key(*key)

    def _sealed(self, change: Change, graph: StoredGraph, time: str) -> Record:
        submitted = change.submitted
        if submitted is not None:
            submitted = replace(submitted, version=len(graph.versions) + 1)
        self._sequence += 1
        record = Record(
            sequence=self._sequence,
            time=time,
            organization=change.name.organization,
            actor=change.by.actor,
            action=change.action,
            graph=change.name.name,
            previous=self._head,
            submitted=submitted,
            partner=change.partner,
            idempotency=change.idempotency,
            request_id=change.by.request_id,
        )
        self._head = record.digest()
        return record


def _replayed(graph: StoredGraph, change: Change, earlier: Record) -> Outcome:
    """The outcome that a retry gets again; `Unprocessable` when it isn't the same request."""
    earlier.demand_retry(change.name, change.submitted.request if change.submitted else ())
    version = graph.version(earlier.submitted.version if earlier.submitted else 0)
    return Outcome(graph, earlier.sequence, earlier.digest(), is_new=False, version=version)


def _standing(graph: StoredGraph, change: Change) -> Outcome | None:
    """The outcome when all is so already: the content is in force, or the partner has its share."""
    last = graph.latest if graph.versions else None
    if last is None:
        return None
    made = change.submitted
    unchanged = (
        change.action is Action.SUBMIT
        and graph.current is not None
        and made is not None
        and (made.content_digest, made.level, made.profile)
        == (last.submitted.content_digest, last.submitted.level, last.submitted.profile)
    )
    shared = change.partner in graph.shared_with
    settled = (
        unchanged
        or (change.action is Action.SHARE and shared)
        or (change.action is Action.UNSHARE and not shared)
    )
    if not settled:
        return None
    return Outcome(graph, last.sequence, last.record_digest, is_new=False, version=last)
