"""`crosstrace serve`: the service."""

from __future__ import annotations

import signal
from typing import Annotated

import typer
import uvicorn

from crosstrace.access import refuse_open_exposure
from crosstrace.bootstrap import open_services
from crosstrace.errors import InvalidInput
from crosstrace.settings import load_settings
from crosstrace.web.app import create_app

GRACE_SECONDS = 30


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (8000); 0 finds one.")] = None,
    store: Annotated[str | None, typer.Option(help="'memory:' (default) or a folder.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Sandboxed workers kept warm for queries and validations.")
    ] = None,
) -> None:
    """Serve the graph over HTTP until it is stopped."""
    settings = load_settings(host=host, port=port, store=store, workers=workers)
    refuse_open_exposure(settings)
    # A service that is asked to end still ends its workers and removes their snapshot.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open_services(settings) as services:
        try:
            uvicorn.run(
                create_app(services),
                host=settings.host,
                port=settings.port,
                timeout_graceful_shutdown=GRACE_SECONDS,
                server_header=False,
                ws="none",
            )
        except SystemExit as error:
            # The server has logged why; the usual reason is that the port is taken.
            raise InvalidInput(
                f"The service can't listen on {settings.host}:{settings.port}; name another "
                "--host or --port."
            ) from error
