"""Kill the service in the middle of concurrent writes, start it again, and count what is there.

Each round sends the writes from many threads, sends a signal at a random moment, starts the
service again on the same folder and holds everything that was acknowledged against what is read.
Then what was not acknowledged is sent again with the same idempotency keys, so that at the end
each write must have made one version and no more. The exit code is 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import httpx
from durability_checks import Acknowledged, Finding, Write, examine
from served import COMMAND, PATIENCE, Served, left

GRACE_SECONDS = 30.0
LONG = 900.0
ON_ITS_WAY = 0.25
"""Seconds in which a request may not have reached the service yet."""
BUSY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COLUMNS = (
    "round", "sent", "acknowledged", "kept unanswered", "lost", "torn", "cut off", "turned away",
    "versions", "records", "chain", "left behind", "ended in s", "started in s",
)  # fmt: skip


@dataclass
class Traffic:
    """Writes under way, and what came of them."""

    waiting: SimpleQueue[Write] = field(default_factory=SimpleQueue)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    unanswered: list[tuple[Write, float]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    turned_away: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def send_all(self, url: str) -> None:
        """Send writes until none waits or the service is gone."""
        with httpx.Client(base_url=url, timeout=PATIENCE) as client:
            while True:
                try:
                    write = self.waiting.get_nowait()
                except Empty:
                    return
                answer = self._send(client, write)
                if answer is None:
                    return
                if answer.status_code in (200, 201):
                    self._note(self.acknowledged, Acknowledged.of(write, answer))
                else:
                    self._note(self.refused, f"{write}: {answer.status_code} {answer.text}")

    def _send(self, client: httpx.Client, write: Write) -> httpx.Response | None:
        """The answer that isn't a wish to try again later; None when there is none."""
        while True:
            begun = time.monotonic()
            try:
                answer = client.put(write.path, content=write.body(), headers=write.headers())
            except httpx.TransportError:
                self._note(self.unanswered, (write, begun))
                return None
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            with self.changed:
                self.turned_away += 1
            time.sleep(0.2)

    def _note(self, found: list[Any], one: object) -> None:
        with self.changed:
            found.append(one)
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait until so many writes were acknowledged, or one was refused."""
        with self.changed:
            self.changed.wait_for(lambda: self.refused or len(self.acknowledged) >= count, LONG)


@dataclass(frozen=True)
class Plan:
    """What each round does."""

    writes: int
    threads: int
    names: int
    workers: int
    signal: signal.Signals


def one_round(
    number: int, plan: Plan, folder: Path, chance: random.Random, earlier: list[Acknowledged]
) -> Finding:
    """Write, end the service in the middle of it, start it again, and look."""
    service = Served(folder, plan.workers)
    traffic = Traffic()
    for index in range(plan.writes):
        traffic.waiting.put(Write(number, index, f"graph-{index % plan.names:03d}"))
    moment = chance.randint(1, plan.writes - 1), chance.uniform(0, 0.05)
    with ThreadPoolExecutor(plan.threads + 1) as crowd:
        senders = [crowd.submit(traffic.send_all, service.url) for _ in range(plan.threads)]
        traffic.wait_for(moment[0])
        crowd.submit(_keep_busy, service.url)
        time.sleep(moment[1])
        workers = service.workers()
        signalled = time.monotonic()
        ended_in = service.end(plan.signal)
        for sender in senders:
            sender.result()
    found = Finding(
        sent=len(traffic.acknowledged) + len(traffic.unanswered),
        acknowledged=traffic.acknowledged,
        earlier=earlier,
        refused=traffic.refused,
        cut_off=_cut_off(traffic, signalled) if plan.signal is signal.SIGTERM else 0,
        left_behind=len(left(workers)),
        ended_in=ended_in,
    )
    again = Served(folder, plan.workers)
    found.started_in = again.start_seconds
    with httpx.Client(base_url=again.url, timeout=PATIENCE) as client:
        examine(client, found)
        _send_again(traffic, again.url, plan.threads)
        examine(client, found, complete=plan.writes)
        found.turned_away = traffic.turned_away
    again.end()
    found.verified = _verified(folder)
    return found


def _keep_busy(url: str) -> None:
    """A query that a worker is still busy with when the service ends."""
    try:
        httpx.get(f"{url}/sparql", params={"query": BUSY}, timeout=PATIENCE)
    except httpx.TransportError:
        return


def _cut_off(traffic: Traffic, signalled: float) -> int:
    """Requests that were under way when the service was asked to end, and got no answer."""
    return sum(begun < signalled - ON_ITS_WAY for _, begun in traffic.unanswered)


def _send_again(traffic: Traffic, url: str, threads: int) -> None:
    """Send what was not acknowledged, and what was not sent at all."""
    for write, _ in traffic.unanswered:
        traffic.waiting.put(write)
    traffic.unanswered.clear()
    with ThreadPoolExecutor(threads) as crowd:
        for sender in [crowd.submit(traffic.send_all, url) for _ in range(threads)]:
            sender.result()
    traffic.refused += [f"{write}: no answer again" for write, _ in traffic.unanswered]


def _verified(folder: Path) -> bool:
    """Whether `crosstrace audit verify` finds every record and version unaltered."""
    command = [*COMMAND, "audit", "verify", "--store", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr)
    return done.returncode == 0


def table(findings: list[Finding]) -> str:
    """A line per round, and the totals."""
    rows = [
        (
            str(number), found.sent, found.first_acknowledged, found.unanswered_kept,
            len(found.lost), len(found.torn), found.cut_off, found.turned_away,
            found.versions, found.records,
            "ok" if found.chain and found.verified else "BROKEN", found.left_behind,
            f"{found.ended_in:.1f}", f"{found.started_in:.1f}",
        )
        for number, found in enumerate(findings, 1)
    ]  # fmt: skip
    summed = [sum(row[column] for row in rows) for column in range(1, 8)]  # type: ignore[misc]
    total = ("all", *summed, *("",) * 6)
    lines = [COLUMNS, ("---",) * len(COLUMNS), *rows, total]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--writes", type=int, default=1000, help="per round")
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--names", type=int, default=50, help="graphs that the writes go to")
    parser.add_argument("--workers", type=int, default=2, help="of the service, per kind")
    parser.add_argument("--signal", choices=("KILL", "TERM"), default="KILL")
    parser.add_argument("--seed", type=int, default=20261125, help="for the moments")
    given = parser.parse_args()
    wish = signal.Signals[f"SIG{given.signal}"]
    plan = Plan(given.writes, given.threads, given.names, given.workers, wish)
    chance = random.Random(given.seed)
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="durability-") as folder:
        for number in range(1, given.rounds + 1):
            earlier = [one for found in findings for one in found.acknowledged]
            findings.append(one_round(number, plan, Path(folder) / "store", chance, earlier))
            faults = findings[-1].faults(GRACE_SECONDS)
            print(f"round {number}: {'; '.join(faults) or 'nothing lost'}", flush=True)
    print(f"\n{given.writes} writes a round from {given.threads} threads, SIG{given.signal}\n")
    print(table(findings))
    sys.exit(any(found.faults(GRACE_SECONDS) for found in findings))


if __name__ == "__main__":
    main()
