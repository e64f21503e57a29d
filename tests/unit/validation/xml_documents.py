"""RDF/XML documents for hypothesis, with everything that makes places hard to find.

Each text in one stands in it once, so that a test can find it without the code it tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hypothesis import strategies as st

EX: Final = "https://example.org/"
BASE: Final = f"{EX}base/"
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!-- <ex:T rdf:about="https://example.org/no"/> -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:lang='en'
  xmlns:ex = "https://example.org/" xml:base="https://example.org/base/">
"""
MARK: Final = f"{EX}mark"
NAMES: Final = [
    ("rdf:about", f"{EX}one", f"{EX}one"),
    ("rdf:about", f"{EX}a&amp;b", f"{EX}a&b"),
    ("rdf:about", "rel/ü", f"{BASE}rel/ü"),
    ("rdf:about", "../up", f"{EX}up"),
    ("rdf:about", "", BASE),
    ("rdf:nodeID", "b1", "_:b1"),
    ("rdf:nodeID", "anonymous1", "_:anonymous1"),
]
CHILDREN: Final = ["text", "empty", "reference", "node", "resource", "list", "xml", "attributes"]


@dataclass
class Written:
    """A text in the making; with the places of nodes by name or mark."""

    draw: st.DrawFn
    text: str = HEAD
    count: int = 0
    named: dict[str, set[int]] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)

    def unique(self) -> str:
        self.count += 1
        return f"text {self.count} ü."

    def space(self, *, inside: bool = False) -> None:
        spaces = (
            [" ", "\n", "\t\n  "] if inside else ["", "\n", "  ", "<!-- <ex:no/> -->", "<?no?>"]
        )
        self.text += self.draw(st.sampled_from(spaces))

    def attribute(self, name: str, value: str) -> int:
        self.space(inside=True)
        quote = self.draw(st.sampled_from("\"'"))
        self.text += name + self.draw(st.sampled_from(["=", " = "]))
        start = len(self.text)
        self.text += f"{quote}{value}{quote}"
        return start

    def name(self) -> bool:
        """The node's name, when it gets one."""
        kind = self.draw(st.integers(0, 3))
        if kind == 0:
            return False
        if kind == 1:
            self.count += 1
            name = f"id{self.count}"
            self.named[f"{BASE}#{name}"] = {self.attribute("rdf:ID", name)}
        else:
            attribute, value, full = self.draw(st.sampled_from(NAMES))
            self.named.setdefault(full, set()).add(self.attribute(attribute, value))
        return True

    def node(self, depth: int) -> None:
        start = len(self.text)
        tag = self.draw(st.sampled_from(["rdf:Description", "ex:T"]))
        self.text += f"<{tag}"
        is_named = self.name()
        mark = self.unique()
        if not is_named:
            self.marked[mark] = start
        if self.draw(st.booleans()):
            self.attribute("rdf:type", f"{EX}Class")
        if self.draw(st.booleans()):
            self.attribute("ex:p", self.unique())
            self.attribute("ex:q", self.unique())
        if self.draw(st.booleans()):
            self.attribute("ex:mark", mark)
            self.text += "/>"
            return
        self.text += ">"
        self.properties(depth)
        self.text += f"<ex:mark>{mark}</ex:mark>"
        self.space()
        self.text += f"</{tag}>"

    def properties(self, depth: int) -> None:
        for kind in self.draw(st.lists(st.sampled_from(CHILDREN), max_size=3)):
            self.space()
            self.property("text" if depth <= 0 and kind in ("node", "list") else kind, depth)
        self.space()

    def property(self, kind: str, depth: int) -> None:
        start = len(self.text)
        name = self.draw(st.sampled_from(["ex:p", "ex:r", "rdf:li"]))
        self.text += f"<{name}"
        if kind != "attributes" and self.draw(st.booleans()):
            self.count += 1
            reified = f"id{self.count}"
            self.named[f"{BASE}#{reified}"] = {self.attribute("rdf:ID", reified)}
        match kind:
            case "empty":
                self.text += "/>"
                return
            case "reference":
                full = self.draw(st.sampled_from([n for n in NAMES if n[0] == "rdf:about"]))
                self.named.setdefault(full[2], set()).add(self.attribute("rdf:resource", full[1]))
                self.text += "/>"
                return
            case "attributes":
                mark = self.unique()
                self.marked[mark] = start
                self.attribute("ex:p", self.unique())
                self.attribute("ex:mark", mark)
                self.text += "/>"
                return
        self.content(kind, depth, start)
        self.text += f"</{name}>"

    def content(self, kind: str, depth: int, start: int) -> None:
        match kind:
            case "text":
                if self.draw(st.booleans()):
                    self.attribute("rdf:datatype", f"{EX}kind")
                self.text += f">{self.unique()}"
            case "node":
                self.text += ">"
                self.space()
                self.node(depth - 1)
                self.space()
            case "resource":
                self.attribute("rdf:parseType", "Resource")
                mark = self.unique()
                self.marked[mark] = start
                self.text += f"><ex:mark>{mark}</ex:mark>"
                self.properties(depth - 1)
            case "list":
                self.attribute("rdf:parseType", "Collection")
                self.text += ">"
                for _ in range(self.draw(st.integers(0, 2))):
                    self.space()
                    self.node(depth - 1)
                self.space()
            case "xml":
                self.attribute("rdf:parseType", "Literal")
                self.text += "><b ex:about='x'><ex:T rdf:about='no'/></b>"


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """A document of a few nodes."""
    written = Written(draw)
    for _ in range(draw(st.integers(1, 3))):
        written.space()
        written.node(3)
    written.text += "\n</rdf:RDF>\n"
    return written
