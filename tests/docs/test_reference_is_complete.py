"""What can be used stands in the reference: commands, settings, routes, constraints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from documentation import read
from rdflib import SH, Graph

from crosstrace.cli.main import command_line
from crosstrace.resources import SHAPES
from crosstrace.settings import Settings
from crosstrace.vocab import CTSH
from crosstrace.web.app import openapi_document


def _commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from _commands(f"{path} {name}", child)


COMMANDS = dict(_commands("crosstrace", typer.main.get_command(command_line())))
ROUTES = openapi_document()["paths"]


def _constraints() -> Iterator[str]:
    for file in sorted((SHAPES / "implementation").glob("*.ttl")):
        for shape in Graph().parse(file).subjects(SH.severity):
            yield str(shape).removeprefix(CTSH)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_with_every_option(path: str) -> None:
    sections = read("docs/reference/command-line.md").split("\n## ")
    [section] = [s for s in sections if s.startswith(f"{path}\n")]
    for parameter in COMMANDS[path].params:
        assert any(option in section for option in (*parameter.opts, parameter.name.upper()))


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting(setting: str) -> None:
    page = read("docs/reference/settings.md")
    assert f"| `CROSSTRACE_{setting.upper()}` | `{setting}` |" in page


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_with_every_parameter_and_answer(path: str) -> None:
    sections = read("docs/reference/http.md").split("\n## ")
    for method, operation in ROUTES[path].items():
        [section] = [s for s in sections if s.startswith(f"{method.upper()} {path}\n")]
        for parameter in operation.get("parameters", ()):
            assert f"| `{parameter['name']}` | {parameter['in']} |" in section
        for status in operation["responses"]:
            assert f"\n| {status} |" in section


def test_every_constraint_once() -> None:
    page = read("docs/reference/shapes.md")
    constraints = list(_constraints())
    assert len(constraints) > 40
    for constraint in constraints:
        assert page.count(f"| `ctsh:{constraint}` |") == 1, constraint
