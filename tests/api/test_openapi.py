from __future__ import annotations

from typing import Any

import httpx
import pytest
from access_harness import Tenants

from crosstrace.web.app import openapi_document

DOCUMENT = openapi_document()
OPERATIONS = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
EMPTY = {"303", "304"}
"""Answers that have no content."""
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def test_the_document_can_be_had_without_services(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json() == DOCUMENT


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_an_operation_is_documented(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"].endswith(".")
    assert operation["operationId"]
    answers = operation["responses"]
    assert {"200", "303"} & set(answers)
    assert "application/json" not in answers.get("422", {}).get("content", {})
    assert all(answers[status]["content"] for status in set(answers) - EMPTY)
    assert all(p.get("description") for p in operation.get("parameters", ())), (method, path)
    if method == "post":
        assert {"408", "413", "415"} <= set(answers)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_what_the_guard_answers_is_documented(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    guarded = {"401", "403", "421", "429"} <= set(operation["responses"])
    assert guarded == (path != "/healthz"), (method, path)


def test_a_credential_is_optional_but_where_a_route_asks_for_one(tenants: Tenants) -> None:
    assert DOCUMENT["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert DOCUMENT["security"] == [{}, {"bearer": []}]
    paths = tenants.get("/openapi.json").json()["paths"]
    assert paths["/probe/MANAGE"]["get"]["security"] == [{"bearer": []}]
    assert "security" not in paths["/v1/frameworks"]["get"]


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(child) for child in node.values()))
    if isinstance(node, list):
        return set().union(*(references(child) for child in node))
    return set()


def test_every_reference_leads_to_a_schema() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert references(DOCUMENT) <= {f"#/components/schemas/{name}" for name in schemas}
    assert "HTTPValidationError" not in schemas
    assert all(schema.get("description") for schema in schemas.values())


def test_pages_are_not_part_of_the_api() -> None:
    assert not {"/", "/search", "/crosswalk", "/validate", "/docs"} & set(DOCUMENT["paths"])


def test_the_reference_page_names_every_operation(client: httpx.Client) -> None:
    page = client.get("/docs").text
    for method, path, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
        assert path in page
        assert method.upper() in page
