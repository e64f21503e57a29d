"""A SPARQL 1.1 endpoint that others run, asked and updated over the SPARQL 1.1 Protocol.

It is used in ways that every server has: texts and statements are inserted in small requests,
read in the order of their nodes, and removed. Nothing rests on how it evaluates a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from crosstrace.errors import InvalidInput, StoreUnavailable, Unprocessable
from crosstrace.store.queries import read_query

if TYPE_CHECKING:
    import httpx

SECONDS: Final = 60.0
TRIPLES: Final = 500
"""Triples in one request; Virtuoso's compiler takes less than five thousand lines."""

_PACKAGE: Final = "crosstrace.store"
_JSON: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an endpoint takes queries and where updates: the same, unless two are given."""

    query: str
    update: str

    @classmethod
    def parse(cls, location: str) -> Addresses:
        """`URL` for both, or `QUERY-URL,UPDATE-URL`; no other place is ever asked."""
        query, _, update = location.partition(",")
        found = cls(query.strip(), update.strip() or query.strip())
        for address in (found.query, found.update):
            if not _is_web_address(address):
                raise InvalidInput(f"{address!r} is no address of a SPARQL endpoint.")
        return found


@dataclass(frozen=True, slots=True)
class Login:
    """Who an endpoint is told that it is asked by."""

    user: str
    password: str = field(repr=False)


class Endpoint:
    """One endpoint; failing is a `StoreUnavailable`, what it won't take an `Unprocessable`."""

    def __init__(self, addresses: Addresses, login: Login | None = None) -> None:
        from crosstrace.store.http import client  # here, for it takes its time to load

        self._addresses = addresses
        self._client = client(SECONDS, login)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def texts_after(
        self, graph: str, after: str, *, seconds: float = SECONDS
    ) -> Iterator[tuple[str, str]]:
        """The nodes in `graph` with their texts, in the order of their names, after one name.

        The endpoint has `seconds` for each page of them.
        """
        while page := self._select("values-after", seconds, graph=graph, after=after):
            yield from page
            after = page[-1][0]

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

    def _select(self, name: str, seconds: float, **terms: str) -> list[tuple[str, str]]:
        query = _bound(read_query(_PACKAGE, name), **terms)
        answer = self._send(self._addresses.query, {"query": query}, _JSON, seconds)
        try:
            found: dict[str, Any] = answer.json()
            rows = found["results"]["bindings"]
            return [(row["node"]["value"], row["text"]["value"]) for row in rows]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(
                f"{self._addresses.query} answers with something else than SPARQL results."
            ) from error

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
            raise StoreUnavailable(f"{address} can't be reached: {error}.") from error
        if answer.is_success:
            return answer
        said = f"{address} answered {answer.status_code}: {' '.join(answer.text.split())[:200]}"
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise Unprocessable(f"The store behind this service can't hold this. {said}")
        raise StoreUnavailable(said)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that are none
        return False


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
