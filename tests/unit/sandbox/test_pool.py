"""Workers are bounded, replaceable, offline, and never take the service with them."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from crosstrace.errors import CrosstraceError, InvalidInput, ResourceExhausted, TimeLimitExceeded
from crosstrace.sandbox import Limits, Worker, WorkerPool, pool, starting

HERE = Path(__file__).parent
LIMITS = Limits(seconds=20.0, memory_bytes=2**30, output_bytes=10**6)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerPool]:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    opened = WorkerPool(
        "sandbox_jobs:open_jobs", {}, limits=LIMITS, size=1, max_size=2, name="test"
    )
    yield opened
    opened.close()


def pid_of(workers: WorkerPool) -> int:
    header, _ = workers.run({"job": "echo"})
    return int(header["pid"])


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_job_gets_its_bytes_back_from_a_warm_worker(workers: WorkerPool) -> None:
    header, body = workers.run({"job": "echo"}, b"\x00\xffbytes")
    assert body == b"\x00\xffbytes"
    assert header["pid"] == pid_of(workers)
    assert workers.runs == 2
    assert workers.kills == 0


def test_a_job_over_its_time_is_really_stopped(workers: WorkerPool) -> None:
    pid = pid_of(workers)
    start = time.monotonic()
    with pytest.raises(TimeLimitExceeded, match=r"stopped after 0\.3 seconds"):
        workers.run({"job": "sleep", "seconds": 60}, seconds=0.3)
    assert time.monotonic() - start < 5
    assert gone(pid)
    assert workers.kills == 1
    assert pid_of(workers) != pid


@pytest.mark.parametrize("job", ["hoard", "crash"])
def test_a_job_over_its_memory_or_crashing_is_contained(workers: WorkerPool, job: str) -> None:
    with pytest.raises(ResourceExhausted):
        workers.run({"job": job}, b"x")
    assert workers.run({"job": "echo"}, b"still here")[1] == b"still here"


def test_an_answer_over_its_size_is_refused(workers: WorkerPool) -> None:
    with pytest.raises(ResourceExhausted, match="larger than it may be"):
        workers.run({"job": "much", "size": 10**7})
    assert workers.run({"job": "much", "size": 10**5})[1] == b"x" * 10**5


def test_no_socket_can_be_opened(workers: WorkerPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        header, _ = workers.run({"job": "talk", "port": listener.getsockname()[1]})
        assert header == {"refused": errno.EPERM}
        with pytest.raises(TimeoutError):
            listener.accept()
    assert workers.no_network


def test_no_program_can_be_started(workers: WorkerPool) -> None:
    header, _ = workers.run({"job": "start a program"})
    assert header["refused"] is not None


def test_an_expected_error_arrives_as_itself(workers: WorkerPool) -> None:
    with pytest.raises(InvalidInput) as caught:
        workers.run({"job": "refuse"})
    assert (caught.value.errors[0].line, caught.value.errors[0].column) == (2, 3)


def test_a_bug_is_logged_and_not_told(
    workers: WorkerPool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(CrosstraceError) as caught:
        workers.run({"job": "bug"})
    assert type(caught.value) is CrosstraceError
    assert "secret" not in caught.value.detail
    assert "a secret of the inside" in caplog.text


def test_what_a_library_prints_does_no_harm(workers: WorkerPool) -> None:
    assert workers.run({"job": "print"}, b"clean")[1] == b"clean"


def test_jobs_run_side_by_side_up_to_the_limit_and_no_further(
    workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "QUEUE_SECONDS", 0.2)
    busy = [
        threading.Thread(target=workers.run, args=({"job": "sleep", "seconds": 2},))
        for _ in range(2)
    ]
    for thread in busy:
        thread.start()
    time.sleep(1.2)
    assert not workers.ready()
    with pytest.raises(ResourceExhausted, match="busy"):
        workers.run({"job": "echo"})
    for thread in busy:
        thread.join()
    assert workers.ready()
    assert workers.run({"job": "echo"}, b"again")[1] == b"again"


def test_a_worker_killed_while_it_waits_is_replaced(workers: WorkerPool) -> None:
    pid = pid_of(workers)
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert pid_of(workers) != pid


def test_closing_leaves_no_process(workers: WorkerPool) -> None:
    pid = pid_of(workers)
    workers.close()
    assert gone(pid)
    assert not workers.ready()


def test_a_worker_that_cannot_start_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    tight = Limits(seconds=1.0, memory_bytes=2**20, output_bytes=1)
    with pytest.raises(ResourceExhausted, match="memory limit may be too low"):
        WorkerPool("sandbox_jobs:open_jobs", {}, limits=tight, size=1, max_size=1, name="tight")


def test_workers_that_were_started_in_advance_are_taken_or_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    entry = "sandbox_jobs:open_jobs"
    with starting(entry, 2) as started:
        first, second = (worker.pid for worker in started)
        workers = WorkerPool(
            entry, {}, limits=LIMITS, size=1, max_size=1, name="test", started=started
        )
        assert [worker.pid for worker in started] == [first]
        assert workers.pids() == [second]
    assert gone(first)
    assert pid_of(workers) == second
    workers.close()
    assert gone(second)


def test_when_one_worker_cannot_start_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    opened: list[int] = []

    def failing(worker: Worker, *_: object) -> None:
        if opened:
            raise ResourceExhausted("no more")
        opened.append(worker.pid)

    monkeypatch.setattr(Worker, "open", failing)
    monkeypatch.setattr(Worker, "no_network", True, raising=False)
    with pytest.raises(ResourceExhausted, match="no more"):
        WorkerPool("sandbox_jobs:open_jobs", {}, limits=LIMITS, size=2, max_size=2, name="test")
    assert gone(opened[0])


def test_what_a_worker_says_is_logged_with_its_pool(
    workers: WorkerPool, caplog: pytest.LogCaptureFixture
) -> None:
    workers.run({"job": "print"})
    workers.close()
    [said] = [record for record in caplog.records if "between the frames" in record.getMessage()]
    assert (said.levelname, vars(said)["pool"]) == ("WARNING", "test")


@pytest.mark.parametrize(
    ("job", "limit", "event"),
    [
        ({"job": "sleep", "seconds": 60}, 0.3, "ended"),
        ({"job": "sleep", "seconds": 0.6}, 1, "slow"),
    ],
)
def test_slow_and_killed_work_is_logged(
    workers: WorkerPool,
    caplog: pytest.LogCaptureFixture,
    job: dict[str, object],
    limit: float,
    event: str,
) -> None:
    with suppress(TimeLimitExceeded):
        workers.run(job, seconds=limit)
    [said] = [vars(record) for record in caplog.records if event in record.getMessage()]
    assert (said["pool"], said["limit_seconds"]) == ("test", limit)
    assert said["seconds"] >= limit / 2


def test_a_check_asks_a_worker_and_tells_when_there_is_none(
    workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers.check()
    assert workers.runs == 0
    os.kill(workers.pids()[0], signal.SIGSTOP)  # it is there, and does nothing
    monkeypatch.setattr(pool, "PING_SECONDS", 0.2)
    with pytest.raises(TimeLimitExceeded):
        workers.check()
    workers.check()
    workers.close()
    with pytest.raises(ResourceExhausted, match="stopping"):
        workers.check()


def test_the_load_tells_who_works_and_who_waits(
    workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (workers.load().busy, workers.load().idle) == (0, 1)
    monkeypatch.setattr(pool, "QUEUE_SECONDS", 20)
    with ThreadPoolExecutor(3) as threads:
        jobs = [threads.submit(workers.run, {"job": "sleep", "seconds": 60}) for _ in range(3)]
        until(lambda: (workers.load().busy, workers.load().waiting) == (2, 1))
        load = workers.load()
        assert (load.busy, load.idle, load.waits, load.kills) == (2, 0, 1, 0)
        workers.check()  # all are at work, each within its limits
        workers.close()  # ends those too
        told = [str(job.exception()) for job in jobs]
    assert sum("stopped before" in one for one in told) == 2
    assert sum("is stopping" in one for one in told) == 1
    load = workers.load()
    assert (load.busy, load.waiting, load.kills) == (0, 0, 0)


def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


PARENT = """
import sys, threading
from crosstrace.sandbox import Limits, WorkerPool
pool = WorkerPool("sandbox_jobs:open_jobs", {}, limits=Limits(60.0, 2**30, 10), size=1,
                  max_size=1, name="orphan")
print(pool.pids()[0], flush=True)
pool.run({"job": "sleep", "seconds": 60})
"""


def test_a_busy_worker_ends_with_its_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid)
