"""Graphs at rest: submitting, reading, withdrawing and sharing them; every version stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosstrace.access import organization_slug
from crosstrace.archive.changes import By, Change, Outcome
from crosstrace.archive.figures import Figures, Holdings
from crosstrace.archive.journal import Home, Journal
from crosstrace.archive.names import GraphName, Reader
from crosstrace.archive.records import Action, Record, Submitted, digest_of, read_log
from crosstrace.archive.replica import Replica
from crosstrace.archive.snapshots import Snapshots
from crosstrace.archive.state import State, StoredGraph, Version
from crosstrace.archive.verifying import faults
from crosstrace.errors import (
    CrosstraceError,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    StoreUnavailable,
)
from crosstrace.sparql import Visible


@dataclass(frozen=True, slots=True)
class Expected:
    """What a client takes for the current state, as in RFC 9110, section 13.

    `match` holds the entity tags of `If-Match` (an asterisk for any), `absent` says that
    `If-None-Match: *` was given: the graph must not be there yet.
    """

    match: tuple[str, ...] = ()
    absent: bool = False

    def check(self, graph: StoredGraph) -> None:
        """Raise `PreconditionFailed` unless `graph` is as expected."""
        current = graph.current
        if self.absent and current is not None:
            raise PreconditionFailed(f"{graph.name} exists; leave If-None-Match out to replace it.")
        if self.match and (current is None or not {"*", current.etag} & set(self.match)):
            held = "it is not there" if current is None else f'its ETag is now "{current.etag}"'
            raise PreconditionFailed(
                f"{graph.name} is not what If-Match says: {held}. Get it, merge, and try again."
            )


ANYTHING = Expected()


class Archive:
    """The graphs at rest of all organizations. Safe to call from many threads."""

    def __init__(self, replica: Replica, home: Home, folder: Path) -> None:
        self._replica = replica
        self.state = State()
        self.state.add(read_log(replica.log()))
        self.state.add(home.catch_up(self.state.sequence))
        self.figures = Figures(self._holdings)
        self._home = home
        self._journal = Journal(self.state, home, self.figures)
        self._snapshots = Snapshots(folder, replica.checkpoint, lambda: self.state.sequence)

    def close(self) -> None:
        """Finish the changes under way; nothing is taken afterwards."""
        self._journal.close()

    def check(self) -> None:
        """Raise `StoreUnavailable` unless changes would be taken, kept, and seen by queries."""
        if not self._journal.ready():
            raise StoreUnavailable("The store takes no changes any more.")
        self._home.check()
        self._snapshots.check()

    def submit(
        self,
        name: GraphName,
        submitted: Submitted,
        content: bytes,
        by: By,
        *,
        expected: Expected = ANYTHING,
        idempotency_key: str | None = None,
    ) -> Outcome:
        """Keep a new version, unless it is the one in force; its number is given here.

        Raises `PreconditionFailed`, `Unprocessable` for a key that was used for another request,
        `Forbidden` for a graph of others, `StoreUnavailable`.
        """
        key = _key_digest(idempotency_key)
        return self._make(
            Change(
                Action.SUBMIT,
                name,
                by,
                expected.check,
                submitted=submitted,
                content=content,
                idempotency=key,
            )
        )

    def earlier(self, name: GraphName, by: By, idempotency_key: str | None) -> Record | None:
        """The record that an earlier request with the same key made; others see none."""
        key = _key_digest(idempotency_key)
        if key is None or by.organization != name.organization:
            return None
        return self.state.by_key(name.organization, key)

    def withdraw(self, name: GraphName, by: By, *, expected: Expected = ANYTHING) -> Outcome:
        """Take a graph out of force; its versions stay readable and the log tells who did it."""

        def check(graph: StoredGraph) -> None:
            _in_force(graph)
            expected.check(graph)

        return self._make(Change(Action.WITHDRAW, name, by, check))

    def share(self, name: GraphName, partner: str, by: By) -> Outcome:
        """Let another organization read a graph, in all its versions, also later ones.

        `Gone` for a graph that was withdrawn, unless the share is there already.
        """

        def check(graph: StoredGraph) -> None:
            _there(graph)
            if graph.current is None and partner not in graph.shared_with:
                raise Gone(
                    f"{graph.name} was withdrawn, so it can't be shared with anybody new; submit a "
                    "version first."
                )

        return self._make(Change(Action.SHARE, name, by, check, partner=_other(name, partner)))

    def unshare(self, name: GraphName, partner: str, by: By) -> Outcome:
        """End what `share` began."""
        return self._make(Change(Action.UNSHARE, name, by, _there, partner=_other(name, partner)))

    def _make(self, change: Change) -> Outcome:
        with self.refusals():
            if change.by.organization != change.name.organization:
                raise Forbidden(f"Only {change.name.organization} may change {change.name}.")
            return self._journal.make(change)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Count it when the change that is asked for within is not made."""
        try:
            yield
        except CrosstraceError as error:
            self.figures.refused.labels(error.slug).inc()
            raise

    def _holdings(self) -> Holdings:
        graphs = list(self.state.graphs.values())
        return Holdings(
            versions=sum(len(graph.versions) for graph in graphs),
            in_force=sum(graph.current is not None for graph in graphs),
            records=self.state.sequence,
            waiting=self._journal.waiting(),
            snapshots=self._snapshots.made,
            snapshots_held=self._snapshots.held(),
            snapshot_age=self._snapshots.age(),
        )

    def graph(self, name: GraphName, reader: Reader) -> StoredGraph:
        """A graph that `reader` may see; `NotFound` else, whatever the reason."""
        return self.state.graph(name, reader)

    def graphs(self, reader: Reader) -> list[StoredGraph]:
        """All graphs that `reader` may see, withdrawn ones too, by name."""
        return self.state.seen_by(reader)

    def current(self, name: GraphName, reader: Reader) -> Version:
        """The version in force; `Gone` when the graph was withdrawn."""
        graph = self.graph(name, reader)
        return _in_force(graph)

    def content(self, version: Version) -> bytes:
        """The statements of a version, as they were judged; `BrokenData` when they have changed."""
        return self._replica.content(version)

    def visible(self, reader: Reader | None) -> Visible:
        """The named graphs that queries of `reader` may see; the frameworks' only for None.

        Versions that are no longer in force are seen where a query names them.
        """
        default = [*self._replica.frameworks]
        further: list[str] = []
        for graph in [] if reader is None else self.graphs(reader):
            default.append(graph.name.iri)
            for version in graph.versions:
                (default if version is graph.current else further).append(version.iri)
        return Visible(tuple(default), tuple(further))

    def snapshot(self) -> AbstractContextManager[Path]:
        """A copy of everything for evaluating queries, which stays while the context is open."""
        return self._snapshots.current()

    def log(self, organization: str | None = None) -> list[Record]:
        """The audit log, or the records that an organization's graphs have in it."""
        found = read_log(self._replica.log())
        return [r for r in found if organization in (None, r.organization)]

    def trail(self, organization: str) -> Sequence[Record]:
        """The records that an organization's graphs have in the log, as they were when read."""
        return self.state.records.get(organization, [])

    def has_record(self, digest: str) -> bool:
        """Whether a record of the log has this digest."""
        return any(record.digest() == digest for record in self.log())

    def verify(self, on_version: Callable[[Version], None] = lambda _: None) -> list[str]:
        """What doesn't hold together, in sentences: the log, then everything against it.

        `on_version` is told of each version each time before it is looked at, `looks` times.
        """
        return [
            *faults(self._replica, on_version),
            *self._home.faults(self.state, on_version),
        ]

    def looks(self) -> int:
        """How many times `verify` looks at a version."""
        return self._home.copies * sum(len(g.versions) for g in self.state.graphs.values())


def _key_digest(idempotency_key: str | None) -> str | None:
    return None if idempotency_key is None else digest_of(idempotency_key.encode())


def _other(name: GraphName, partner: str) -> str:
    organization_slug(partner)
    if partner == name.organization:
        raise Forbidden(f"{name} is {partner}'s own; it needs no share.")
    return partner


def _there(graph: StoredGraph) -> None:
    if not graph.versions:
        raise NotFound(f"There is no graph {graph.name} that you may see.")


def _in_force(graph: StoredGraph) -> Version:
    _there(graph)
    if graph.current is None:
        raise Gone(
            f"{graph.name} was withdrawn on {graph.withdrawn}; its versions can still be read."
        )
    return graph.current
