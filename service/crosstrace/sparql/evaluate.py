"""In the worker: evaluating one query on a read-only snapshot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.formats import WRITTEN
from crosstrace.rdf.output import write
from crosstrace.sandbox.worker import Handler
from crosstrace.sparql.dotted_names import as_written, escape_dots
from crosstrace.sparql.guard import GuardedQuery, dataset_of, guard, with_row_limit
from crosstrace.sparql.results import write_boolean, write_rows
from crosstrace.store import GraphStore

_PLACE = re.compile(r"\bat (\d+):(\d+)")
_SYNTAX_BY_MEDIA_TYPE = {syntax.media_type: syntax for syntax in WRITTEN}


def open_evaluator(settings: dict[str, Any]) -> Handler:
    """The handler of queries, each on the snapshot that its header names.

    A job's header has `snapshot` (a folder), `media_type`, `visible` and `further` (the graphs
    the caller may see: by default, and when they are named), `default_graphs` and `named_graphs`
    (the protocol's); its body is the query. The answer's header has `rows` and `truncated`; its
    body is the result.
    """
    snapshots = _Opened()
    max_bytes, max_rows = settings["query_bytes"], settings["query_rows"]

    def handle(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        store = snapshots.store(header["snapshot"])
        query = guard(body.decode(), max_bytes)
        dataset = _dataset(query, header)
        try:
            return _evaluate(store, query, dataset, header["media_type"], max_rows)
        except SyntaxError as error:
            raise _located(query.text, _as_written(store, query) or error) from error

    return handle


class _Opened:
    """The snapshot that was used last; the next query often asks for the same."""

    def __init__(self) -> None:
        self._folder = ""
        self._store = GraphStore.in_memory()

    def store(self, folder: str) -> GraphStore:
        if folder != self._folder:
            self._store = GraphStore.read_only(Path(folder))
            self._folder = folder
        return self._store


Dataset = tuple[Sequence[str], Sequence[str]]


def _dataset(query: GuardedQuery, header: dict[str, Any]) -> Dataset:
    """The default and the named graphs: the protocol's, else the query's, else all visible.

    A graph that the caller may not see is answered like one that doesn't exist.
    """
    visible, further = header["visible"], header["further"]
    default, named = header["default_graphs"], header["named_graphs"]
    if not default and not named:
        default, named = dataset_of(query)
    if not default and not named:
        return visible, visible
    seen = {*visible, *further}
    if not seen.issuperset([*default, *named]):
        raise InvalidInput(
            "A graph that was named isn't held here, and nothing is fetched for a client. "
            "List the graphs with SELECT DISTINCT ?g WHERE { GRAPH ?g { } }."
        )
    return default, named


def _evaluate(
    store: GraphStore, query: GuardedQuery, dataset: Dataset, media_type: str, max_rows: int
) -> tuple[dict[str, Any], bytes]:
    text = with_row_limit(query, max_rows + 1) if query.form == "select" else query.text
    answer = store.evaluate(escape_dots(text), default_graphs=dataset[0], named_graphs=dataset[1])
    match answer:
        case ox.QueryBoolean():
            return {"rows": 1, "truncated": False}, write_boolean(media_type, bool(answer))
        case ox.QuerySolutions():
            names = [variable.value for variable in answer.variables]
            rows = [tuple(solution) for solution in islice(answer, max_rows + 1)]
            truncated = len(rows) > max_rows
            body = write_rows(media_type, names, rows[:max_rows], truncated=truncated)
            return {"rows": min(len(rows), max_rows), "truncated": truncated}, body
    triples = list(islice(answer, max_rows + 1))
    body = write(set(triples[:max_rows]), _SYNTAX_BY_MEDIA_TYPE[media_type])
    return {"rows": min(len(triples), max_rows), "truncated": len(triples) > max_rows}, body


def _as_written(store: GraphStore, query: GuardedQuery) -> SyntaxError | None:
    # Places in the client's own text, not in the one with our row limit.
    try:
        store.evaluate(escape_dots(query.text), default_graphs=(), named_graphs=())
    except SyntaxError as error:
        return error
    return None


def _located(text: str, error: SyntaxError) -> InvalidInput:
    message = str(error).strip()
    place = _PLACE.search(message)
    line, column = None, None
    if place:
        line = int(place[1])
        column = as_written(text, line, int(place[2]))
        message = f"{message[: place.start()]}at {line}:{column}{message[place.end() :]}"
    detail = f"The query can't be read: {message}."
    return InvalidInput(detail, (InputError(detail, line, column),))
