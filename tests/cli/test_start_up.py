"""A command loads what it needs and no more, and shows on a terminal how far it has come."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import pytest

from crosstrace.cli.main import COMMANDS, command_line, run
from crosstrace.cli.progress import tracked
from crosstrace.resources import DATA

JUDGE = """
import sys
from crosstrace.cli.main import run
assert run(["validate", sys.argv[1]]) == 0
print(*sorted(module.partition(".")[0] for module in sys.modules))
"""
HEAVY = {"fastapi", "uvicorn", "httpx", "networkx", "openpyxl", "rdflib", "rich", "jinja2"}


def test_judging_loads_neither_the_web_nor_what_only_workers_need() -> None:
    example = DATA / "examples" / "model-producer.ttl"
    command = [sys.executable, "-c", JUDGE, str(example)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert not HEAVY & loaded


def test_only_the_command_that_is_named_is_loaded() -> None:
    assert [command.name for command in command_line(["show"]).registered_commands] == ["show"]
    app = command_line()
    commands = {command.name for command in app.registered_commands}
    assert commands | {group.name for group in app.registered_groups} == COMMANDS.keys()


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in COMMANDS)


def test_a_command_that_is_none_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validat"]) == 2
    assert "validat" in capsys.readouterr().err


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("terminal", [Terminal(), StringIO()])
def test_progress_is_for_terminals(terminal: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(tracked(["a", "b"], 2, "judging {}".format)) == ["a", "b"]
    assert ("judging b" in terminal.getvalue()) == terminal.isatty()
