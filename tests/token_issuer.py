"""An identity provider of our own: it signs what a test asks it to, with real keys."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

NAME = "https://login.example.org/"
AUDIENCE = "https://crosstrace.example.org"
SETTINGS: dict[str, Any] = {"oidc_issuer": NAME, "oidc_audience": AUDIENCE}


class Issuer:
    """Signs with the RSA key `rsa-1` (RS256) or the EC key `ec-1` (ES256)."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> list[dict[str, Any]]:
        """The public keys, each a JWK."""
        rsa_key = RSAAlgorithm.to_jwk(self.rsa.public_key(), as_dict=True)
        ec_key = ECAlgorithm.to_jwk(self.ec.public_key(), as_dict=True)
        return [
            {**rsa_key, "kid": "rsa-1", "use": "sig", "alg": "RS256"},
            {**ec_key, "kid": "ec-1", "use": "sig"},
        ]

    def jwks(self) -> str:
        """The public keys as a JWKS document."""
        return json.dumps({"keys": self.public()})

    def token(self, *, header: dict[str, Any] | None = None, key: Any = None, **claims: Any) -> str:
        """A good token, apart from what the test changes; a claim that is None is left out."""
        head = {"kid": "rsa-1", "alg": "RS256", **(header or {})}
        own = self.ec if head["kid"] == "ec-1" else self.rsa
        said = {name: value for name, value in {**good(), **claims}.items() if value is not None}
        return jwt.encode(said, key or own, algorithm=head["alg"], headers=head)


def good() -> dict[str, Any]:
    """The claims of a token that is accepted."""
    now = int(time.time())
    return {
        "iss": NAME,
        "aud": AUDIENCE,
        "sub": "alice",
        "iat": now,
        "exp": now + 600,
        "organization": "acme",
        "roles": ["reader"],
    }


def unsigned(header: dict[str, Any] | bytes, claims: dict[str, Any], signature: bytes = b"") -> str:
    """A token put together by hand, as no library would."""
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    parts = (head, json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
