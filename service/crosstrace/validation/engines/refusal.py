"""What an engine raises over shapes that it can't use, as an error that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyoxigraph as ox
import pyparsing
from rdflib.namespace import SH
from rdflib.term import Node

from crosstrace.errors import InputError, InvalidInput
from crosstrace.validation.messages import written
from crosstrace.validation.shapes import QUERIES, Shapes
from crosstrace.validation.submission import BLANK

_FAULTS: Final = (ValueError, RuntimeError, pyparsing.ParseBaseException, re.error)
"""What engines raise over shapes; they give it no kind of its own."""
_PLACE: Final = re.compile(r"(?:SPARQL parse error: )?error at (\d+):(\d+): ")
_SENTENCE: Final = re.compile(r"\b[A-Z][a-z]+ [^,\[]+")
_RING: Final = "Cyclic RDF list"
"""In what pyshacl-turbo raises over the data, when it describes a value that is a list."""
_LONGEST: Final = 200


@contextmanager
def faults_of(shapes: Shapes) -> Iterator[None]:
    """Let what an engine raises over `shapes`, or a ring in the data, be `InvalidInput`."""
    try:
        yield
    except (InvalidInput, RecursionError):
        raise
    except Exception as error:
        # rdflib raises an `Exception` and no kind of it over an unknown prefix.
        if not isinstance(error, _FAULTS) and type(error) is not Exception:
            raise
        if _RING in str(error):
            raise InvalidInput(
                "The engine turbo can't report on a list in the graph whose members lead back to "
                "it; use the engine pyshacl, or take the list apart."
            ) from error
        raise refusal(str(error), shapes) from error


def refusal(reason: str, shapes: Shapes) -> InvalidInput:
    """Why an engine can't use `shapes`, with the place in a query that can't be read."""
    found = next(_unreadable(shapes), None)
    if found is not None:
        return found
    return InvalidInput(f"The shapes can't be used: {_plain(reason)}.")


def _unreadable(shapes: Shapes) -> Iterator[InvalidInput]:
    for predicate in QUERIES:
        for node, query in sorted(shapes.graph.subject_objects(predicate), key=str):
            try:
                ox.Store().query(str(query), prefixes=_prefixes(node, shapes))
            except (SyntaxError, ValueError) as error:
                # A `ValueError` is for a namespace that is no IRI.
                yield _placed(_owner(node, shapes), str(error))


def _placed(shape: Node, reason: str) -> InvalidInput:
    place = _PLACE.search(reason)
    where = f" in its line {place[1]}, column {place[2]}" if place else ""
    detail = f"The query of {written(shape)} can't be read{where}: {_plain(reason)}."
    return InvalidInput(f"The shapes can't be used. {detail}", (InputError(detail),))


def _owner(node: Node, shapes: Shapes) -> Node:
    """The shape with a name of its own that a part without one belongs to."""
    while str(node).startswith(BLANK):
        owner = min(shapes.graph.subjects(None, node), key=str, default=None)
        if owner is None:
            break
        node = owner
    return node


def _prefixes(node: Node, shapes: Shapes) -> dict[str, str]:
    graph = shapes.graph
    declared = [
        (graph.value(said, SH.prefix), graph.value(said, SH.namespace))
        for where in graph.objects(node, SH.prefixes)
        for said in graph.objects(where, SH.declare)
    ]
    return {str(prefix): str(iri) for prefix, iri in declared if prefix and iri}


def _plain(reason: str) -> str:
    """One short sentence; a parser's list of all that it would have expected is none."""
    said = _PLACE.sub("", reason)
    if said.startswith("expected "):
        sentence = _SENTENCE.search(said)
        return sentence[0].strip() if sentence else "this is not expected here"
    first = next(iter(said.strip().splitlines()), "") or "the engine gives no reason"
    plain = " ".join(first.replace(f"<{BLANK}", "<_:").split()).rstrip(".!")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
