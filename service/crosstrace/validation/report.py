"""The verdict on a graph, as JSON and as the standard SHACL report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.rdf.formats import TURTLE
from crosstrace.rdf.output import write
from crosstrace.vocab import RDF, SH

_SUBJECT: Final = re.compile(r"^_:result ", re.MULTILINE)
SEVERITIES: Final = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the submitted text; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to add, or to put in place of what the node states with the property `replaces`.

    `turtle` has the prefixes it uses; `jsonld` is the same as a document of our context. Texts
    in it are examples, to be replaced by what is true.
    """

    turtle: str
    jsonld: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. `element` is the task or item concerned, written `edition:id`.

    `source` is the clause that the shape is after; `snippet` is what would mend the finding.
    `rdf` is the finding as N-Triples about the blank node `_:result`.
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
        conforms = "true" if not self.results else "false"
        lines = [
            f"_:report <{RDF}type> <{SH}ValidationReport> .",
            f'_:report <{SH}conforms> "{conforms}"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
        ]
        for number, result in enumerate(self.results):
            lines.append(f"_:report <{SH}result> _:result{number} .")
            lines.append(_SUBJECT.sub(f"_:result{number} ", result.rdf))
        quads = ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
        return write((quad.triple for quad in quads), TURTLE).decode()

    def verdict(self) -> str:
        """One sentence that says whether the graph conforms, and the counts."""
        verb = "conforms" if self.conforms else "does not conform"
        counted = ", ".join(f"{n} {severity}" for severity, n in self.counts.items() if n)
        return (
            f"The graph {verb} to {self.profile} at level {self.level}, as of {self.as_of}: "
            f"{counted or 'nothing to mend'}."
        )
