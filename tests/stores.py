"""The stores that graphs at rest are tested on: a folder, Oxigraph's server, Virtuoso.

Tests that are run on each of them are marked `every_store`; others keep graphs in memory.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest

from crosstrace.archive import Archive
from crosstrace.settings import Settings
from crosstrace.store import MEMORY, Login

KINDS = ("folder", "oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso))
IN_MEMORY = "memory"
START_SECONDS = 90
VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 100

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx

[Parameters]
ServerPort = {sql_port}
ServerThreads = 10
NumberOfBuffers = 2000

[HTTPServer]
ServerPort = {port}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = 10000
"""


Opener: TypeAlias = Callable[[], AbstractContextManager[Archive]]
Maker: TypeAlias = Callable[[], "Kept"]
"""Makes another empty store each time."""


@dataclass(frozen=True)
class Kept:
    """Where a store is, as `--store` takes it, and how to log in."""

    location: str
    login: Login | None = None

    def settings(self, others: Settings) -> Settings:
        """Settings with this store, and else like `others`."""
        given: dict[str, Any] = {"store": self.location}
        if self.login:
            given |= {"store_user": self.login.user, "store_password": self.login.password}
        return Settings.model_validate({**others.model_dump(), **given})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def missing(kind: str) -> str | None:
    """Why a store can't be tested here, if it can't."""
    program = {"oxigraph": oxigraph_program(), "virtuoso": shutil.which("virtuoso-t") or ""}
    if kind not in program or Path(program[kind]).is_file():
        return None
    return f"{kind} is not installed; `python3 dev.py test` installs it as root on Debian"


def oxigraph_program() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "oxigraph")


@contextmanager
def started(kind: str, folder: Path) -> Iterator[Kept]:
    """A store of the kind, empty, that ends with the context."""
    if kind in ("folder", IN_MEMORY):
        yield Kept(MEMORY if kind == IN_MEMORY else str(folder / "store"))
        return
    port = free_port()
    if kind == "oxigraph":
        command = [oxigraph_program(), "serve", "--location", str(folder / "data")]
        command += ["--bind", f"127.0.0.1:{port}"]
        base = f"http://127.0.0.1:{port}"
        kept = Kept(f"{base}/query,{base}/update")
    else:
        ini = folder / "virtuoso.ini"
        ini.write_text(VIRTUOSO_INI.format(folder=folder, port=port, sql_port=free_port()))
        command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
        base = f"http://127.0.0.1:{port}"
        kept = Kept(f"{base}/sparql,{base}/sparql-auth", Login("dba", "dba"))
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(kept.location.partition(",")[0], process)
            yield kept
        finally:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.post(url, data={"query": "ASK { }"}, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer in {START_SECONDS} s")
