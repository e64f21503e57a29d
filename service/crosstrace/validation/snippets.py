"""What to write so that a finding goes away, as Turtle and as JSON-LD.

A shape holds it as Turtle with placeholders: `{$this}` and `{?value}` for the nodes of the
result, `{?meant}` for the one identifier that its value was probably meant to be, `{$parties}` for
who answers for its value, `{$owner}` for the same or else the graph's creator, `{$subject}` and
`{$creator}` for those of the graph, `{$today}` and `{$inAYear}` for days.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.context import context_document
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.report import Snippet
from crosstrace.validation.setting import Setting
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import ANONYMOUS, BLANK
from crosstrace.vocab import PREFIXES

_PLACEHOLDER: Final = re.compile(r"\{[$?](\w+)\}")
_LOCAL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PREFIX: Final = re.compile(r"(?<![\w<-])([a-z][a-z0-9.-]*):")
_THIS: Final = "{$this}"
_VALUE: Final = "{?value}"
_CLASSED: Final = re.compile(r"\{[$?](this|value)\} a ([\w-]+):")
_OF_PARTIES: Final = re.compile(r"\{\$(?:parties|owner)\}")
_SEPARATOR: Final = re.compile("( ; )")
_A_YEAR: Final = dt.timedelta(days=365)


def snippet(
    result: RawResult, shapes: Shapes, here: Setting, meant: str | None = None
) -> Snippet | None:
    """The snippet for `result`, None where its shape has none or it would not mend anything.

    `meant` is the IRI that the value of the result was to be, when that is known. Of a node that
    stands in brackets the snippet says `[]`, and is `within` them.
    """
    template = _template(result, shapes, meant)
    if template is None or _contradicts(template, result, here):
        return None
    parties = here.parties(result.value) if _OF_PARTIES.search(template) else []
    known = {
        "subject": _named(here.subject),
        "creator": _named(here.creator),
        "this": _subject(result.focus_node, template),
        "value": _named(result.value),
        "parties": _all_named(parties),
        "owner": _all_named(parties) if parties else _named(here.creator),
        "meant": None if meant is None else _named(URIRef(meant)),
        "today": here.as_of.isoformat(),
        "inAYear": _in_a_year(here.as_of).isoformat(),
    }
    used = [known[name] for name in _PLACEHOLDER.findall(template)]
    if None in used:
        return None
    parts = _parts(_PLACEHOLDER.sub(lambda match: known[match[1]] or "", template).strip())
    text = " ;\n    ".join(
        [parts[0], *_still_missing(parts[1:], _described(result, template), here)]
    )
    text = f"{text.removesuffix(' .')} ."
    names = sorted(set(_PREFIX.findall(text)) & _prefixes().keys())
    head = "".join(f"@prefix {name}: <{_prefixes()[name]}> .\n" for name in names)
    replaced = shapes.replaces(result.source_shape)
    return Snippet(
        turtle=head + text,
        jsonld=_json(head + text),
        replaces=None if replaced is None else str(replaced),
        within=known["this"] == "[]",
    )


def _template(result: RawResult, shapes: Shapes, meant: str | None) -> str | None:
    """What the shape says; of a value that is none of those allowed, the one that was meant."""
    replaced = shapes.replaces(result.source_shape)
    if meant is None or replaced is None or result.component != str(SH.InConstraintComponent):
        return shapes.snippet(result.source_shape)
    return f"{_THIS} {_named(replaced)} {{?meant}} ."


def _contradicts(template: str, result: RawResult, here: Setting) -> bool:
    """Whether the snippet would make a node something else beside what it is."""
    of_class = _CLASSED.match(template)
    if of_class is None:
        return False
    node = result.focus_node if of_class[1] == "this" else result.value
    return node is not None and here.is_of_a_class(node)


def _described(result: RawResult, template: str) -> Node | None:
    """The node that the snippet describes, None when it is a new one."""
    if template.startswith(_THIS):
        return result.focus_node
    return result.value if template.startswith(_VALUE) else None


def _still_missing(parts: list[str], node: Node | None, here: Setting) -> list[str]:
    """The properties without those that the node has; a second value would be one too many."""
    if node is None:
        return parts
    return [part for part in parts if not here.states(node, _iri(part.split()[0]))]


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _prefixes()[prefix] + local


def _in_a_year(day: dt.date) -> dt.date:
    """A year later, as far as the calendar goes."""
    return day + min(_A_YEAR, dt.date.max - day)


def _subject(node: Node, template: str) -> str | None:
    """How the snippet names the node of the result: by its name, or as its subject only, `[]`."""
    is_anonymous = isinstance(node, URIRef) and node.startswith(ANONYMOUS)
    is_subject_only = template.startswith(_THIS) and template.count(_THIS) == 1
    return "[]" if is_anonymous and is_subject_only else _named(node)


def _parts(text: str) -> list[str]:
    """Node and first property, then each further one; what stands in brackets stays together."""
    depth, parts = 0, [""]
    for part in _SEPARATOR.split(text):
        if part == " ; " and depth == 0:
            parts.append("")
            continue
        depth += part.count("[") - part.count("]")
        parts[-1] += part
    return parts


def _all_named(nodes: list[URIRef]) -> str | None:
    """Nodes as the values of one property, None when one can't be named or there is none."""
    names = [name for node in nodes if (name := _named(node)) is not None]
    return " , ".join(names) if nodes and len(names) == len(nodes) else None


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
