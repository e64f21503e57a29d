"""The tutorial is carried out from its first to its last block, as a reader would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import yaml
from desk import Desk
from documentation import blocks, read

from crosstrace.authoring import schema_text


def _edit(file: Path, entries: str) -> None:
    """Replace in `file` the entries that have the same id, or add them at the end."""
    text = file.read_text(encoding="utf-8")
    for entry in entries.rstrip("\n").split("\n\n"):
        first, _, _ = entry.partition("\n")
        old = re.compile(rf"^{re.escape(first)}\n(?: {{4}}.*\n)*", re.M)
        assert len(old.findall(text)) <= 1
        text, count = old.subn(lambda _, new=entry: f"{new}\n", text)
        text = text if count else f"{text}\n{entry}\n"
    file.write_text(text, encoding="utf-8")


def _followed(output: str) -> str:
    """What the messages say to write: the lines that begin with a plus."""
    found = re.findall(r"^ *\+ (.*)$", output, re.M)
    return "\n" + "\n".join(found) + "\n"


def test_every_step_says_what_the_tutorial_shows(desk: Desk) -> None:
    file = desk.folder / "ours.yaml"
    shown = 0
    codes: list[int] = []
    steps = blocks(read("docs/tutorial.md"))
    last_command = [block for block in steps if block.language == "console"][-1]
    for block in steps:
        if block is last_command:
            file.write_text(file.read_text(encoding="utf-8") + _followed(desk.output), "utf-8")
        match block.language:
            case "console":
                codes += desk.carry_out(block)
            case "yaml":
                _edit(file, block.text)
            case "text":
                assert block.text.strip() in desk.output
                shown += 1
            case other:
                raise AssertionError(f"a block of {other!r} shows nothing that is checked")
    assert codes == [0, 1, 1, 1, 0]
    assert shown == 5
    assert desk.output.strip().endswith("nothing to mend.")
    _no_editor_complains(file)


def _no_editor_complains(file: Path) -> None:
    """The YAML of editors is that of YAML 1.2, where a day is a text."""
    document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    schema = json.loads(schema_text())
    assert len(document["@graph"]) > 70
    jsonschema_rs.Draft7Validator(schema, validate_formats=True).validate(document)
