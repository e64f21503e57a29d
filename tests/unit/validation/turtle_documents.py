"""Documents in Turtle for hypothesis, written with everything that makes places hard to find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hypothesis import strategies as st

MARK: Final = "https://example.org/mark"
HEAD: Final = """\
@prefix ex: <https://example.org/> . # not a prefix: <https://example.org/no#> .
PREFIX : <https://example.org/empty/>
@prefix a.b: <https://example.org/dotted/>.
"""
SPACES: Final = st.sampled_from(
    [" ", "\n", "\r\n", "\t", "  \n ", " # ex:no [ ( \" ''' .\n", "\n\n"]
)
STRINGS: Final = st.sampled_from(
    [
        '"plain"',
        "'it\\'s'",
        '"# not a comment"',
        '"""two\nlines "quoted" \\""""',
        "'''[ ( ex:no . \n''it'' '''",
        '"getan"@de',
        '"2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"x" ^^ ex:type',
        '"ü𝔘 <https://example.org/no>"@de-AT',
    ]
)
NUMBERS: Final = st.sampled_from(["1", "-2.5", "+1e3", ".5", "1.5E-7", "true", "false"])
NAMED: Final = st.sampled_from(
    [
        ("ex:one", "https://example.org/one"),
        ("ex:a.b", "https://example.org/a.b"),
        ("ex:a\\-b\\.", "https://example.org/a-b."),
        ("ex:%C3%BC", "https://example.org/%C3%BC"),
        ("ex:a:b", "https://example.org/a:b"),
        ("ex:", "https://example.org/"),
        (":one", "https://example.org/empty/one"),
        ("a.b:c", "https://example.org/dotted/c"),
        ("<https://example.org/a#b>", "https://example.org/a#b"),
        ("<https://example.org/_:x>", "https://example.org/_:x"),
        ("<relative>", "https://w3id.org/crosstrace/submission/relative"),
        ("<https://example.org/\\u00fc>", "https://example.org/ü"),
        ("_:label", "_:label"),
        ("_:anonymous1", "_:anonymous1"),
        ("_:a.b", "_:a.b"),
    ]
)


@dataclass
class Written:
    """A text in the making; `nodes` has where each marked node stands, by its mark."""

    draw: st.DrawFn
    text: str = HEAD
    nodes: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)

    def add(self, *pieces: str) -> None:
        for piece in pieces:
            self.text += piece + self.draw(SPACES)

    def statement(self) -> None:
        if self.draw(st.booleans()):
            name, iri = self.draw(NAMED)
            self.subjects.setdefault(iri, len(self.text))
            self.add(name)
            self.properties(2)
        elif self.draw(st.booleans()):
            self.node(2)
            if self.draw(st.booleans()):
                self.properties(1)
        else:
            self.members(1)
            self.properties(1)
        self.add(".")

    def properties(self, depth: int) -> None:
        for number in range(self.draw(st.integers(1, 3))):
            if number:
                self.add(";")
            self.add(self.draw(st.sampled_from(["a", "ex:p", "<https://example.org/q>"])))
            self.object(depth)
            for _ in range(self.draw(st.integers(0, 2))):
                self.add(",")
                self.object(depth)
        if self.draw(st.booleans()):
            self.add(";")

    def object(self, depth: int) -> None:
        kind = self.draw(st.integers(0, 5 if depth else 2))
        if kind == 0:
            self.add(self.draw(STRINGS))
        elif kind == 1:
            self.add(self.draw(NUMBERS))
        elif kind == 2:
            self.add(self.draw(NAMED)[0])
        elif kind == 3:
            self.members(depth - 1)
        else:
            self.node(depth - 1)

    def node(self, depth: int) -> None:
        """A `[ ]` that can be told by its mark; the mark comes first or last."""
        mark = f"mark {len(self.nodes)}"
        self.nodes[mark] = len(self.text)
        self.add("[")
        first = self.draw(st.booleans())
        if first:
            self.add(f"<{MARK}>", f'"{mark}"', ";")
        if depth and self.draw(st.booleans()):
            self.properties(depth - 1)
            self.add(";")
        if not first:
            self.add(f"<{MARK}>", f'"{mark}"')
        self.add("]")

    def members(self, depth: int) -> None:
        self.add("(")
        for _ in range(self.draw(st.integers(0, 3))):
            self.object(depth)
        self.add(")")


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """A document of a few statements."""
    written = Written(draw)
    for _ in range(draw(st.integers(1, 4))):
        written.statement()
    return written
