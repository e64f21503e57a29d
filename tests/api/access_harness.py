"""A service with configured access; routes that ask for each permission, whatever they guard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from fastapi import Depends, FastAPI

from api_harness import Server, running
from crosstrace.access import Change, Permission, Principal, Register, Role, open_access
from crosstrace.access.keys import Key, Scope
from crosstrace.bootstrap import Services
from crosstrace.web.access import requires
from crosstrace.web.app import create_app
from token_issuer import SETTINGS, Issuer

PLENTY = 100_000
SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Tenants:
    """The service, the register it reads, and the issuer it trusts."""

    server: Server
    register: Register
    issuer: Issuer
    file: Path
    client: httpx.Client

    def add_organization(self, slug: str) -> None:
        """Register a further organisation."""
        self.register.add_organization(slug, slug, Change("tester", dt.datetime.now(dt.UTC)))

    def key(
        self, *roles: Role, label: str = "test", organization: str = "acme", **scope: Any
    ) -> tuple[Key, str]:
        """A new key of an organisation and its text."""
        change = Change("tester", dt.datetime.now(dt.UTC))
        key, text = self.register.create_key(
            organization,
            label=label,
            scope=Scope(frozenset(roles), **scope),
            expires=(change.now + SOON).date(),
            change=change,
        )
        return key, text.reveal()

    def get(self, path: str, credential: str | None = None, **headers: str) -> httpx.Response:
        """The answer to a GET with this credential."""
        if credential is not None:
            headers["Authorization"] = f"Bearer {credential}"
        return self.client.get(path, headers=headers)


@contextmanager
def configured(services: Services, folder: Path, **changed: Any) -> Iterator[Tenants]:
    """A running service in which the organisation `acme` is registered."""
    issuer = Issuer()
    keys, file = folder / "keys.json", folder / "access.sqlite"
    keys.write_text(issuer.jwks(), encoding="utf-8")
    given = {"access": file, "oidc_keys": str(keys), "rate_per_minute": PLENTY, **SETTINGS}
    settings = services.settings.model_copy(update=given | changed)
    with closing(Register(file)) as register, open_access(settings) as access:
        register.add_organization("acme", "Acme", Change("tester", dt.datetime.now(dt.UTC)))
        app = create_app(replace(services, settings=settings, access=access))
        add_probes(app)
        with running(app) as server, httpx.Client(base_url=server.url, timeout=30) as client:
            yield Tenants(server, register, issuer, file, client)


def add_probes(app: FastAPI) -> None:
    """`/probe/{permission}` and `/probe/{permission}/{name}`: who may do that, asked as a route."""
    for permission in Permission:
        demanded = Depends(requires(permission))

        async def probe(principal: Principal = demanded) -> dict[str, Any]:
            return {"organization": principal.organization, "actor": principal.actor}

        path = f"/probe/{permission.name}"
        app.get(path)(probe)
        app.get(path + "/{name}")(probe)
