"""Endpoints that are tampered with and looked at as others may, past the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from crosstrace.store import Addresses, Endpoint
from crosstrace.store.http import client
from crosstrace.vocab import ID
from stores import Kept

EVERYTHING = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), '%s')) }"


@contextmanager
def connected(kept: Kept) -> Iterator[Endpoint]:
    endpoint = Endpoint(Addresses.parse(kept.location), kept.login)
    try:
        yield endpoint
    finally:
        endpoint.close()


def dump(kept: Kept) -> bytes:
    """All that the endpoint holds under the project's names, a sorted line for each statement."""
    addresses = Addresses.parse(kept.location)
    with client(60, kept.login) as asking:
        accept = {"Accept": "application/sparql-results+json"}
        form = {"query": EVERYTHING % ID}
        answer = asking.post(addresses.query, data=form, headers=accept).raise_for_status()
    rows = answer.json()["results"]["bindings"]
    return "\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows)).encode()


def update(kept: Kept, text: str) -> None:
    with client(60, kept.login) as asking:
        answer = asking.post(Addresses.parse(kept.location).update, data={"update": text})
        assert answer.is_success, answer.text
