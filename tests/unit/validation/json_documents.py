"""JSON-LD documents for hypothesis, with everything that makes places hard to find.

Each text and number in one stands in it once, and so does the mark of each node, so that
a test can find them without the code it tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

EX: Final = "https://example.org/"
CONTEXT: Final[dict[str, Any]] = {
    "@vocab": f"{EX}vocab#",
    "ex": EX,
    "id": "@id",
    "name": "id",
    "type": "@type",
    "value": "@value",
    "ref": {"@type": "@id"},
    "word": {"@type": "@vocab"},
    "day": {"@type": "ex:day"},
    "list": {"@container": "@list"},
    "set": {"@container": "@set"},
    "label": {"@container": "@language"},
    "indexed": {"@container": "@index"},
    "back": {"@reverse": "ex:forth", "@type": "@id"},
    "nest": "@nest",
    "dropped": None,
    "json": {"@type": "@json"},
    "Scoped": {"@id": "ex:Scoped", "@context": {"p": "ex:otherwise"}},
    "inner": {"@id": "ex:inner", "@context": {"q": {"@id": "ex:q", "@type": "@id"}}},
}
NAMES: Final = [*(f"ex:n{n}" for n in range(3)), "_:b1", "_:b2", "rel/one", f"{EX}full"]


@dataclass
class Drawn:
    """A document in the making; `unfollowed` are the values that may go without a place."""

    draw: st.DrawFn
    count: int = 0
    unfollowed: set[str] = field(default_factory=set)
    document: dict[str, Any] = field(default_factory=dict)

    def unique(self) -> str:
        self.count += 1
        return f"text {self.count} ü."

    def scalar(self) -> Any:
        self.count += 1
        return self.draw(
            st.sampled_from([self.unique(), 5000 + self.count, self.count + 0.5, True, None])
        )

    def node(self, depth: int, *, named: bool | None = None) -> dict[str, Any]:
        members: list[tuple[str, Any]] = [("mark", self.unique())]
        if self.draw(st.booleans()) if named is None else named:
            key = self.draw(st.sampled_from(["@id", "id", "name"]))
            members.append((key, self.draw(st.sampled_from(NAMES))))
        if self.draw(st.booleans()):
            types = st.sampled_from(["T", "ex:U", "Scoped"])
            one_or_more = types | st.lists(types, min_size=1, max_size=2, unique=True)
            members.append((self.draw(st.sampled_from(["type", "@type"])), self.draw(one_or_more)))
        keys = self.draw(st.lists(st.sampled_from(KEYS), max_size=4, unique=True))
        members += [(key, self.value_of(key, depth)) for key in keys]
        return dict(self.draw(st.permutations(members)))

    def value_of(self, key: str, depth: int) -> Any:
        below = depth - 1
        match key:
            case "ref":
                return self.draw(st.sampled_from(NAMES))
            case "word" | "dropped" | "@index" | "json":
                return self.draw(st.sampled_from(FIXED[key]))
            case "day":
                return self.unique()
            case "label":
                return {"de": self.unique(), "fr": None, "en": [self.unique(), self.unique()]}
            case "nest":
                nested = {"n1": self.value(below), "n2": self.value(below)}
                return self.draw(st.sampled_from([nested, [nested, {"n3": self.unique()}]]))
        return self.nodes_of(key, below)

    def nodes_of(self, key: str, below: int) -> Any:
        if below < 0:
            return [] if key in ("@included", "back", "indexed") else {}
        match key:
            case "@included":
                return [self.node(below) for _ in range(self.draw(st.integers(1, 2)))]
            case "@reverse":
                return {"ex:of": [self.node(below, named=True), self.node(below)]}
            case "back":
                return [self.draw(st.sampled_from(NAMES)), self.node(below)]
            case "indexed":
                first = self.count
                said = {"a": [self.node(below), self.unique()], "b": self.node(below)}
                for n in range(first, self.count + 1):
                    self.unfollowed |= {f"text {n} ü.", str(5000 + n)}
                return said
        return self.value(below)

    def value(self, depth: int) -> Any:
        kind = self.draw(st.integers(0, 7 if depth > 0 else 3))
        match kind:
            case 0 | 1:
                return self.scalar()
            case 2:
                return {"value": self.unique(), **self.draw(st.sampled_from(ABOUT))}
            case 3:
                return {"@id": self.draw(st.sampled_from(NAMES))}
            case 4:
                return {"@list": [self.value(depth - 1), self.unique()]}
            case 5:
                return {"@set": [self.value(depth - 1), self.unique()]}
            case 6:
                return [self.value(depth - 1) for _ in range(self.draw(st.integers(0, 3)))]
        return self.node(depth - 1)


KEYS: Final = [
    *("p", "q", "ex:r", f"{EX}full", "ref", "word", "day", "list", "set", "label", "indexed"),
    *("back", "nest", "dropped", "json", "inner", "@reverse", "@included", "@index"),
]
FIXED: Final[dict[str, list[Any]]] = {
    "word": ["T", "ex:U", "Other"],
    "dropped": ["nothing", {"p": "nothing"}, ["x"], None],
    "@index": ["no statement"],
    "json": [{"@id": "no", "@value": [1, {"p": None}]}],
}
ABOUT: Final[list[dict[str, str]]] = [{}, {"@language": "de-AT"}, {"@type": "ex:kind"}]


@st.composite
def documents(draw: st.DrawFn) -> Drawn:
    """A document of one or more nodes, as `document`."""
    drawn = Drawn(draw)
    nodes = [drawn.node(3) for _ in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        said = [("@graph", [*nodes, "no node"]), ("@context", CONTEXT)]
    else:
        said = [*nodes[0].items(), ("@context", CONTEXT)]
    if draw(st.booleans()):
        said.reverse()
    drawn.document = dict(said)
    return drawn
