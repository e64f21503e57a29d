"""The SPARQL 1.1 Service Description of `/sparql`."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox
from fastapi import Request

from crosstrace.store import GraphStore, read_query

_HOST: Final = re.compile(
    r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?"
)


def describe_service(store: GraphStore, request: Request) -> set[ox.Triple]:
    """The endpoint, its dataset and named graphs, and the forms it answers in, as triples."""
    host = request.headers.get("host", "")
    # The header is the client's: one that can't stand in an IRI is not used.
    authority = host if _HOST.fullmatch(host) else "localhost"
    endpoint = f"{request.url.scheme}://{authority}/sparql"
    query = read_query("crosstrace.web", "service_description")
    return store.construct(query, {"endpoint": endpoint})
