"""Templates: every value escaped, every link checked."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from crosstrace import __version__
from crosstrace.documents import PROFILE_STATUSES
from crosstrace.vocab import CT, CTSH, ID, ONTOLOGY_GRAPH, PREFIXES

_LOCAL_PATHS: Final = {
    ID: "/id/",
    ONTOLOGY_GRAPH: "/ontology",
    CT: "/ontology#",
    CTSH: "/shapes#",
}
_FORM_NAMES: Final = {
    "json": "JSON",
    "jsonld": "JSON-LD",
    "yamlld": "YAML-LD",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "trig": "TriG",
    "nquads": "N-Quads",
    "csv": "CSV",
    "xlsx": "XLSX",
}
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")


def page(template: str, **values: Any) -> str:
    """The HTML of `template`."""
    return _environment().get_template(template).render(values)


def href(iri: str) -> str | None:
    """Where a link to `iri` leads: to our own page for what is ours, out by http(s) only."""
    for start, path in _LOCAL_PATHS.items():
        if iri == start or (iri.startswith(start) and start.endswith(("/", "#"))):
            return path + iri[len(start) :]
    return iri if _WEB.fullmatch(iri) else None


def form_name(name: str) -> str:
    """What people call the form or syntax `name`: `jsonld` is JSON-LD."""
    return _FORM_NAMES[name]


def words(token: str) -> str:
    """A JSON token as words: `implementation_example` gives `implementation example`."""
    return token.replace("_", " ")


def compact(iri: str) -> str:
    """The IRI with its prefix, `ct:priority`, or as it is when no prefix is known."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(ID)


def stated(value: Any) -> str:
    """A property's value in a document as people read it; none and an empty list are nothing."""
    if isinstance(value, dict):
        told = (f"{words(name)} {stated(one)}" for name, one in value.items() if one is not None)
        return ", ".join(told)
    if isinstance(value, list):
        return "; ".join(map(stated, value)) or "nothing"
    return "nothing" if value is None else str(value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosstrace.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        href=href, words=words, compact=compact, form_name=form_name, stated=stated
    )
    environment.filters["status_words"] = PROFILE_STATUSES.__getitem__
    environment.globals["version"] = __version__
    return environment
