"""What the OpenAPI document says of answers, beyond what FastAPI derives from signatures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, TypeAlias

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from crosstrace.web import schemas
from crosstrace.web.access import BEARER_SCHEME, UNGUARDED
from crosstrace.web.negotiation import Representation
from crosstrace.web.problems import MEDIA_TYPE

_REF: Final = "#/components/schemas/{model}"
GUARDS: Final = (401, 403, 421, 429)
"""What the guard before every route may answer."""

_TEXT: Final = {"schema": {"type": "string"}}

MEANING: Final = {
    400: "A parameter or the body can't be used as given; `errors` says where.",
    401: "A key or token is needed, or the one that was sent is not valid.",
    403: "That is not allowed to the caller, or would change what may only be read.",
    404: "Nothing is known under that name.",
    406: "No acceptable form exists; `detail` lists those that do.",
    408: "The body did not arrive in time.",
    410: "The graph was withdrawn; its versions can still be read.",
    412: "The graph is not what the client takes it for; get it, merge, and try again.",
    413: "The body or the query is over the size limit.",
    415: "The Content-Type names no syntax that is read here.",
    422: "The graph does not conform and was not kept, or the key was used for another request.",
    421: "The request is meant for another host.",
    429: "Too many requests within a minute; `Retry-After` says how long to wait.",
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


def redirects(description: str) -> Responses:
    """The `responses` of an operation that leads elsewhere (303)."""
    return {303: {"description": description}, 400: _problem(400)}


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
        for path, operations in found["paths"].items():
            for operation in operations.values():
                operation["responses"] = _responses(path, operation["responses"])
        found["components"] = {"schemas": _schemas(), "securitySchemes": BEARER_SCHEME}
        # Everybody may look things up; an operation that needs more says so itself.
        found["security"] = [{}, {name: [] for name in BEARER_SCHEME}]
        app.openapi_schema = found
    return app.openapi_schema


def _responses(path: str, own: dict[str, Any]) -> dict[str, Any]:
    """An operation's own answers with those of the guard before it, by status."""
    guards = {} if path == UNGUARDED else {str(status): _problem(status) for status in GUARDS}
    if MEDIA_TYPE not in own.get("422", {}).get("content", {}):
        own.pop("422", None)  # the framework's own, which is answered as 400 here
    return dict(sorted({**guards, **own}.items()))


def _schemas() -> dict[str, Any]:
    models = [(model, "serialization") for model in schemas.DOCUMENTS]
    _, definitions = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]
    return dict(sorted(definitions["$defs"].items()))
