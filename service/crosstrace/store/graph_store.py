"""An embedded RDF dataset: in memory, or in a folder that one process may write.

Queries given here are the project's own (`.rq` files): they run in-process and unbounded.
Queries of clients go through `crosstrace.sparql`, in processes that can be stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from crosstrace.errors import InvalidInput, StoreUnavailable
from crosstrace.store.addresses import is_remote, shown_location

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = dict[str, str]
Answer: TypeAlias = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

MEMORY = "memory:"


class GraphStore:
    """A dataset of named graphs; the default graph of every query is the union of them all.

    No triple may stand in two graphs: a union query would count it twice (`duplicates`).
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def in_memory(cls) -> GraphStore:
        """An empty dataset that ends with the process."""
        return cls(ox.Store())

    @classmethod
    def open(cls, folder: Path) -> GraphStore:
        """The durable dataset in `folder`, made when missing; `StoreUnavailable` when in use."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(str(folder)))
        except OSError as error:
            raise StoreUnavailable(
                f"The store in {str(folder)!r} can't be opened ({error}); another process may be "
                "using it: stop that one, or name another folder."
            ) from error

    @classmethod
    def read_only(cls, folder: Path) -> GraphStore:
        """A copy that `checkpoint` made; any number of processes may read it."""
        try:
            return cls(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise StoreUnavailable(
                "The store can't be read just now; try again later.",
                internal=f"No snapshot can be read in {str(folder)!r}.",
            ) from error

    def reopen(self, folder: Path) -> None:
        """Open the store in `folder` anew, for RocksDB writes no more after a failure.

        Nobody else may use it meanwhile. When it can't be written yet it is open for reading
        only, and that is `StoreUnavailable`; `OSError` when it can't be read either and so holds
        nothing: try again later.
        """
        self.close()
        try:
            self._store = ox.Store(str(folder))
        except OSError as error:
            self._store = ox.Store.read_only(str(folder))
            raise StoreUnavailable(f"The store can't be written to yet: {error}.") from error

    def close(self) -> None:
        """Let go of the folder, so that another may open it; nothing is held any more."""
        self._store = ox.Store()

    def __len__(self) -> int:
        return len(self._store)

    def graph_names(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return sorted(
            name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode)
        )

    def replace_graphs(self, quads: Iterable[ox.Quad], names: Iterable[str]) -> None:
        """Put `quads` in place of everything the graphs `names` hold."""
        for name in names:
            self._store.remove_graph(ox.NamedNode(name))
        self._store.extend(quads)
        self.flush()

    def append(self, quads: Iterable[ox.Quad]) -> None:
        """Add `quads` in one transaction that survives a power cut; `OSError` when it can't be."""
        self._store.extend(quads)
        self._store.flush()

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement with its graph."""
        return iter(self._store)

    def graph(self, name: str) -> set[ox.Quad]:
        """The statements of one named graph."""
        return set(self._store.quads_for_pattern(None, None, None, ox.NamedNode(name)))

    def size(self, name: str) -> int:
        """How many statements one named graph holds."""
        found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        return sum(1 for _ in found)

    def text(self, subject: str, predicate: str) -> str | None:
        """The one literal that a node has as the value of a predicate, if it has one."""
        found = self._store.quads_for_pattern(
            ox.NamedNode(subject), ox.NamedNode(predicate), None, None
        )
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), None)

    def update(self, query: str) -> None:
        """Run one of the project's own updates, in one transaction."""
        self._store.update(query)

    def select(self, query: str, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """The rows of a SELECT: variable to lexical value, unbound ones left out.

        `bindings` gives IRIs for variables; a SELECT must project each of them.
        """
        solutions = self._ask(query, bindings)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("select() takes a SELECT query")
        names = [variable.value for variable in solutions.variables]
        return [
            {n: _value(term) for n in names if (term := solution[n]) is not None}
            for solution in solutions
        ]

    def construct(self, query: str, bindings: Mapping[str, str] | None = None) -> set[ox.Triple]:
        """The triples of a CONSTRUCT, each once."""
        triples = self._ask(query, bindings)
        if not isinstance(triples, ox.QueryTriples):
            raise TypeError("construct() takes a CONSTRUCT query")
        return set(triples)

    def _ask(self, query: str, bindings: Mapping[str, str] | None) -> Answer:
        return self._store.query(
            query, use_default_graph_as_union=True, substitutions=_substitutions(bindings)
        )

    def evaluate(
        self,
        query: str,
        *,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        bindings: Mapping[str, str] | None = None,
    ) -> Answer:
        """Evaluate any query over these graphs and no others.

        Both lists are always given: either alone would let a query reach further graphs.
        `SyntaxError` when the query can't be parsed.
        """
        return self._store.query(
            query,
            default_graph=[ox.NamedNode(name) for name in default_graphs],
            named_graphs=[ox.NamedNode(name) for name in named_graphs],
            substitutions=_substitutions(bindings),
        )

    def duplicates(self) -> list[ox.Triple]:
        """Triples that stand in more than one graph; the invariant is that there are none."""
        seen: set[ox.Triple] = set()
        twice: list[ox.Triple] = []
        for quad in self._store:
            (twice.append if quad.triple in seen else seen.add)(quad.triple)
        return twice

    def flush(self) -> None:
        """Make everything written so far survive a power cut (nothing to do in memory)."""
        self._store.flush()

    def checkpoint(self, folder: Path) -> None:
        """Make the new `folder` a copy that `read_only` opens; for a store that is on the disk.

        It shares the unchanging files with the store: making one takes milliseconds.
        """
        self._store.backup(str(folder))


def _substitutions(bindings: Mapping[str, str] | None) -> dict[ox.Variable, Term]:
    return {ox.Variable(name): ox.NamedNode(iri) for name, iri in (bindings or {}).items()}


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def open_store(location: str) -> GraphStore:
    """The store that `location` names: `memory:` or a folder."""
    if location == MEMORY:
        return GraphStore.in_memory()
    if is_remote(location):
        raise InvalidInput(
            f"{shown_location(location)} is a remote endpoint, which this command can't use; give "
            "'memory:' or a folder (`crosstrace serve` keeps graphs there, `crosstrace query` asks "
            "it)."
        )
    return GraphStore.open(Path(location))
