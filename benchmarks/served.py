"""`crosstrace serve` as a process that can be killed, and whom it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

COMMAND = [sys.executable, "-c", "from crosstrace.cli.main import main; main()"]
PATIENCE = 120.0
ADDRESS = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


class Served:
    """A running service over the store in `folder`; `log` is all that it has written so far."""

    def __init__(self, folder: Path, workers: int) -> None:
        begun = time.monotonic()
        self.log: list[str] = []
        self.url = ""
        self._told = threading.Event()
        self._process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--store", str(folder), "--workers", str(workers)],
            stdout=subprocess.DEVNULL,  # a line per request
            stderr=subprocess.PIPE,
            text=True,
        )
        # Somebody has to read the log, or the service would wait for that.
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        if not self._told.wait(PATIENCE) or not self.url:
            self.end(signal.SIGKILL)
            raise RuntimeError("the service did not start:\n" + "".join(self.log))
        self.start_seconds = time.monotonic() - begun

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                self.log.append(line)
                if found := ADDRESS.search(line):
                    self.url = found[1]
                    self._told.set()
        self._told.set()

    def workers(self) -> list[int]:
        """The processes that the service has started."""
        return [int(path.name) for path in Path("/proc").glob("[0-9]*") if self._started(path)]

    def memory(self) -> int:
        """Bytes of memory of the service and its workers; what they share counts once."""
        shares = [
            re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
            for pid in (self._process.pid, *self.workers())
        ]
        return sum(int(share[1]) for share in shares if share) * 1024

    def _started(self, process: Path) -> bool:
        try:
            status = (process / "stat").read_text(encoding="utf-8")
        except OSError:  # it has ended meanwhile
            return False
        return int(status.rpartition(")")[2].split()[1]) == self._process.pid

    def send(self, wish: signal.Signals) -> None:
        """Send a signal to the service, not to its workers."""
        self._process.send_signal(wish)

    def wait(self) -> float:
        """Wait until the process is gone; the seconds that took."""
        begun = time.monotonic()
        self._process.wait(PATIENCE)
        return time.monotonic() - begun

    def end(self, wish: signal.Signals = signal.SIGTERM) -> float:
        """Send the signal, wait for the end and for its log; the seconds until the end."""
        self.send(wish)
        took = self.wait()
        self._reader.join(PATIENCE)
        return took


def left(processes: list[int], seconds: float = 10.0) -> list[int]:
    """Those of the processes that still run after `seconds`."""
    deadline = time.monotonic() + seconds
    while (found := [p for p in processes if _runs(p)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # Without a parent nobody may ever ask for its exit code; then it is dead all the same.
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
