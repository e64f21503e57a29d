"""What the log adds up to: the graphs, their versions, and with whom they are shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from crosstrace.archive.names import GraphName, Reader
from crosstrace.archive.records import BEGINNING, Action, Record, Submitted
from crosstrace.errors import BrokenData, Gone, NotFound


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a graph, and the record that made it."""

    name: GraphName
    submitted: Submitted
    created: str
    actor: str
    sequence: int
    record_digest: str

    @property
    def number(self) -> int:
        """1 for the first."""
        return self.submitted.version

    @property
    def iri(self) -> str:
        """The named graph that holds it."""
        return self.name.version_iri(self.number)

    @property
    def etag(self) -> str:
        """A strong entity tag: another for each version and each content."""
        return f"{self.number}-{self.submitted.content_digest[:16]}"


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """A graph with all its versions, the oldest first.

    `withdrawals` says when it was withdrawn, by the number of the version then in force.
    """

    name: GraphName
    versions: tuple[Version, ...] = ()
    withdrawals: Mapping[int, str] = field(default_factory=dict)
    shared_with: frozenset[str] = frozenset()

    @property
    def latest(self) -> Version:
        """The newest version, whether the graph was withdrawn or not."""
        return self.versions[-1]

    @property
    def withdrawn(self) -> str | None:
        """When the graph was withdrawn, if it is: a later version puts it in force again."""
        return self.withdrawals.get(len(self.versions))

    @property
    def current(self) -> Version | None:
        """The version in force; None when the graph was withdrawn, or is not there yet."""
        return self.before(len(self.versions) + 1)

    def before(self, number: int) -> Version | None:
        """The version that was in force when the one with this number came; None for none."""
        if number <= 1 or number - 1 in self.withdrawals:
            return None
        return self.version(number - 1)

    def version(self, number: int) -> Version:
        """A version by its number; `NotFound` when there is none."""
        if not 1 <= number <= len(self.versions):
            raise NotFound(
                f"{self.name} has no version {number}; its versions go from 1 to "
                f"{len(self.versions)}."
            )
        return self.versions[number - 1]

    def at(self, moment: str) -> Version:
        """The version that was in force at `moment` (UTC, ISO 8601).

        `NotFound` when there was none yet, `Gone` when the graph was withdrawn then.
        """
        there = [version for version in self.versions if version.created <= moment]
        if not there:
            raise NotFound(f"{self.name} had no version at {moment}.")
        withdrawn = self.withdrawals.get(there[-1].number)
        if withdrawn is not None and withdrawn <= moment:
            raise Gone(
                f"{self.name} was withdrawn at {moment}, since {withdrawn}; its versions can "
                "still be read."
            )
        return there[-1]

    def seen_by(self, reader: Reader) -> bool:
        """Whether `reader` may see it, in all its versions."""
        return reader.sees(self.name, self.shared_with)

    def after(self, record: Record) -> StoredGraph:
        """The graph once a record is added; `BrokenData` for one that can't follow."""
        number = None if record.submitted is None else record.submitted.version
        match record.action:
            case Action.SUBMIT if record.submitted and number == len(self.versions) + 1:
                made = Version(
                    self.name,
                    record.submitted,
                    record.time,
                    record.actor,
                    record.sequence,
                    record.digest(),
                )
                return replace(self, versions=(*self.versions, made))
            case Action.WITHDRAW if self.current:
                withdrawals = {**self.withdrawals, len(self.versions): record.time}
                return replace(self, withdrawals=withdrawals)
            case Action.SHARE if record.partner and self.versions:
                return replace(self, shared_with=self.shared_with | {record.partner})
            case Action.UNSHARE if record.partner and self.versions:
                return replace(self, shared_with=self.shared_with - {record.partner})
        raise BrokenData(
            f"Record {record.sequence} of the audit log can't follow those before it: {self.name} "
            f"is not in a state in which there is anything to {record.action}."
        )


@dataclass(slots=True)
class State:
    """All graphs; a reader sees each as it was after some record, never in between.

    `records` has those of each organization, in their order.
    """

    graphs: dict[GraphName, StoredGraph] = field(default_factory=dict)
    head: str = BEGINNING
    sequence: int = 0
    records: dict[str, list[Record]] = field(default_factory=dict)
    _by_key: dict[tuple[str, str], Record] = field(default_factory=dict)
    # Dictionaries for sets: copying one can't be disturbed by the thread that writes.
    _shared: dict[str, dict[GraphName, None]] = field(default_factory=dict)
    _owned: dict[str, dict[GraphName, None]] = field(default_factory=dict)

    def add(self, records: Iterable[Record]) -> None:
        """Fold in the next records of the log."""
        for record in records:
            name = record.name
            graph = self.graphs.get(name, StoredGraph(name)).after(record)
            self.graphs[name] = graph
            self._owned.setdefault(name.organization, {})[name] = None
            if record.action is Action.SHARE:
                self._shared.setdefault(record.partner or "", {})[name] = None
            elif record.action is Action.UNSHARE:
                self._shared.get(record.partner or "", {}).pop(name, None)
            self.records.setdefault(name.organization, []).append(record)
            if record.idempotency:
                self._by_key[record.organization, record.idempotency] = record
            self.head, self.sequence = record.digest(), record.sequence

    def by_key(self, organization: str, idempotency: str) -> Record | None:
        """The record that a client's idempotency key made, by the digest of the key."""
        return self._by_key.get((organization, idempotency))

    def graph(self, name: GraphName, reader: Reader) -> StoredGraph:
        """A graph that `reader` may see; `NotFound` else, whatever the reason."""
        found = self.graphs.get(name)
        if found is None or not found.seen_by(reader):
            raise NotFound(f"There is no graph {name} that you may see.")
        return found

    def seen_by(self, reader: Reader) -> list[StoredGraph]:
        """The graphs that `reader` may see, by name."""
        names = {*self._owned.get(reader.organization, {}).copy()}
        names |= {*self._shared.get(reader.organization, {}).copy()}
        found = (self.graphs[name] for name in sorted(names))
        return [graph for graph in found if graph.seen_by(reader)]
