"""The verdict on a graph, as JSON and as the standard SHACL report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.rdf.formats import TURTLE
from crosstrace.rdf.output import write
from crosstrace.vocab import RDF, SH

SEVERITIES: Final = ("violation", "warning", "info")
NO_PROFILE: Final = "none"
"""In place of a profile: a graph is judged by an organisation's own shapes and nothing else."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the submitted text; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to add, or to put in place of what the node states with the property `replaces`.

    `turtle` has the prefixes it uses; `jsonld` is the same as a document of our context. Texts
    in it are examples, to be replaced by what is true. What is `within` belongs in the brackets of
    the node, which has no name: as it stands it would describe another one.
    """

    turtle: str
    jsonld: str
    replaces: str | None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. `element` is the task or item concerned, written `edition:id`.

    `source` is the clause that the shape is after; `snippet` is what would mend the finding.
    `rdf` is the finding as N-Triples about the blank node `_:result`; the nodes of a complex path
    are called `_:path…`.
    """

    severity: str
    shape: str
    constraint: str
    focus_node: str
    path: str | None
    value: str | None
    message: str
    fix: str | None
    element: str | None
    element_title: str | None = None
    source: str | None = None
    snippet: Snippet | None = None
    locations: tuple[Location, ...] = ()
    rdf: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, most important first.

    `conforms` is false when there is a violation; warnings and information do not make it
    so. `to_turtle` follows SHACL, where any result makes `sh:conforms` false.
    """

    profile: str
    level: str
    engine: str
    as_of: str
    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not any(result.severity == "violation" for result in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """The number of findings of each severity."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def to_json(self) -> dict[str, Any]:
        """The document of `POST /v1/validate`."""
        results = [asdict(result) for result in self.results]
        for result in results:
            del result["rdf"]
        return {
            "conforms": self.conforms,
            "profile": self.profile,
            "level": self.level,
            "engine": self.engine,
            "as_of": self.as_of,
            "counts": self.counts,
            "results": results,
        }

    @classmethod
    def from_worker(cls, document: dict[str, Any]) -> Report:
        """Rebuild a report from the JSON that `asdict` made of it in a worker."""
        results = (
            Result(
                **{
                    **r,
                    "locations": tuple(Location(**place) for place in r["locations"]),
                    "snippet": Snippet(**r["snippet"]) if r["snippet"] else None,
                }
            )
            for r in document["results"]
        )
        return cls(**{**document, "results": tuple(results)})

    def to_turtle(self) -> str:
        """The standard SHACL validation report."""
        report = ox.BlankNode("report")
        said: list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]] = [
            (RDF + "type", ox.NamedNode(SH + "ValidationReport")),
            (SH + "conforms", ox.Literal(not self.results)),
            *((SH + "result", ox.BlankNode(f"result-{n}")) for n in range(len(self.results))),
        ]
        triples = [ox.Triple(report, ox.NamedNode(p), o) for p, o in said]
        for number, result in enumerate(self.results):
            triples += _numbered(result.rdf, number)
        return write(triples, TURTLE).decode()

    def verdict(self) -> str:
        """One sentence that says whether the graph conforms, and the counts."""
        verb = "conforms" if self.conforms else "does not conform"
        asked = "your shapes" if self.profile == NO_PROFILE else self.profile
        counted = ", ".join(f"{n} {severity}" for severity, n in self.counts.items() if n)
        return (
            f"The graph {verb} to {asked} at level {self.level}, as of {self.as_of}: "
            f"{counted or 'nothing to mend'}."
        )


def _numbered(rdf: str, number: int) -> Iterator[ox.Triple]:
    """The statements of one result, its own nodes told apart from those of other results."""

    def name(term: Any) -> Any:
        own = isinstance(term, ox.BlankNode) and term.value.startswith(("result", "path"))
        return ox.BlankNode(f"{term.value}-{number}") if own else term

    for quad in ox.parse(rdf, format=ox.RdfFormat.N_TRIPLES):
        yield ox.Triple(name(quad.subject), quad.predicate, name(quad.object))
