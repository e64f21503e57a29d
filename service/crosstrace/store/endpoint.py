"""A SPARQL 1.1 endpoint that others run, asked and updated over the SPARQL 1.1 Protocol.

It is used in ways that every server has: texts and statements are inserted in small requests,
read in the order of their nodes, and removed. Nothing rests on how it evaluates a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyoxigraph as ox

from crosstrace.errors import StoreUnavailable, Unprocessable, shown_address
from crosstrace.store.addresses import Addresses, Login
from crosstrace.store.queries import read_query

if TYPE_CHECKING:
    import httpx

Row: TypeAlias = list[Any]
"""A term for each variable."""

SECONDS: Final = 60.0
TRIPLES: Final = 500
"""Triples in one request; Virtuoso's compiler takes less than five thousand lines."""

PAGE: Final = 5_000
"""Rows asked for at once; Virtuoso sorts and gives ten thousand at most."""

LISTING_SECONDS: Final = 600.0
"""How long an endpoint may take to go through everything that it holds."""

AWAY: Final = (
    "The store that keeps the graphs can't do this just now: try again later, a change with the "
    "same Idempotency-Key. Should it stay so, tell who runs the service; its log says why."
)
UNFIT: Final = (
    "The store that keeps the graphs can't hold some of these statements, numbers out of its range "
    "for instance, so nothing was kept. Who runs the service finds in its log which."
)

_FIRST: Final = "A:"
"""No absolute IRI sorts before it."""

_HEXADECIMAL: Final = "0123456789abcdef"
_DIGITS: Final = 32

_PACKAGE: Final = "crosstrace.store"
_JSON: Final = "application/sparql-results+json"


class Endpoint:
    """One endpoint; failing is a `StoreUnavailable`, what it won't take an `Unprocessable`."""

    def __init__(self, addresses: Addresses, login: Login | None = None) -> None:
        from crosstrace.store.http import client  # here, for it takes its time to load

        self._addresses = addresses
        self._client = client(SECONDS, login or addresses.login)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def texts_after(
        self, graph: str, after: str, *, seconds: float = SECONDS
    ) -> Iterator[tuple[str, str]]:
        """The nodes in `graph` with their texts, in the order of their names, after one name.

        The endpoint has `seconds` for each page of them.
        """
        wanted, name = ("node", "text"), "values-after"
        while page := self._select(wanted, name, seconds, graph=graph, after=after):
            yield from ((node.value, text.value) for node, text in page)
            after = page[-1][0].value

    def graph_names(self, prefix: str) -> Iterator[str]:
        """The named graphs whose IRIs begin with `prefix` and that hold something."""
        wanted, name, after = ("graph",), "graphs-after", _FIRST
        while page := self._select(wanted, name, LISTING_SECONDS, prefix=prefix, after=after):
            yield from (graph.value for (graph,) in page)
            after = page[-1][0].value

    def size(self, graph: str) -> int:
        """How many statements a named graph holds."""
        [[count]] = self._select(("count",), "size", LISTING_SECONDS, graph=graph)
        return int(count.value)

    def statements(self, graph: str) -> Iterator[list[ox.Quad]]:
        """What a named graph holds, in pages of `PAGE`, whatever its size.

        Statements with blank nodes, which we never write, are left out.
        """
        wanted, after, more = ("node", "predicate", "value"), _FIRST, True
        while more:
            page = self._select(wanted, "statements-after", graph=graph, after=after)
            if more := len(page) >= PAGE:  # then the last node may have more too
                last = page[-1][0]
                yield from self._of_node(graph, last, "")
                page = [row for row in page if row[0] != last]
                after = last.value
            yield [_quad(graph, *row) for row in page]

    def _of_node(self, graph: str, node: ox.NamedNode, digits: str) -> Iterator[list[ox.Quad]]:
        """The statements of one node whose digests begin with these digits."""
        wanted, name, prefix = ("predicate", "value"), "statements-of-node", f"urn:md5:{digits}"
        page = self._select(wanted, name, graph=graph, node=node.value, prefix=prefix)
        if len(page) < PAGE or len(digits) == _DIGITS:
            yield [_quad(graph, node, *row) for row in page]
            return
        for digit in _HEXADECIMAL:
            yield from self._of_node(graph, node, digits + digit)

    def remove_texts_after(self, graph: str, after: str) -> None:
        """Take those out again."""
        self._update(_bound(read_query(_PACKAGE, "remove-values-after"), graph=graph, after=after))

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self._update(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")

    def insert(self, quads: Iterable[ox.Quad]) -> None:
        """Add statements, in requests of `TRIPLES` at most, each of one graph."""
        by_graph: dict[str, list[ox.Triple]] = {}
        for quad in quads:
            by_graph.setdefault(str(quad.graph_name), []).append(quad.triple)
        for graph, triples in by_graph.items():
            for some in _batches(triples):
                lines = " .\n".join(map(str, some))
                self._update(f"INSERT DATA {{ GRAPH {graph} {{\n{lines} .\n}} }}")

    def _select(
        self, variables: Sequence[str], name: str, seconds: float = SECONDS, **terms: str
    ) -> list[Row]:
        """What the query `name` has for the variables, row by row."""
        query = _bound(read_query(_PACKAGE, name), **terms)
        answer = self._send(self._addresses.query, {"query": query}, _JSON, seconds)
        try:
            return _rows(answer.content, variables)
        except (ValueError, SyntaxError, KeyError) as error:
            address = shown_address(self._addresses.query)
            said = f"{address} answers with something else than SPARQL results: {error}."
            raise StoreUnavailable(AWAY, internal=said) from error

    def _update(self, text: str) -> None:
        self._send(self._addresses.update, {"update": text}, "*/*")

    def _send(
        self, address: str, form: dict[str, str], accept: str, seconds: float = SECONDS
    ) -> httpx.Response:
        import httpx

        # As a form, for that is what all servers take for both.
        try:
            answer = self._client.post(
                address, data=form, headers={"Accept": accept}, timeout=seconds
            )
        except httpx.HTTPError as error:
            said = f"{shown_address(address)} can't be reached: {error}."
            raise StoreUnavailable(AWAY, internal=said) from error
        if answer.is_success:
            return answer
        reason = " ".join(answer.text.split())[:200]
        said = f"{shown_address(address)} answered {answer.status_code}: {reason}"
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise Unprocessable(UNFIT, internal=said)
        raise StoreUnavailable(AWAY, internal=said)


def _quad(graph: str, subject: Any, predicate: Any, value: Any) -> ox.Quad:
    return ox.Quad(subject, predicate, value, ox.NamedNode(graph))


def _rows(body: bytes, variables: Sequence[str]) -> list[Row]:
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("no rows")  # noqa: TRY004 - it is not the type that is wrong
    rows = [[row[name] for name in variables] for row in found]
    if any(term is None for row in rows for term in row):
        raise ValueError("a row that lacks something")
    return rows


def _batches(triples: Sequence[ox.Triple]) -> Iterator[list[ox.Triple]]:
    rest = iter(triples)
    while some := list(islice(rest, TRIPLES)):
        yield some


def _bound(query: str, **terms: str) -> str:
    """One of the project's own queries with IRIs in place of variables; a protocol can't bind."""
    for name, iri in terms.items():
        node = str(ox.NamedNode(iri))
        query = re.sub(rf"\?{name}\b", node.replace("\\", r"\\"), query)
    return query
