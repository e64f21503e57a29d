"""`crosstrace serve` leaves nothing behind when it is asked to end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = "from crosstrace.cli.main import main; main()"


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_asked_to_end_leaves_nothing_behind(
    wish: signal.Signals, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--workers", "1"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if re.search(r"running on http://127\.0\.0\.1:\d+", line):
                break
        assert list(tmp_path.iterdir())
        process.send_signal(wish)
        rest = process.stderr.read()
    assert process.returncode == 0, rest
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
