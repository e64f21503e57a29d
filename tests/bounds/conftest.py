"""`crosstrace serve` as a process of its own, and a listener that sees every attempt to fetch."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import httpx
import pytest
from bounds_harness import BODY_BYTES, ROWS, SECONDS, Listener

COMMAND = "from crosstrace.cli.main import main; main()"


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("serve") / "crosstrace.toml"
    config.write_text(
        f"body_bytes = {BODY_BYTES}\nquery_rows = {ROWS}\nquery_seconds = {SECONDS}\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0"],
        env=os.environ | {"CROSSTRACE_CONFIG": str(config)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                break
        else:
            pytest.fail("the service did not start")
        # Somebody has to read the log, or the service would wait for that.
        reader = threading.Thread(target=process.stderr.read)
        reader.start()
        yield found[1]
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        reader.join()


@pytest.fixture
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=30) as opened:
        yield opened
        # Whatever a test did, the service is well afterwards.
        assert opened.get("/readyz").status_code == 200


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that nobody may call: the test fails when somebody does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(server.getsockname()[1])
        thread = threading.Thread(target=_listen, args=(server, found), daemon=True)
        thread.start()
        yield found
        assert found.calls == []
        # The listener does hear: one call of our own is seen.
        with socket.create_connection(("127.0.0.1", found.port)) as call:
            call.sendall(b"hello")
        thread.join(timeout=5)
        assert found.calls == [b"hello"]


def _listen(server: socket.socket, found: Listener) -> None:
    connection, _ = server.accept()
    with connection:
        found.calls.append(connection.recv(1000))
