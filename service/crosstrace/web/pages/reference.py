"""`/docs`: the API reference, rendered here from the OpenAPI document; it needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crosstrace.web.pages.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_BOUNDS: Final = {
    "enum": "one of {}",
    "pattern": "matches {}",
    "minimum": "from {}",
    "maximum": "to {}",
    "maxLength": "at most {} characters",
    "format": "{}",
    "default": "{} by default",
}


@router.get("/docs")
async def reference(request: Request) -> HTMLResponse:
    """Every operation with its parameters, bodies and answers."""
    document = request.app.openapi()
    return HTMLResponse(
        page("docs.html", document=document, operations=list(_operations(document)))
    )


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield {
                "id": operation["operationId"],
                "tag": operation["tags"][0],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "parameters": [_parameter(p) for p in operation.get("parameters", ())],
                "body": list(operation.get("requestBody", {}).get("content", ())),
                "answers": [_answer(*item) for item in operation["responses"].items()],
            }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "description": parameter.get("description", ""),
        "value": _value(parameter["schema"]),
    }


def _value(schema: dict[str, Any]) -> str:
    variants = [s for s in schema.get("anyOf", [schema]) if s.get("type") != "null"]
    merged = {**schema, **variants[0]}
    bounds = [
        text.format(", ".join(map(str, value)) if isinstance(value, list) else value)
        for name, text in _BOUNDS.items()
        if (value := merged.get(name)) is not None
    ]
    return ", ".join([merged.get("type", "string"), *bounds])


def _answer(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    content = answer.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return {
        "status": status,
        "description": answer["description"],
        "media_types": list(content),
        "schema": schema.get("$ref", "").rpartition("/")[2],
    }
