"""The addresses of an endpoint: one for both, or two, and none that is no address."""

from __future__ import annotations

import pytest

from crosstrace.errors import InvalidInput, shown_address
from crosstrace.store import Addresses, Login, is_remote, open_store, shown_location

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


def test_a_login_is_taken_out_of_an_address() -> None:
    found = Addresses.parse("http://ann:p%40ss@h:1/q , https://ann:p%40ss@i/u?g=1")
    assert found == Addresses("http://h:1/q", "https://i/u?g=1", Login("ann", "p@ss"))
    assert Addresses.parse("http://h/q,http://ann@h/u").login == Login("ann", "")
    assert "p@ss" not in repr(found)
    with pytest.raises(InvalidInput, match="store_user and store_password") as error:
        Addresses.parse("http://ann:one@h/q,http://ann:other@h/u")
    assert "one" not in str(error.value).replace("give one", "")


@pytest.mark.parametrize(
    "location",
    [
        "http://ann:se,cret@h/q",
        "http://ann:se/cret@h/q",
        "http://ann:secret@h:port/q",
        "http://ann:secret@/q",
        "http://ann:[secret@h/q",
        "http://h/q,ftp://ann:secret@h/u",
    ],
)
def test_of_an_address_that_is_none_no_password_is_repeated(location: str) -> None:
    with pytest.raises(InvalidInput, match="is no address of a SPARQL endpoint") as error:
        Addresses.parse(location)
    for hidden in ("secret", "se,", "cret"):
        assert hidden not in str(error.value)
        assert hidden not in repr(error.value.__cause__ or error.value.__context__)


def test_what_is_shown_of_a_location() -> None:
    assert shown_location("./a folder") == "'./a folder'"
    assert shown_location("http://a:b@h/q?key=x#y") == "'http://h/q'"
    assert shown_location("http://a:b@h/q,http://h/u") == "'http://h/q,http://h/u'"
    assert shown_address("http://[::1") == "the address"
    assert is_remote("HTTP://h/")
    with pytest.raises(InvalidInput, match="'http://h/q' is a remote endpoint"):
        open_store("http://a:b@h/q")
