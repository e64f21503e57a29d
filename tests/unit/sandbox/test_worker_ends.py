"""A worker whose service has ended ends too, without a word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO, cast

import pytest

from crosstrace.sandbox.protocol import PING, read_frame, write_frame


def test_without_a_reader_it_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-m", "crosstrace.sandbox.worker", "sandbox_jobs:open_jobs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as worker:
        stdin, stdout = cast("IO[bytes]", worker.stdin), cast("IO[bytes]", worker.stdout)
        write_frame(stdin, {"settings": {}, "memory_bytes": 2**30})
        read_frame(stdout)
        stdout.close()
        write_frame(stdin, PING)
        _, said = worker.communicate(timeout=60)
        assert (worker.returncode, said) == (0, b"")
