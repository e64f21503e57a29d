"""The addresses of an endpoint: one for both, or two, and none that is no address."""

from __future__ import annotations

import pytest

from crosstrace.errors import InvalidInput
from crosstrace.store import Addresses

ONE, OTHER = "http://127.0.0.1:8890/sparql", "https://[::1]/update"


def test_one_address_is_for_queries_and_updates() -> None:
    assert Addresses.parse(ONE) == Addresses(ONE, ONE)
    assert Addresses.parse(f"{ONE}, {OTHER}") == Addresses(ONE, OTHER)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "sparql",
        "http://",
        "http:///sparql",
        "ftp://host/sparql",
        "http://[::1",
        "http://h:port/",
    ],
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput, match="is no address of a SPARQL endpoint"):
        Addresses.parse(f"{ONE},{wrong}" if wrong else wrong)
