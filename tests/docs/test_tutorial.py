"""The tutorial is carried out from its first to its last block, as a reader would."""

from __future__ import annotations

import re
from pathlib import Path

from desk import Desk
from documentation import blocks, read


def _edit(file: Path, statements: str) -> None:
    """Replace in `file` what is said of each subject, or add it at the end."""
    text = file.read_text(encoding="utf-8")
    for statement in re.split(r"\n\n", statements.strip()):
        subject = statement.split(" ", 1)[0]
        old = re.compile(rf"^{re.escape(subject)} a .*?^ .* \.$", re.M | re.S)
        assert len(old.findall(text)) <= 1
        text = old.sub(lambda _, new=statement: new, text) if old.search(text) else text + statement
    file.write_text(text, encoding="utf-8")


def _followed(output: str) -> str:
    """What the messages say to write: the lines that begin with a plus."""
    found = re.findall(r"^ *\+ (.*)$", output, re.M)
    return "\n" + "\n".join(found) + "\n"


def test_every_step_says_what_the_tutorial_shows(desk: Desk) -> None:
    file = desk.folder / "ours.ttl"
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
            case "turtle":
                _edit(file, block.text)
            case "text":
                assert block.text.strip() in desk.output
                shown += 1
            case other:
                raise AssertionError(f"a block of {other!r} shows nothing that is checked")
    assert codes == [0, 1, 1, 1, 0]
    assert shown == 5
    assert desk.output.strip().endswith("nothing to mend.")
