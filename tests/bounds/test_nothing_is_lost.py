"""A service that is killed or asked to end in the middle of writes loses nothing it acknowledged.

`benchmarks/durability.py` does it at length; here one short round of each, and what it checks is
shown to bite.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
from dataclasses import replace
from typing import Any

import httpx
import pytest

from crosstrace.resources import ROOT

SCRIPT = ROOT / "benchmarks" / "durability.py"
SHORT = ("--rounds", "1", "--writes", "40", "--threads", "4", "--names", "7", "--workers", "1")


@pytest.mark.parametrize("wish", ["KILL", "TERM"])
def test_what_was_acknowledged_is_there_after_a_sudden_end(wish: str) -> None:
    command = [sys.executable, str(SCRIPT), *SHORT, "--signal", wish]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "round 1: nothing lost" in done.stdout
    [line] = [line for line in done.stdout.splitlines() if line.startswith("| 1 |")]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    _, sent, acknowledged, _, lost, torn, cut_off, _, versions, records, chain, left, *_ = cells
    assert 0 < int(acknowledged) <= int(sent) <= 40
    assert (lost, torn, cut_off, left) == ("0", "0", "0", "0")
    assert (versions, records, chain) == ("40", "40", "ok")


@pytest.fixture(scope="module")
def checks() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "benchmarks" / "durability_checks.py"))


def test_the_checks_see_what_is_lost_or_torn(client: httpx.Client, checks: dict[str, Any]) -> None:
    written = [checks["Write"](1, number, "kept") for number in range(3)]
    whole = [_put(client, checks, write, write.body()) for write in written]
    assert _examined(client, checks, whole) == (set(), set())

    never = replace(whole[0], version=4)
    assert _examined(client, checks, [*whole, never])[0] == {("kept", 4)}
    other = replace(whole[1], record="0" * 64)
    assert _examined(client, checks, [whole[0], other, whole[2]])[0] == {("kept", 2)}

    half = checks["Write"](1, 3, "kept")
    body = half.body().rpartition(b":model dcterms:description")[0]
    torn = _put(client, checks, half, body)
    assert _examined(client, checks, [*whole, torn])[1] == {("kept", 4)}


def _put(client: httpx.Client, checks: dict[str, Any], write: Any, body: bytes) -> Any:
    answer = client.put(write.path, content=body, headers=write.headers())
    assert answer.status_code == 201, answer.text
    return checks["Acknowledged"].of(write, answer)


def _examined(
    client: httpx.Client, checks: dict[str, Any], acknowledged: list[Any]
) -> tuple[set[Any], set[Any]]:
    found = checks["Finding"](
        sent=len(acknowledged),
        acknowledged=acknowledged,
        earlier=[],
        refused=[],
        cut_off=0,
        left_behind=0,
        ended_in=0.0,
    )
    checks["examine"](client, found)
    assert found.chain
    return found.lost, found.torn
