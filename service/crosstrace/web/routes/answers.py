"""`/v1/graphs/{name}/…`: what graphs at rest answer."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from crosstrace import documents, traceability
from crosstrace.errors import InvalidInput
from crosstrace.model import EDITION_PATTERN
from crosstrace.traceability import DEFAULT_COUNT
from crosstrace.web.dependencies import EditionPath, Graph, ServicesDep
from crosstrace.web.graphs import NamePath, Owner, ReaderPrincipal, graph_of, reader_of
from crosstrace.web.views import (
    AsOf,
    Asset,
    Day,
    SupplierViews,
    View,
    parse_day,
    view_named,
    view_of,
)

router = APIRouter(tags=["answers"], default_response_class=Response)

GRAPH: Final = "/v1/graphs/{name}"
MOST_STEPS: Final = 48

WantedEdition = Annotated[
    str, Query(pattern=EDITION_PATTERN, description="The edition to answer for.")
]
OptionalEdition = Annotated[
    str | None, Query(pattern=EDITION_PATTERN, description="The edition to answer for.")
]


@router.get(GRAPH + "/coverage", summary="How far an edition is covered")
def coverage(
    graph: Graph, view: View, day: Day, edition: WantedEdition, asset: Asset = None
) -> JSONResponse:
    """Each element of the edition: how far, by which statements and hops, and why."""
    found = traceability.coverage(view, graph.crosswalk, edition, day, asset=asset)
    return JSONResponse(documents.coverage(found))


@router.get(GRAPH + "/gaps", summary="What is open")
def gaps(
    graph: Graph, view: View, day: Day, edition: OptionalEdition = None, asset: Asset = None
) -> JSONResponse:
    """What is open, high priority first; with an edition also where no mapping leads to it."""
    found = documents.gaps(traceability.gaps(view, graph.crosswalk, day, asset=asset))
    unmapped = edition and traceability.mapping_gaps(graph.crosswalk, view.profile, edition)
    return JSONResponse(
        found | {"mapping_gaps": documents.mapping_gaps(unmapped) if unmapped else None}
    )


@router.get(GRAPH + "/impact", summary="What is lost with evidence")
def impact(
    graph: Graph,
    view: View,
    suppliers: SupplierViews,
    day: Day,
    evidence: Annotated[
        str | None,
        Query(max_length=2000, description="IRI or digest of the evidence that is lost."),
    ] = None,
    expires_before: AsOf = None,
    mapping_set: Annotated[
        str | None,
        Query(pattern=EDITION_PATTERN, description="Instead: a mapping set that is withdrawn."),
    ] = None,
) -> JSONResponse:
    """What loses support when evidence is lost, or coverage when a mapping set is withdrawn.

    With no parameter: what most rests upon.
    """
    if mapping_set is not None:
        if evidence is not None or expires_before is not None:
            raise InvalidInput("Ask for evidence or for a mapping set, not for both at once.")
        fallen = traceability.withdrawal(view, graph.crosswalk, mapping_set, day)
        return JSONResponse(documents.withdrawal(fallen))
    found = traceability.impact(
        view,
        graph.crosswalk,
        day,
        evidence=evidence,
        expires_before=None if expires_before is None else parse_day(expires_before),
        suppliers=suppliers,
    )
    return JSONResponse(documents.impact(found))


@router.get(GRAPH + "/responsibility", summary="Who answers for what")
def responsibility(graph: Graph, view: View, suppliers: SupplierViews, day: Day) -> JSONResponse:
    """Who answers for each task, what nobody or too many do, and what suppliers show."""
    found = traceability.responsibility(view, graph.crosswalk, day, suppliers=suppliers)
    return JSONResponse(documents.responsibility(found))


@router.get(GRAPH + "/attestation/{edition}", summary="Ready to attest")
def attestation(
    graph: Graph, view: View, day: Day, edition: EditionPath, asset: Asset = None
) -> JSONResponse:
    """The readiness to sign a form or the profile: tasks behind each item, evidence, blockers."""
    found = traceability.attestation(view, graph.crosswalk, edition, day, asset=asset)
    return JSONResponse(documents.attestation(found))


@router.get(GRAPH + "/next-steps", summary="What to do next")
def next_steps(
    graph: Graph,
    view: View,
    day: Day,
    count: Annotated[int, Query(ge=1, le=MOST_STEPS, description="Steps.")] = DEFAULT_COUNT,
    asset: Asset = None,
) -> JSONResponse:
    """The steps that close most gaps of high priority and certainly lift most elsewhere."""
    found = traceability.next_steps(view, graph.crosswalk, day, count, asset=asset)
    return JSONResponse(documents.next_steps(found))


@router.get(GRAPH + "/diff", summary="What changed between two versions")
def diff(
    services: ServicesDep,
    graph: Graph,
    principal: ReaderPrincipal,
    name: NamePath,
    day: Day,
    older: Annotated[int, Query(alias="from", ge=1, description="A version.")],
    newer: Annotated[int, Query(alias="to", ge=1, description="A later version.")],
    owner: Owner = None,
) -> JSONResponse:
    """Statements, evidence and dispositions that came, went or changed, and the coverage then."""
    stored = services.archive.graph(graph_of(principal, name, owner), reader_of(principal))
    before, after = (view_of(services.archive, stored.version(number)) for number in (older, newer))
    found = traceability.version_diff(before, after, graph.crosswalk, day)
    return JSONResponse(documents.version_diff(found))


@router.get(GRAPH + "/compare", summary="Compare with another graph")
def compare(
    services: ServicesDep,
    graph: Graph,
    principal: ReaderPrincipal,
    view: View,
    day: Day,
    other: Annotated[
        str, Query(max_length=130, description="A graph: name, or organisation/name.")
    ],
    edition: OptionalEdition = None,
) -> JSONResponse:
    """How far two graphs cover an edition, element by element."""
    second = view_named(services.archive, principal, other)
    found = traceability.compare(view, second, graph.crosswalk, day, edition=edition)
    return JSONResponse(documents.comparison(found))
