"""The RDF syntaxes that are read and written, by media type and by file ending."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from crosstrace.errors import UnsupportedSyntax


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax; the first media type and ending are its preferred ones."""

    name: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    format: ox.RdfFormat

    @property
    def media_type(self) -> str:
        """The preferred media type."""
        return self.media_types[0]


TURTLE = Syntax("turtle", ("text/turtle", "application/x-turtle"), (".ttl",), ox.RdfFormat.TURTLE)
N_TRIPLES = Syntax("ntriples", ("application/n-triples",), (".nt",), ox.RdfFormat.N_TRIPLES)
RDF_XML = Syntax("rdfxml", ("application/rdf+xml",), (".rdf", ".owl", ".xml"), ox.RdfFormat.RDF_XML)
JSON_LD = Syntax("jsonld", ("application/ld+json",), (".jsonld", ".json"), ox.RdfFormat.JSON_LD)
YAML_LD = Syntax(
    "yamlld", ("application/ld+yaml",), (".yamlld", ".yaml", ".yml"), ox.RdfFormat.JSON_LD
)
"""JSON-LD as YAML; `format` is that of the JSON it is turned into."""
TRIG = Syntax("trig", ("application/trig",), (".trig",), ox.RdfFormat.TRIG)
N_QUADS = Syntax("nquads", ("application/n-quads",), (".nq",), ox.RdfFormat.N_QUADS)

SYNTAXES = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, YAML_LD, TRIG, N_QUADS)
WRITTEN = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)
"""The syntaxes in which a resource or a constructed graph is given."""


def syntax_named(name: str) -> Syntax:
    """The syntax called `name`; `UnsupportedSyntax` lists the names."""
    for syntax in SYNTAXES:
        if syntax.name == name:
            return syntax
    raise UnsupportedSyntax(f"{name!r} is no RDF syntax; use {_list(s.name for s in SYNTAXES)}.")


def syntax_for_media_type(media_type: str) -> Syntax:
    """The syntax of a Content-Type, parameters ignored; `UnsupportedSyntax` lists what is read."""
    bare = media_type.split(";")[0].strip().lower()
    for syntax in SYNTAXES:
        if bare in syntax.media_types:
            return syntax
    raise UnsupportedSyntax(
        "The Content-Type names no RDF syntax that is read here; send "
        f"{_list(s.media_type for s in SYNTAXES)}."
    )


def syntax_for_filename(name: str) -> Syntax:
    """The syntax of a file's ending; `UnsupportedSyntax` lists what is read."""
    for syntax in SYNTAXES:
        if name.lower().endswith(syntax.endings):
            return syntax
    endings = _list(ending for s in SYNTAXES for ending in s.endings)
    raise UnsupportedSyntax(f"{name!r} has no ending of an RDF file; these are read: {endings}.")


def _list(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"
