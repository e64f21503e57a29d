"""Every operation of the OpenAPI document, with parameters that name a graph of somebody else.

An operation with a parameter that is not known here fails the tests: whoever adds it says whether
it can name a graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tenancy import TURTLE, Kept

from crosstrace.web.app import openapi_document

READING = ("get",)
NAMING: dict[str, Callable[[Kept], object]] = {
    "organization": lambda kept: kept.organization,
    "owner": lambda kept: kept.organization,
    "name": lambda kept: kept.name,
    "supplier": lambda kept: f"{kept.organization}/{kept.name}",
    "other": lambda kept: f"{kept.organization}/{kept.name}",
    "graph": lambda kept: kept.iri,
    "evidence": lambda kept: kept.node(kept.versions, "proof"),
    "asset": lambda kept: kept.node(kept.versions),
    "resource": lambda kept: f"graph/{kept.organization}/{kept.name}/versions",
    "document": lambda kept: kept.node(kept.versions, "proof"),
    "base": lambda kept: kept.node(kept.versions, ""),
    "url": lambda kept: kept.node(kept.versions, "proof"),
    "query": lambda kept: f"SELECT * FROM <{kept.version_iri(1)}> {{ ?s ?p ?o }}",
    "default-graph-uri": lambda kept: [kept.version_iri(1), kept.iri],
    "named-graph-uri": lambda kept: [kept.version_iri(1), kept.iri],
}
"""Parameters that can name a graph, or something in it."""

FIXED: dict[str, object] = {
    "edition": "sp800-218a",
    "source_edition": "ssdf-1.1",
    "target_edition": "ssdf-1.2-ipd",
    "id": "PO.1.1",
    "slug": "ssdf-1.1-to-csf-2.0",
    "source": "sp800-218a:PO.1.1",
    "target": "csf-2.0",
    "number": 1,
    "from": 1,
    "to": 2,
    "level": "draft",
}
"""Parameters that are needed, or make the answer say more."""

TRACED: dict[str, object] = {"from": "sp800-218a:PO.1.1", "to": "csf-2.0"}
ONLY_NARROWING = {
    "limit", "cursor", "format", "kind", "priority", "status", "parent", "q", "max_hops",
    "hierarchy", "include", "profile", "as_of", "count", "default", "if-match", "if-none-match",
    "idempotency-key", "version", "known_on", "unregistered", "expires_before", "mapping_set",
    "for", "title", "issued", "valid_until",
}  # fmt: skip
"""Parameters that name nothing, and only choose among what is told anyway."""

EMPTY_BOM: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}

MOMENTS: tuple[dict[str, object], ...] = ({"version": 1}, {"known_on": "2030-01-01"})


@dataclass(frozen=True)
class Operation:
    """A method and a path with their parameters by place, and the media types of the body."""

    method: str
    path: str
    places: dict[str, str]
    bodies: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def names_graphs(self) -> bool:
        return bool(self.places.keys() & NAMING.keys())

    def unknown(self) -> set[str]:
        """Parameters about which nobody has thought yet."""
        return self.places.keys() - NAMING.keys() - FIXED.keys() - ONLY_NARROWING

    def requests(self, kept: Kept, own: Kept | None = None) -> Iterator[Request]:
        """What can be asked about `kept`; with `own`, also beside a graph of the caller's."""
        values = {**FIXED, **(TRACED if self.path == "/v1/trace" else {})}
        values |= {name: tell(kept) for name, tell in NAMING.items()}
        if "mapping_set" in self.places:  # it is asked for an asset, evidence is asked for all
            withdrawn = {**values, "mapping_set": FIXED["slug"]}
            del withdrawn["evidence"], values["asset"]
            yield self._filled(withdrawn, kept)
        yield self._filled(values, kept)
        for moment in MOMENTS:
            if moment.keys() & self.places.keys():
                yield self._filled({**values, **moment}, kept)
        if "graph" in self.places:
            yield self._filled({**values, "graph": kept.version_iri(1)}, kept)
        if own is not None and {"supplier", "other"} & self.places.keys():
            beside = {**values, "name": own.name, "owner": own.organization}
            yield self._filled(beside, kept)

    def _filled(self, values: dict[str, object], kept: Kept) -> Request:
        path, params, headers = self.path, dict[str, object](), dict[str, str]()
        for name, place in self.places.items():
            if name not in values:
                continue
            if place == "path":
                path = path.replace(f"{{{name}}}", str(values[name]))
            else:
                params[name] = values[name]
        body: dict[str, Any] = {}
        if "text/turtle" in self.bodies:
            headers, body = TURTLE, {"content": Kept("x", kept.name).turtle(1)}
        elif "application/json" in self.bodies:
            body = {"json": EMPTY_BOM}
        elif self.bodies:
            body = {"data": {"query": params.pop("query", NAMING["query"](kept))}}
        return Request(self.method.upper(), path, params, headers, body)


@dataclass(frozen=True)
class Request:
    """One request, as `World.ask` takes it."""

    method: str
    path: str
    params: dict[str, object]
    headers: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)

    def given(self, **headers: str) -> dict[str, Any]:
        return {"params": self.params, "headers": {**self.headers, **headers}, **self.body}


def _operations() -> Iterator[Operation]:
    for path, methods in openapi_document()["paths"].items():
        for method, described in methods.items():
            places = {p["name"]: p["in"] for p in described.get("parameters", ())}
            bodies = tuple(described.get("requestBody", {}).get("content", ()))
            yield Operation(method, path, places, bodies)


OPERATIONS = tuple(_operations())
