from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from jwt.algorithms import OKPAlgorithm, RSAAlgorithm

from crosstrace.access import keyset
from crosstrace.access.keyset import KeySet, parse, read_location
from crosstrace.errors import InvalidInput, StoreUnavailable
from token_issuer import Issuer


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


def document(*keys: dict[str, Any]) -> bytes:
    return json.dumps({"keys": keys}).encode()


def test_each_key_has_the_algorithms_of_its_kind(issuer: Issuer) -> None:
    rsa_key, ec_key = issuer.public()
    edwards = OKPAlgorithm.to_jwk(ed25519.Ed25519PrivateKey.generate().public_key(), as_dict=True)
    del rsa_key["alg"]
    found = parse(document(rsa_key, ec_key, {**edwards, "kid": "ed-1"}))
    assert {kid: key.algorithms for kid, key in found.items()} == {
        "rsa-1": {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"},
        "ec-1": {"ES256"},
        "ed-1": {"EdDSA"},
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"use": "enc"},
        {"key_ops": ["encrypt"]},
        {"key_ops": 1},
        {"alg": ["RS256"]},
        {"kid": None},
        {"kid": 1},
        {"alg": "HS256"},
        {"alg": "none"},
        {"alg": "ES256"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "new"},
        {"kty": None},
    ],
    ids=repr,
)
def test_a_key_of_no_use_is_passed_over(issuer: Issuer, changed: dict[str, Any]) -> None:
    rsa_key, ec_key = issuer.public()
    assert set(parse(document({**rsa_key, **changed}, ec_key))) == {"ec-1"}
    with pytest.raises(InvalidInput, match="no usable key"):
        parse(document({**rsa_key, **changed}))


def test_a_short_rsa_key_is_passed_over() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    member = {**RSAAlgorithm.to_jwk(short, as_dict=True), "kid": "short"}
    with pytest.raises(InvalidInput, match="2048 bits"):
        parse(document(member))


def test_a_private_key_is_refused(issuer: Issuer) -> None:
    private = {**RSAAlgorithm.to_jwk(issuer.rsa, as_dict=True), "kid": "rsa-1"}
    with pytest.raises(InvalidInput, match="private key"):
        parse(document(private))


def test_a_name_for_two_keys_is_refused(issuer: Issuer) -> None:
    rsa_key, ec_key = issuer.public()
    with pytest.raises(InvalidInput, match="two keys"):
        parse(document(rsa_key, {**ec_key, "kid": "rsa-1"}))


@pytest.mark.parametrize("changed", [{"n": "!"}, {"n": 1}, {"n": None}, {"e": ""}])
def test_a_key_that_cannot_be_read_is_named(issuer: Issuer, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="'rsa-1' can't be read"):
        parse(document({**issuer.public()[0], **changed}))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"keys": 1}', b"\xff", b"[" * 10_000, b'{"keys": null}']
)
def test_what_is_no_key_set_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput, match="no JWKS"):
        parse(body)


def test_too_many_keys_are_refused(issuer: Issuer) -> None:
    with pytest.raises(InvalidInput, match="more than 100"):
        parse(document(*issuer.public() * 51))


class Source:
    """Where keys are read from; a test decides what is there, and what time it is."""

    def __init__(self, body: bytes) -> None:
        self.body: bytes | Exception = body
        self.reads = 0
        self.now = 0.0

    def read(self, _location: str) -> bytes:
        self.reads += 1
        if isinstance(self.body, Exception):
            raise self.body
        return self.body

    def time(self) -> float:
        return self.now


@pytest.fixture
def source(issuer: Issuer) -> Source:
    return Source(document(issuer.public()[0]))


@pytest.fixture
def keys(source: Source) -> Iterator[KeySet]:
    found = KeySet("anywhere", read=source.read, clock=source.time)
    yield found
    found.close()


def test_a_key_that_is_not_there_is_not_looked_for(keys: KeySet, source: Source) -> None:
    assert keys.get("rsa-1")
    assert [keys.get("ec-1") for _ in range(5)] == [None] * 5
    assert source.reads == 1


def test_new_keys_replace_the_old(keys: KeySet, source: Source, issuer: Issuer) -> None:
    source.body = document(issuer.public()[1])
    assert keys.refresh()
    assert keys.get("ec-1")
    assert keys.get("rsa-1") is None


@pytest.mark.parametrize("trouble", [StoreUnavailable("away"), b"<html>"])
def test_keys_that_cannot_be_renewed_are_used_for_a_day(
    keys: KeySet, source: Source, trouble: bytes | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    source.body = trouble
    source.now = keyset.STALE_SECONDS
    assert not keys.refresh()
    assert "not renewed" in caplog.text
    assert keys.get("rsa-1")
    source.now += 1
    assert keys.get("rsa-1") is None


def test_keys_are_renewed_on_a_schedule(
    source: Source, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "REFRESH_SECONDS", 0.001)
    monkeypatch.setattr(keyset, "RETRY_SECONDS", 0.001)
    found = KeySet("anywhere", read=source.read)
    source.body = StoreUnavailable("away for a while")
    _until(lambda: source.reads > 3)
    source.body = document(issuer.public()[1])
    _until(lambda: found.get("ec-1") is not None)
    found.close()
    reads = source.reads
    assert not found._thread.is_alive()
    assert source.reads == reads


def _until(condition: Any) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it never came to be")


def test_keys_are_read_from_a_file(tmp_path: Path, issuer: Issuer) -> None:
    file = tmp_path / "keys.json"
    with pytest.raises(InvalidInput, match="can't be read"):
        read_location(str(file))
    file.write_text(issuer.jwks(), encoding="utf-8")
    assert set(parse(read_location(str(file)))) == {"rsa-1", "ec-1"}


@pytest.mark.parametrize("address", ["http://login.example.org/keys", "ftp://x/y", "file:///etc"])
def test_keys_are_fetched_over_https_only(address: str) -> None:
    with pytest.raises(InvalidInput, match="https"):
        read_location(address)


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[httpx.Request]:
    """Stands in for the network: `answer` is given to every request, which are listed."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def stream(method: str, url: str, **options: Any) -> Any:
        client = httpx.Client(transport=httpx.MockTransport(handle))
        return client.stream(method, url, follow_redirects=options["follow_redirects"])

    monkeypatch.setattr(httpx, "stream", stream)
    return seen


def test_keys_are_fetched(monkeypatch: pytest.MonkeyPatch, issuer: Issuer) -> None:
    seen = answering(monkeypatch, httpx.Response(200, text=issuer.jwks()))
    assert parse(read_location("https://login.example.org/keys"))
    assert [str(request.url) for request in seen] == ["https://login.example.org/keys"]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"Location": "https://evil.example/"}),
        httpx.Response(500),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
    ],
    ids=repr,
)
def test_what_cannot_be_fetched_is_said(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    seen = answering(monkeypatch, answer)
    with pytest.raises(StoreUnavailable, match="oidc_keys"):
        read_location("https://login.example.org/keys")
    assert len(seen) == 1


def test_a_document_that_is_too_large_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, httpx.Response(200, content=b" " * (keyset.MAX_BYTES + 1)))
    with pytest.raises(InvalidInput, match="more than"):
        read_location("https://login.example.org/keys")
