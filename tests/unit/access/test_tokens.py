"""Tokens: what is accepted, and every known way of passing off a false one."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.access import Role
from crosstrace.access.keyset import KeySet
from crosstrace.access.tokens import MAX_TOKEN, TokenVerifier, Trust, trust_in
from crosstrace.errors import CrosstraceError, Forbidden, InvalidInput, Unauthenticated
from crosstrace.settings import Settings
from token_issuer import AUDIENCE, NAME, SETTINGS, Issuer, good, unsigned

ALGORITHMS = frozenset({"RS256", "ES256"})
TRUST = Trust(NAME, AUDIENCE, ALGORITHMS)
HOUR = 3600


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture(scope="module")
def keys(issuer: Issuer) -> Iterator[KeySet]:
    found = KeySet("memory", read=lambda _: issuer.jwks().encode())
    yield found
    found.close()


@pytest.fixture(scope="module")
def verifier(keys: KeySet) -> TokenVerifier:
    return TokenVerifier(TRUST, keys)


def refused(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(Unauthenticated) as error:
        verifier.principal(token)
    assert token not in error.value.detail
    return error.value.detail


@pytest.mark.parametrize(("kid", "alg"), [("rsa-1", "RS256"), ("ec-1", "ES256")])
def test_a_token_says_who_its_holder_is(
    verifier: TokenVerifier, issuer: Issuer, kid: str, alg: str
) -> None:
    token = issuer.token(
        header={"kid": kid, "alg": alg}, aud=["another", AUDIENCE], roles=["auditor", "dancer"]
    )
    found = verifier.principal(token)
    assert (found.organization, found.actor, found.via) == ("acme", "oidc:alice", "oidc")
    assert found.roles == {Role.AUDITOR}
    assert (found.read_only, found.graphs) == (False, None)


def test_roles_can_be_words(verifier: TokenVerifier, issuer: Issuer) -> None:
    found = verifier.principal(issuer.token(roles="openid reader submitter"))
    assert found.roles == {Role.READER, Role.SUBMITTER}


def test_claims_have_the_names_that_were_set(keys: KeySet, issuer: Issuer) -> None:
    own = Trust(NAME, AUDIENCE, ALGORITHMS, "https://x.example/org", "groups")
    claims = {"https://x.example/org": "other", "groups": ["admin"], "organization": "acme"}
    found = TokenVerifier(own, keys).principal(issuer.token(**claims))
    assert (found.organization, found.roles) == ("other", {Role.ADMIN})


@pytest.mark.parametrize("name", ["exp", "iss", "aud", "sub"])
def test_a_claim_that_is_missing(verifier: TokenVerifier, issuer: Issuer, name: str) -> None:
    refused(verifier, issuer.token(**{name: None}))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://other.example"},
        {"aud": []},
        {"aud": AUDIENCE + "/"},
        {"iss": NAME.rstrip("/")},
        {"iss": "https://evil.example/"},
        {"exp": "never"},
        {"exp": float("inf")},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
    ],
    ids=repr,
)
def test_a_claim_that_is_wrong(
    verifier: TokenVerifier, issuer: Issuer, claims: dict[str, Any]
) -> None:
    refused(verifier, issuer.token(**claims))


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("exp", -HOUR), ("exp", -31), ("nbf", HOUR), ("nbf", 61), ("iat", HOUR), ("iat", 61)],
)
def test_a_time_that_is_past_or_to_come(
    verifier: TokenVerifier, issuer: Issuer, name: str, seconds: int
) -> None:
    refused(verifier, issuer.token(**{name: time.time() + seconds}))


@pytest.mark.parametrize("claims", [{"sub": 7}, {"iss": [NAME]}, {"aud": {"a": AUDIENCE}}])
def test_a_claim_of_another_type(
    verifier: TokenVerifier, issuer: Issuer, claims: dict[str, Any]
) -> None:
    signed = jwt.PyJWS().encode(
        json.dumps({**good(), **claims}).encode(), issuer.rsa, "RS256", {"kid": "rsa-1"}
    )
    refused(verifier, signed)


def test_an_expired_token_is_told_so(verifier: TokenVerifier, issuer: Issuer) -> None:
    assert "expired" in refused(verifier, issuer.token(exp=time.time() - HOUR))


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 0, [], ["RS256"]])
def test_no_signature(verifier: TokenVerifier, alg: object) -> None:
    for signature in (b"", b"x" * 256):
        refused(verifier, unsigned({"alg": alg, "kid": "rsa-1"}, good(), signature))


def test_a_token_says_its_algorithm(verifier: TokenVerifier) -> None:
    refused(verifier, unsigned({"kid": "rsa-1"}, good()))


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_a_public_key_as_a_shared_secret(verifier: TokenVerifier, issuer: Issuer, alg: str) -> None:
    public = issuer.rsa.public_key()
    formats = serialization.PublicFormat
    secrets = [
        public.public_bytes(serialization.Encoding.PEM, formats.SubjectPublicKeyInfo),
        public.public_bytes(serialization.Encoding.PEM, formats.PKCS1),
        public.public_bytes(serialization.Encoding.DER, formats.SubjectPublicKeyInfo),
        json.dumps(issuer.public()[0]).encode(),
    ]
    kinds = {"HS256": hashes.SHA256(), "HS384": hashes.SHA384(), "HS512": hashes.SHA512()}
    for secret in secrets:
        signing_input = unsigned({"alg": alg, "kid": "rsa-1"}, good()).rstrip(".")
        code = hmac.HMAC(secret, kinds[alg])
        code.update(signing_input.encode())
        signature = base64.urlsafe_b64encode(code.finalize()).rstrip(b"=").decode()
        refused(verifier, f"{signing_input}.{signature}")


@pytest.mark.parametrize("header", [{"alg": "RS512"}, {"alg": "PS256"}, {"alg": "RS384"}])
def test_an_algorithm_that_is_not_pinned(
    verifier: TokenVerifier, issuer: Issuer, header: dict[str, str]
) -> None:
    refused(verifier, issuer.token(header=header))


def test_the_key_limits_the_algorithm_too(keys: KeySet, issuer: Issuer) -> None:
    lenient = TokenVerifier(Trust(NAME, AUDIENCE, frozenset({"RS256", "RS512"})), keys)
    assert lenient.principal(issuer.token())
    refused(lenient, issuer.token(header={"alg": "RS512"}))  # the key says that it is for RS256
    strict = TokenVerifier(Trust(NAME, AUDIENCE, frozenset({"RS256"})), keys)
    refused(strict, issuer.token(header={"kid": "ec-1", "alg": "ES256"}))


def test_a_key_of_another_kind(verifier: TokenVerifier, issuer: Issuer) -> None:
    refused(verifier, issuer.token(header={"kid": "rsa-1", "alg": "ES256"}, key=issuer.ec))
    refused(verifier, issuer.token(header={"kid": "ec-1", "alg": "RS256"}, key=issuer.rsa))


@pytest.mark.parametrize("kid", ["other", "", "../keys.json", "rsa-1\x00", "' OR 1=1 --"])
def test_a_key_that_is_not_known(verifier: TokenVerifier, issuer: Issuer, kid: str) -> None:
    refused(verifier, issuer.token(header={"kid": kid}))


@pytest.mark.parametrize("kid", [None, 1, ["rsa-1"], {"a": 1}])
def test_a_kid_is_a_string(verifier: TokenVerifier, kid: object) -> None:
    refused(verifier, unsigned({"alg": "RS256", "kid": kid}, good(), b"x" * 256))
    refused(verifier, unsigned({"alg": "RS256"}, good(), b"x" * 256))


@pytest.mark.parametrize("name", ["jku", "x5u", "jwk", "x5c"])
def test_a_key_that_the_token_brings(verifier: TokenVerifier, issuer: Issuer, name: str) -> None:
    attacker = Issuer()
    brought = {
        "jku": "https://evil.example/keys.json",
        "x5u": "https://evil.example/key.pem",
        "jwk": attacker.public()[0],
        "x5c": ["MIIB"],
    }
    header = {name: brought[name]}
    refused(verifier, issuer.token(header=header, key=attacker.rsa))
    refused(verifier, issuer.token(header={**header, "kid": "evil"}, key=attacker.rsa))
    assert verifier.principal(issuer.token(header=header)), "it is ignored, not believed"


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], "exp", None])
def test_a_critical_extension(verifier: TokenVerifier, issuer: Issuer, crit: object) -> None:
    payload = json.dumps(good()).encode()
    header = {"kid": "rsa-1", "crit": crit, "exp": 1}
    refused(verifier, jwt.PyJWS().encode(payload, issuer.rsa, "RS256", header))
    if crit == ["b64"]:
        header["b64"] = False
        detached = jwt.PyJWS().encode(
            payload, issuer.rsa, "RS256", header, is_payload_detached=True
        )
        refused(verifier, detached)


def test_a_changed_token(verifier: TokenVerifier, issuer: Issuer) -> None:
    head, _, signature = issuer.token().split(".")
    _, claims, _ = unsigned({}, {**good(), "roles": ["admin"]}).split(".")
    refused(verifier, f"{head}.{claims}.{signature}")
    refused(verifier, f"{head}.{claims}.")


def test_a_token_that_is_too_long(verifier: TokenVerifier, issuer: Issuer) -> None:
    assert verifier.principal(issuer.token(note="x" * 4000))
    assert "longer" in refused(verifier, issuer.token(note="x" * MAX_TOKEN))


@pytest.mark.parametrize(
    "head", [b"[" * 5000, b'{"alg":' * 700, b"[]", b"null", b"\xff", b'{"kid":"rsa-1"', b""]
)
def test_a_header_that_is_none(verifier: TokenVerifier, head: bytes) -> None:
    refused(verifier, unsigned(head, good()))


def test_claims_that_are_no_object(verifier: TokenVerifier, issuer: Issuer) -> None:
    for payload in (b"[]", b"null", b"[" * 3000, b"\xff", b""):
        signed = jwt.PyJWS().encode(payload, issuer.rsa, "RS256", {"kid": "rsa-1"})
        refused(verifier, signed)


@given(st.text(max_size=200) | st.from_regex(r"[\w-]*\.[\w-]*\.[\w-]*"))
def test_no_text_is_more_than_refused(verifier: TokenVerifier, text: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.principal(text)


CHANGED = ["exp", "nbf", "iat", "sub", "organization", "roles"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["exp", "nbf", "iat", "sub", "organization", "roles"]), JSON)
)
def test_even_a_signed_token_is_accepted_or_refused(
    verifier: TokenVerifier, issuer: Issuer, claims: dict[str, Any]
) -> None:
    payload = json.dumps({**good(), **claims}).encode()
    signed = jwt.PyJWS().encode(payload, issuer.rsa, "RS256", {"kid": "rsa-1"})
    try:
        found = verifier.principal(signed)
    except CrosstraceError as error:
        assert isinstance(error, Unauthenticated | Forbidden)  # noqa: PT017 - either is right
    else:
        assert found.roles


def test_trust_is_set_whole_or_not_at_all() -> None:
    assert trust_in(Settings()) is None
    whole = {**SETTINGS, "oidc_keys": "keys.json"}
    trust = trust_in(Settings(**whole))
    assert trust == TRUST
    for name in whole:
        with pytest.raises(InvalidInput, match=f"{name} must be set too"):
            trust_in(Settings(**{**whole, name: None}))
