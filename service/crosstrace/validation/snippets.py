"""What to write so that a finding goes away, as Turtle and as JSON-LD.

A shape holds it as Turtle with placeholders: `{$this}` and `{?value}` for the nodes of the
result, `{?meant}` for the one identifier that its value was probably meant to be, `{$subject}`
and `{$creator}` for those of the graph, `{$today}` and `{$inAYear}` for days.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox
from rdflib.term import Node, URIRef

from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.context import context_document
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.report import Snippet
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import ANONYMOUS, BLANK
from crosstrace.vocab import CT, DCTERMS, PREFIXES

_PLACEHOLDER: Final = re.compile(r"\{[$?](\w+)\}")
_LOCAL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PREFIX: Final = re.compile(r"(?<![\w<-])([a-z][a-z0-9.-]*):")
_THIS: Final = "{$this}"
_OF_GRAPH: Final = (CT + "subject", DCTERMS + "creator")
_SEPARATOR: Final = re.compile("( ; )")
_A_YEAR: Final = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a snippet may name beside the result: the graph's asset and creator, and the day."""

    subject: Node | None
    creator: Node | None
    as_of: dt.date


def setting(stated: Iterable[ox.Triple], as_of: dt.date) -> Setting:
    """The setting of a submission; an asset or creator is only known when there is one."""
    found: dict[str, set[str]] = {}
    for triple in stated:
        if triple.predicate.value in _OF_GRAPH and isinstance(triple.object, ox.NamedNode):
            found.setdefault(triple.predicate.value, set()).add(triple.object.value)
    one = {p: URIRef(min(values)) for p, values in found.items() if len(values) == 1}
    return Setting(one.get(_OF_GRAPH[0]), one.get(_OF_GRAPH[1]), as_of)


def snippet(
    result: RawResult, shapes: Shapes, here: Setting, meant: str | None = None
) -> Snippet | None:
    """The snippet for `result`, None where its shape has none or a node can't be named.

    `meant` is the IRI that the value of the result was to be, when that is known. Of a node that
    stands in brackets the snippet says `[]`: what it states is to be written in those brackets.
    """
    template = shapes.snippet(result.source_shape)
    if template is None:
        return None
    known = {
        "subject": _named(here.subject),
        "creator": _named(here.creator),
        "this": _subject(result.focus_node, template),
        "value": _named(result.value),
        "meant": None if meant is None else _named(URIRef(meant)),
        "today": here.as_of.isoformat(),
        "inAYear": _in_a_year(here.as_of).isoformat(),
    }
    used = [known[name] for name in _PLACEHOLDER.findall(template)]
    if None in used:
        return None
    text = _PLACEHOLDER.sub(lambda match: known[match[1]] or "", template).strip()
    text = _laid_out(text)
    names = sorted(set(_PREFIX.findall(text)) & _prefixes().keys())
    head = "".join(f"@prefix {name}: <{_prefixes()[name]}> .\n" for name in names)
    replaced = shapes.replaces(result.source_shape)
    return Snippet(head + text, _json(head + text), None if replaced is None else str(replaced))


def _in_a_year(day: dt.date) -> dt.date:
    """A year later, as far as the calendar goes."""
    return day + min(_A_YEAR, dt.date.max - day)


def _subject(node: Node, template: str) -> str | None:
    """How the snippet names the node of the result: by its name, or as its subject only, `[]`."""
    is_anonymous = isinstance(node, URIRef) and node.startswith(ANONYMOUS)
    is_subject_only = template.startswith(_THIS) and template.count(_THIS) == 1
    return "[]" if is_anonymous and is_subject_only else _named(node)


def _laid_out(text: str) -> str:
    """One property to a line; what stands in brackets stays together."""
    depth, parts = 0, [""]
    for part in _SEPARATOR.split(text):
        if part == " ; " and depth == 0:
            parts[-1] += " ;"
            parts.append("    ")
            continue
        depth += part.count("[") - part.count("]")
        parts[-1] += part
    return "\n".join(parts)


def _json(turtle: str) -> str:
    quads = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    document = json_ld(quad.triple for quad in quads)
    return json.dumps(document, indent=2, ensure_ascii=False)


def _named(node: Node | None) -> str | None:
    """A node as Turtle names it; one without a name can't be."""
    if not isinstance(node, URIRef) or node.startswith(ANONYMOUS):
        return None
    if node.startswith(BLANK):
        return f"_:{node[len(BLANK) :]}"
    for prefix, namespace in _prefixes().items():
        if node.startswith(namespace) and _LOCAL.fullmatch(node[len(namespace) :]):
            return f"{prefix}:{node[len(namespace) :]}"
    return str(ox.NamedNode(str(node)))


@cache
def _prefixes() -> dict[str, str]:
    """Our prefixes and those of the editions, longest namespace first."""
    context = context_document()["@context"]
    editions = {
        name: said["@id"]
        for name, said in context.items()
        if isinstance(said, dict) and said.get("@prefix")
    }
    return dict(sorted((PREFIXES | editions).items(), key=lambda pair: -len(pair[1])))
