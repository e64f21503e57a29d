from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crosstrace.access import (
    ANONYMOUS,
    LOCAL,
    Change,
    Register,
    Role,
    is_loopback,
    open_access,
    refuse_open_exposure,
    register_path,
)
from crosstrace.access.keys import KeyText, Scope
from crosstrace.errors import Forbidden, InvalidInput, Unauthenticated
from crosstrace.settings import Settings
from token_issuer import SETTINGS, Issuer

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CHANGE = Change("root", NOW)


@pytest.fixture
def text(tmp_path: Path) -> Iterator[KeyText]:
    """A key in the register of the store `tmp_path`."""
    with closing(Register(tmp_path / "access.sqlite")) as register:
        register.add_organization("acme", "Acme", CHANGE)
        scope = Scope(frozenset({Role.READER}))
        _, made = register.create_key(
            "acme", label="x", scope=scope, expires=NOW.date(), change=CHANGE
        )
        yield made


def oidc(folder: Path, **changed: Any) -> dict[str, Any]:
    issuer = Issuer()
    (folder / "keys.json").write_text(issuer.jwks(), encoding="utf-8")
    return {**SETTINGS, "oidc_keys": str(folder / "keys.json"), **changed, "issuer": issuer}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"store": "memory:"}, None),
        ({"store": "https://store.example/sparql"}, None),
        ({"store": "graph"}, "graph/access.sqlite"),
        ({"store": "memory:", "access": "keys.sqlite"}, "keys.sqlite"),
        ({"store": "graph", "access": "keys.sqlite"}, "keys.sqlite"),
    ],
)
def test_where_the_register_is(given: dict[str, Any], expected: str | None) -> None:
    found = register_path(Settings(**given))
    assert found == (None if expected is None else Path(expected))


@pytest.mark.parametrize("store", ["memory:", "folder"])
def test_without_configuration_everybody_is_the_local_tenant(tmp_path: Path, store: str) -> None:
    with open_access(Settings(store=store.replace("folder", str(tmp_path)))) as access:
        assert access.local
        assert access.identify(None, NOW) == LOCAL
        with pytest.raises(Unauthenticated, match="organization add"):
            access.identify("Bearer x", NOW)
    assert list(tmp_path.iterdir()) == []


def test_with_an_organization_a_key_is_needed(tmp_path: Path, text: KeyText) -> None:
    with open_access(Settings(store=str(tmp_path))) as access:
        assert not access.local
        assert access.identify(None, NOW) == ANONYMOUS
        assert access.identify(f"bearer  {text.reveal()}", NOW).organization == "acme"
        with pytest.raises(Unauthenticated, match="keys only"):
            access.identify("Bearer a.b.c", NOW)


def test_a_register_that_is_named_closes_the_service_even_when_empty(tmp_path: Path) -> None:
    with open_access(Settings(access=tmp_path / "none.sqlite")) as access:
        assert not access.local
        assert access.identify(None, NOW) == ANONYMOUS


def test_a_token_of_the_local_organization_needs_it_registered(tmp_path: Path) -> None:
    given = oidc(tmp_path)
    issuer = given.pop("issuer")
    token = f"Bearer {issuer.token(organization='local')}"
    with open_access(Settings(access=tmp_path / "access.sqlite", **given)) as access:
        assert access.takes_tokens
        with pytest.raises(Forbidden, match="organization add"):
            access.identify(token, NOW)
        with closing(Register(tmp_path / "access.sqlite")) as register:
            register.add_organization("local", "Local", CHANGE)
        assert access.knows("local")
        assert not access.knows("other")
        assert access.identify(token, NOW).organization == "local"


def test_tokens_need_no_register(tmp_path: Path) -> None:
    given = oidc(tmp_path)
    issuer = given.pop("issuer")
    with open_access(Settings(**given)) as access:
        assert not access.local
        assert access.identify(f"Bearer {issuer.token()}", NOW).via == "oidc"
        with pytest.raises(Unauthenticated, match="not known"):
            access.identify(f"Bearer {KeyText.generate().reveal()}", NOW)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"]
)
def test_addresses_of_this_machine(host: str) -> None:
    assert is_loopback(host)
    refuse_open_exposure(Settings(host=host))


OTHERS = ["0.0.0.0", "::", "192.0.2.1", "example.org", "localhost.example.org", "", "127.1"]


@pytest.mark.parametrize("host", OTHERS)
def test_an_open_service_is_not_shown_to_others(host: str, tmp_path: Path) -> None:
    assert not is_loopback(host)
    for store in ("memory:", str(tmp_path)):
        with pytest.raises(InvalidInput, match="No access is configured"):
            refuse_open_exposure(Settings(host=host, store=store))


@pytest.mark.usefixtures("text")
def test_a_service_with_access_may_be_shown(tmp_path: Path) -> None:
    given = oidc(tmp_path)
    del given["issuer"]
    for settings in (
        {"store": str(tmp_path)},
        {"access": tmp_path / "access.sqlite"},
        {"access": tmp_path / "to-come.sqlite"},
        given,
    ):
        refuse_open_exposure(Settings(host="0.0.0.0", **settings))


def test_half_of_an_identity_provider_is_none() -> None:
    with pytest.raises(InvalidInput, match="must be set too"):
        refuse_open_exposure(Settings(host="0.0.0.0", oidc_issuer="https://login.example.org/"))
