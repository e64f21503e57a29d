"""`/sparql`: the SPARQL 1.1 Protocol, for queries only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from crosstrace.access import Principal
from crosstrace.archive import Reader
from crosstrace.errors import InvalidInput, ReadOnly, UnsupportedSyntax
from crosstrace.sparql import RESULT_TYPES, Answer, QueryService
from crosstrace.web import body
from crosstrace.web.access import PrincipalDep
from crosstrace.web.dependencies import Graph, MetricsDep, QueryJobs, ServicesDep
from crosstrace.web.graphs import reader_of
from crosstrace.web.negotiation import (
    HTML,
    RDF_FORMS,
    Representation,
    choose,
    content_type,
)
from crosstrace.web.openapi import answers
from crosstrace.web.pages.sparql import query_page, result_page
from crosstrace.web.rdf import rdf_response
from crosstrace.web.service_description import describe_service

router = APIRouter(tags=["SPARQL"], default_response_class=Response)

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
ALIASES: Final = {"json": ("application/json",), "xml": ("application/xml",)}
FORMS: Final = {
    kind: (
        *(Representation(name, media, ALIASES.get(name, ())) for name, media in types.items()),
        HTML,
    )
    for kind, types in RESULT_TYPES.items()
}
"""For each form of query the representations of its answer."""

DESCRIPTION_FORMS: Final = (*RDF_FORMS, HTML)
ROW_LIMIT: Final = "Crosstrace-Row-Limit"
TRUNCATED: Final = "Crosstrace-Truncated"

_GRAPH_URIS: Final = {"type": "array", "items": {"type": "string", "format": "uri"}}
_GRAPH_PARAMETERS: Final[list[dict[str, Any]]] = [
    {
        "name": "default-graph-uri",
        "in": "query",
        "description": "Named graphs that make up the default graph; all when left out.",
        "schema": _GRAPH_URIS,
    },
    {
        "name": "named-graph-uri",
        "in": "query",
        "description": "Graphs that GRAPH can reach; all when left out.",
        "schema": _GRAPH_URIS,
    },
    {
        "name": "format",
        "in": "query",
        "description": "The form of the answer; without it, the Accept header decides.",
        "schema": {
            "type": "string",
            "enum": sorted({form.name for forms in FORMS.values() for form in forms}),
        },
    },
]
_QUERY_PARAMETER: Final[dict[str, Any]] = {
    "name": "query",
    "in": "query",
    "description": "The query; without it the service describes itself.",
    "schema": {"type": "string"},
    "example": "SELECT * WHERE { ?s ?p ?o } LIMIT 3",
}
_RESPONSES: Final = answers(
    *FORMS["select"],
    *FORMS["construct"],
    description="Results for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE.",
    problems=(400, 403, 406, 413, 503),
    headers={
        ROW_LIMIT: "Rows (or triples) that an answer may hold.",
        TRUNCATED: "true when the answer was cut at that limit, else false.",
    },
)
_POST_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        QUERY_TYPE: {"schema": {"type": "string"}},
        body.FORM: {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {
                    "query": {"type": "string"},
                    "default-graph-uri": _GRAPH_URIS,
                    "named-graph-uri": _GRAPH_URIS,
                },
            }
        },
    },
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as the protocol carries it; `text` is None when there is none."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str | None

    @classmethod
    def of(cls, fields: body.Form, direct: str | None = None) -> Operation:
        """Read the protocol's parameters; `direct` is a query that came as the body itself."""
        if fields.all("update"):
            raise ReadOnly("This endpoint is read-only: it answers queries and takes no updates.")
        queries = [*fields.all("query"), *([] if direct is None else [direct])]
        if len(queries) > 1:
            raise InvalidInput("The request holds several queries; send one.")
        default, named = fields.all("default-graph-uri"), fields.all("named-graph-uri")
        if not queries and (default or named):
            raise InvalidInput("The request names graphs but holds no query for them.")
        return cls(
            text=queries[0] if queries else None,
            default_graphs=tuple(default),
            named_graphs=tuple(named),
            form=next(iter(fields.all("format")), None),
        )


