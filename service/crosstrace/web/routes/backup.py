"""`GET /v1/backup`: the whole store in one file, while the service runs."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from crosstrace.access import register_path
from crosstrace.backup import MEDIA_TYPE, backup_chunks
from crosstrace.errors import Forbidden
from crosstrace.web.access import demand_operator
from crosstrace.web.dependencies import ServicesDep
from crosstrace.web.graphs import ManagerPrincipal
from crosstrace.web.negotiation import Representation
from crosstrace.web.openapi import answers

router = APIRouter(tags=["operations"], default_response_class=Response)


@router.get(
    "/v1/backup",
    summary="Back the store up",
    responses=answers(Representation("tar", MEDIA_TYPE), problems=(401, 403, 503)),
)
def backup(services: ServicesDep, principal: ManagerPrincipal) -> StreamingResponse:
    """Everything of all organisations, for the organisation that runs the service."""
    demand_operator(principal, services, "a backup, which holds everybody's graphs")
    if principal.graphs is not None:
        raise Forbidden("This key is limited to some graphs, and a backup holds all of them.")
    chunks = backup_chunks(services.archive, register_path(services.settings))
    headers = {"Content-Disposition": 'attachment; filename="crosstrace-backup.tar.gz"'}
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers)
