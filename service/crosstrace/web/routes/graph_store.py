"""`/rdf-graph-store`: the SPARQL 1.1 Graph Store HTTP Protocol over graphs at rest.

A graph is named by its IRI; writing one judges it and keeps a version, as `/v1/graphs` does.
"""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid4, uuid5

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from crosstrace import documents
from crosstrace.access import Permission, Principal, demand
from crosstrace.archive import GraphName
from crosstrace.archive.submitting import Receipt, add, submit
from crosstrace.errors import InvalidInput, ReadOnly
from crosstrace.rdf.formats import SYNTAXES
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.service import PROFILES
from crosstrace.vocab import GRAPHS
from crosstrace.web import schemas
from crosstrace.web.dependencies import ServicesDep, WriteJobs
from crosstrace.web.graphs import (
    ExpectedDep,
    IdempotencyKey,
    Level,
    Profile,
    ReaderPrincipal,
    WriterPrincipal,
    by,
    content_response,
    document_of,
    reader_of,
    version_headers,
)
from crosstrace.web.negotiation import JSON, RDF_FORMS, Representation, negotiated
from crosstrace.web.openapi import answers, body

router = APIRouter(tags=["graphs"], default_response_class=Response)

PATH: Final = "/rdf-graph-store"
_RETRIED: Final = uuid5(NAMESPACE_URL, GRAPHS)
_BODY: Final = body({s.media_type: "The graph." for s in SYNTAXES})
_WRITES: Final = {
    **answers(
        JSON,
        model=schemas.Receipt,
        problems=(400, 401, 403, 404, 408, 412, 413, 415, 422, 503),
    ),
    201: answers(JSON, model=schemas.Receipt, description="A version was kept.")[200],
}

GraphIri = Annotated[
    str | None,
    Query(
        max_length=400,
        description="The IRI of a graph, or of one of its versions for reading.",
        examples=["https://w3id.org/crosstrace/id/graph/local/larkspur-2"],
    ),
]
Default = Annotated[
    str | None, Query(max_length=0, description="The default graph, which is not kept here.")
]


async def _named(graph: GraphIri = None, default: Default = None) -> tuple[GraphName, int | None]:
    if graph is None or default is not None:
        raise InvalidInput(
            "Name one graph with ?graph=; the default graph is the union of all that a query may "
            "see, and can't be read or written as a whole."
        )
    return GraphName.from_iri(graph)


async def _writable(
    principal: WriterPrincipal, named: Annotated[tuple[GraphName, int | None], Depends(_named)]
) -> GraphName:
    return _own(principal, *named)


async def _new_or_writable(
    principal: WriterPrincipal,
    graph: GraphIri = None,
    default: Default = None,
    idempotency_key: IdempotencyKey = None,
) -> GraphName:
    if graph is None and default is None:
        # A retry means the graph that the first request made.
        number = uuid4() if idempotency_key is None else uuid5(_RETRIED, idempotency_key)
        return _own(principal, GraphName(principal.organization, f"graph-{number.hex}"), None)
    return _own(principal, *await _named(graph, default))


def _own(principal: Principal, name: GraphName, number: int | None) -> GraphName:
    demand(principal, Permission.WRITE_GRAPHS, name.name)
    if number is not None:
        raise ReadOnly("A version can only be read; write to the graph, which makes the next one.")
    return name


@router.get(
    PATH,
    summary="Read a graph by its IRI",
    responses={
        **answers(*RDF_FORMS, problems=(400, 401, 403, 404, 406, 410, 503)),
        304: {"description": "The client holds this version."},
    },
)
def read(
    request: Request,
    services: ServicesDep,
    principal: ReaderPrincipal,
    named: Annotated[tuple[GraphName, int | None], Depends(_named)],
    form: Annotated[Representation, Depends(negotiated(*RDF_FORMS))],
) -> Response:
    """The version in force, or the one that the IRI names."""
    name, number = named
    reader = reader_of(principal)
    if number is None:
        found = services.archive.current(name, reader)
    else:
        found = services.archive.graph(name, reader).version(number)
    return content_response(request, services, found, form)


@router.put(PATH, summary="Replace a graph", responses=_WRITES, openapi_extra=_BODY)
async def replace(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: WriterPrincipal,
    name: Annotated[GraphName, Depends(_writable)],
    expected: ExpectedDep,
    profile: Profile = PROFILES[0],
    level: Level = DEFAULT_LEVEL,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Keep the body as the graph's next version, if it conforms."""
    receipt = await jobs.run(
        submit,
        services.archive,
        services.validator,
        name,
        await document_of(request, profile, level),
        by(request, principal),
        expected=expected,
        idempotency_key=idempotency_key,
    )
    return _kept(receipt)


@router.post(PATH, summary="Add to a graph", responses=_WRITES, openapi_extra=_BODY)
async def merge(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: WriterPrincipal,
    name: Annotated[GraphName, Depends(_new_or_writable)],
    expected: ExpectedDep,
    profile: Profile = PROFILES[0],
    level: Level = DEFAULT_LEVEL,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Keep the merge of graph and body as the next version, if it conforms.

    Without `?graph=` a new graph gets a name of its own.
    """
    receipt = await jobs.run(
        add,
        services.archive,
        services.validator,
        name,
        await document_of(request, profile, level),
        by(request, principal),
        expected=expected,
        idempotency_key=idempotency_key,
    )
    return _kept(receipt)


@router.delete(
    PATH,
    summary="Withdraw a graph by its IRI",
    responses=answers(
        JSON, model=schemas.GraphChange, problems=(400, 401, 403, 404, 410, 412, 503)
    ),
)
async def delete(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: WriterPrincipal,
    name: Annotated[GraphName, Depends(_writable)],
    expected: ExpectedDep,
) -> JSONResponse:
    """Take the graph out of force; its versions stay readable."""
    found = await jobs.run(
        services.archive.withdraw, name, by(request, principal), expected=expected
    )
    return JSONResponse(documents.outcome(found, principal.organization))


def _kept(receipt: Receipt) -> JSONResponse:
    made = receipt.outcome.version
    assert made is not None  # noqa: S101 - a submission makes a version or raises
    return JSONResponse(
        documents.receipt(receipt),
        status_code=201 if receipt.outcome.is_new else 200,
        headers={**version_headers(made), "Location": f"{PATH}?graph={quote(made.iri, safe='')}"},
    )