async def _from_address(request: Request) -> Operation:
    return Operation.of(body.parse_form(request.scope["query_string"]))


async def _from_body(request: Request) -> Operation:
    kind = body.media_type(request)
    if kind == body.FORM:
        operation = Operation.of(await body.read_form(request))
    elif kind == QUERY_TYPE:
        address = body.parse_form(request.scope["query_string"])
        operation = Operation.of(address, _decoded(await body.read_body(request)))
    elif kind == UPDATE_TYPE:
        raise ReadOnly("This endpoint is read-only: it answers queries and takes no updates.")
    else:
        raise UnsupportedSyntax(f"Send a query as {QUERY_TYPE} or as {body.FORM}.")
    if operation.text is None:
        raise InvalidInput("The request holds no query; send it as the field 'query'.")
    return operation


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"The query is not UTF-8 at byte {error.start}.") from error


@router.get(
    "/sparql",
    summary="Query by GET, or the service description",
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY_PARAMETER, *_GRAPH_PARAMETERS]},
)
async def query_by_get(
    request: Request,
    graph: Graph,
    services: ServicesDep,
    jobs: QueryJobs,
    metrics: MetricsDep,
    principal: PrincipalDep,
    operation: Annotated[Operation, Depends(_from_address)],
) -> Response:
    """SPARQL 1.1 over all frameworks, mappings, and the graphs that the caller may see.

    It is read-only, and nothing is fetched for it. A graph's version in force is asked by
    default; earlier ones where FROM, FROM NAMED or the protocol's parameters name them.
    """
    if operation.text is not None:
        return await _answer(request, services, jobs, metrics, principal, operation)
    form = choose(DESCRIPTION_FORMS, request.headers.get("accept"), operation.form)
    headers = {"Vary": "Accept"}
    if form is HTML:
        return HTMLResponse(query_page(graph.store.graph_names()), headers=headers)
    return rdf_response(describe_service(graph.store, request), form, headers)


@router.post(
    "/sparql",
    summary="Query by POST",
    responses={
        **_RESPONSES,
        **answers(problems=(408, 415)),
        200: _RESPONSES[200],
    },
    openapi_extra={"parameters": _GRAPH_PARAMETERS, "requestBody": _POST_BODY},
)
async def query_by_post(
    request: Request,
    services: ServicesDep,
    jobs: QueryJobs,
    metrics: MetricsDep,
    principal: PrincipalDep,
    operation: Annotated[Operation, Depends(_from_body)],
) -> Response:
    """The same, with the query as the body or as a field of a form."""
    return await _answer(request, services, jobs, metrics, principal, operation)


async def _answer(
    request: Request,
    services: ServicesDep,
    jobs: QueryJobs,
    metrics: MetricsDep,
    principal: Principal,
    operation: Operation,
) -> Response:
    accept = request.headers.get("accept")
    form, answer = await jobs.run(
        _evaluate, services.queries, reader_of(principal), operation, accept
    )
    if answer.truncated:
        metrics.truncated.inc()
    headers = {
        "Vary": "Accept",
        ROW_LIMIT: str(answer.row_limit),
        TRUNCATED: str(answer.truncated).lower(),
    }
    if form is HTML:
        return HTMLResponse(result_page(operation.text or "", answer), headers=headers)
    return Response(answer.body, media_type=content_type(form, accept), headers=headers)


def _evaluate(
    queries: QueryService[Reader], reader: Reader, operation: Operation, accept: str | None
) -> tuple[Representation, Answer]:
    text = operation.text or ""
    forms = FORMS[queries.form(text)]
    form = choose(forms, accept, operation.form)
    computed = forms[0] if form is HTML else form
    answer = queries.answer(
        text,
        media_type=computed.media_type,
        reader=reader,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
    )
    return form, answer
