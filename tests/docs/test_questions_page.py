"""The page of the thirty questions names a query, an endpoint and a command for each."""

from __future__ import annotations

import ast
import re

import pytest
from documentation import read

from crosstrace.cli.main import COMMANDS
from crosstrace.resources import ONTOLOGY, ROOT
from crosstrace.web.app import openapi_document

ROW = re.compile(
    r"^\| (?P<number>\d+) \| [^|]+\? \| \[`(?P<query>[\w-]+)`\]\([^)]+\) "
    r"\| `(?P<method>GET|POST) (?P<path>\S+)` \| `crosstrace (?P<command>\S+)(?: [^`]+)?` \|$",
    re.M,
)
ROWS = {int(row["number"]): row for row in ROW.finditer(read("docs/reference/questions.md"))}
PATHS = openapi_document()["paths"]
NUMBERS = range(1, 31)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_question_names_is_there(number: int) -> None:
    row = ROWS[number]
    assert row["query"].startswith(f"cq-{number:02}-")
    assert (ONTOLOGY / "competency" / f"{row['query']}.rq").is_file()
    assert row["method"].lower() in PATHS[row["path"]]
    assert row["command"] in COMMANDS


def test_all_thirty_are_asked_of_the_endpoints() -> None:
    file = ROOT / "tests" / "competency" / "test_questions_over_http.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    heads = [re.match(r"test_((?:\d+_(?:and_)?)+)", name) for name in names]
    asked = {int(number) for head in heads if head for number in re.findall(r"\d+", head[1])}
    assert asked == set(ROWS) == set(NUMBERS)
