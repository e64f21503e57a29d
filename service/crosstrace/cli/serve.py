"""`crosstrace serve`: the service."""

from __future__ import annotations

import logging
import signal
import sys
from typing import Annotated

import typer

from crosstrace import __version__
from crosstrace.access import LOCAL_ORGANIZATION, refuse_open_exposure
from crosstrace.archive import Reader
from crosstrace.bootstrap import Services, open_services
from crosstrace.errors import InvalidInput
from crosstrace.logs import logging_to
from crosstrace.settings import Settings, load_settings
from crosstrace.web.app import create_app
from crosstrace.web.serving import serve_until_stopped

CUT_SHORT = 1

log = logging.getLogger(__name__)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (8000); 0 finds one.")] = None,
    store: Annotated[str | None, typer.Option(help="'memory:' (default) or a folder.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Sandboxed workers kept warm for queries and validations.")
    ] = None,
) -> None:
    """Serve the graph over HTTP until it is stopped; exit code 1 when requests were cut short."""
    settings = load_settings(host=host, port=port, store=store, workers=workers)
    refuse_open_exposure(settings)
    # A service that is asked to end still ends its workers and removes their snapshot.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with logging_to(sys.stderr, settings.log_format, settings.log_level):
        finished = _serve(settings)
    if not finished:
        raise typer.Exit(CUT_SHORT)


def _serve(settings: Settings) -> bool:
    log.info("Starting.", extra={"version": __version__, "workers": settings.workers})
    try:
        with open_services(settings) as services:
            log.info(
                "Everything is opened.",
                extra={
                    "records": services.archive.state.sequence,
                    "access": "local" if services.access.local else "configured",
                },
            )
            _warn_of_unowned(services)
            finished = serve_until_stopped(create_app(services), settings)
    except SystemExit as error:
        # The server has logged why; the usual reason is that the port is taken.
        raise InvalidInput(
            f"The service can't listen on {settings.host}:{settings.port}; name another "
            "--host or --port."
        ) from error
    log.info("Stopped.")
    return finished


def _warn_of_unowned(services: Services) -> None:
    """Say in the log that graphs which were kept before keys were asked for have no owner."""
    access = services.access
    if access.local or access.knows(LOCAL_ORGANIZATION):
        return
    if held := len(services.archive.graphs(Reader(LOCAL_ORGANIZATION))):
        log.warning(
            "Nobody can act for the organisation %r, whose graphs were kept before keys were asked "
            "for; 'crosstrace organization add %s' registers it.",
            LOCAL_ORGANIZATION,
            LOCAL_ORGANIZATION,
            extra={"graphs": held},
        )
