"""What the OpenAPI document says of answers, beyond what FastAPI derives from signatures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, TypeAlias

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from crosstrace.web import schemas
from crosstrace.web.negotiation import Representation
from crosstrace.web.problems import MEDIA_TYPE

_REF: Final = "#/components/schemas/{model}"
_TEXT: Final = {"schema": {"type": "string"}}

MEANING: Final = {
    400: "A parameter or the body can't be used as given; `errors` says where.",
    403: "The operation would change something that may only be read.",
    404: "Nothing is known under that name.",
    406: "No acceptable form exists; `detail` lists those that do.",
    408: "The body did not arrive in time.",
    413: "The body or the query is over the size limit.",
    415: "The Content-Type names no syntax that is read here.",
    503: "Stopped at a limit of time or memory, or no worker was free; trying again may help.",
}

Responses: TypeAlias = dict[int | str, dict[str, Any]]
Model: TypeAlias = type[schemas.Document] | tuple[type[schemas.Document], ...] | None


def answers(
    *forms: Representation,
    model: Model = None,
    description: str = "The answer.",
    problems: tuple[int, ...] = (),
    headers: dict[str, str] | None = None,
) -> Responses:
    """The `responses` of an operation: 200 in each of `forms`, and the `problems` it can have.

    `model` is the schema of the JSON form, or several of which it has one.
    """
    media_types = [media for form in forms for media in (form.media_type, *form.aliases)]
    content = {media: _content(media, model) for media in media_types}
    success: dict[str, Any] = {"description": description, "content": content}
    if headers:
        success["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    return {200: success, **{status: _problem(status) for status in problems}}


def body(content: dict[str, str], *, required: bool = True) -> dict[str, Any]:
    """The `requestBody` of an operation that reads raw bytes: media type to what it holds."""
    return {
        "requestBody": {
            "required": required,
            "content": {
                media: {"schema": {"type": "string", "description": text}}
                for media, text in content.items()
            },
        }
    }


def _content(media_type: str, model: Model) -> dict[str, Any]:
    if media_type == "application/json" and model is not None:
        models = model if isinstance(model, tuple) else (model,)
        refs = [{"$ref": _REF.format(model=one.__name__)} for one in models]
        return {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}
    return {} if media_type.endswith("json") else _TEXT


def _problem(status: int) -> dict[str, Any]:
    problem = {"schema": {"$ref": _REF.format(model="Problem")}}
    return {
        "description": f"{HTTPStatus(status).phrase}. {MEANING[status]}",
        "content": {MEDIA_TYPE: problem, "text/html": _TEXT},
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: FastAPI's, with our schemas and without the 422 it would promise."""
    if app.openapi_schema is None:
        found = FastAPI.openapi(app)
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("422", None)
        found["components"] = {"schemas": _schemas()}
        app.openapi_schema = found
    return app.openapi_schema


def _schemas() -> dict[str, Any]:
    models = [(model, "serialization") for model in schemas.DOCUMENTS]
    _, definitions = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]
    return dict(sorted(definitions["$defs"].items()))
