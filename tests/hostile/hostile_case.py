"""What a case of the corpus is, and the pieces that cases are made of.

`LISTENER` in a case stands for the address of a port of this machine that must stay silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from crosstrace.rdf.formats import TURTLE, Syntax

Bytes: TypeAlias = str | bytes | Callable[[], str | bytes]
"""What is sent, or what makes it, so that large bodies live only as long as their case."""

VERDICT: Final = "verdict"
INVALID: Final = "invalid-input"
STOPPED: Final = "time-limit"
LARGE: Final = "too-large"

LISTENER: Final = "http://127.0.0.1:0/listener"
LIMIT: Final = 60.0
"""Seconds for what ends by itself: far more than it takes, for the machine may be busy."""
SHORT: Final = 1.0
"""Seconds for what would not end by itself in any time that one waits."""
MARGIN: Final = 30.0
"""Seconds beyond the limit: ending a worker, and starting another on a busy machine."""

PREFIXES: Final = """\
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix ctsh: <https://w3id.org/crosstrace/shapes#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix task: <https://w3id.org/crosstrace/id/sp800-218a/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ROOT: Final = PREFIXES + "ex:graph a ct:ImplementationGraph .\n"
JUDGING: Final = "ex:Judging sh:targetNode ex:none ; sh:nodeKind sh:IRI .\n"
"""A shape that finds nothing, for shapes that judge nothing are refused."""
STATEMENT: Final = '<urn:a> <urn:b> "c" .'


@dataclass(frozen=True, slots=True)
class Case:
    """One input and the answer it has to get.

    `says` is in the error's sentence, or is the name of a shape that reports; `line` is that of
    the error's place. With `shapes` they are an organisation's own, and the input is their data.
    """

    name: str
    body: Bytes
    answer: str
    says: str
    line: int | None = None
    syntax: Syntax = TURTLE
    shapes: Bytes | None = None
    engine: str | None = None
    seconds: float = LIMIT


def sent(body: Bytes, listener: str) -> bytes:
    """The bytes of a body, with the listener's address in its place."""
    made = body() if callable(body) else body
    raw = made.encode() if isinstance(made, str) else made
    return raw.replace(LISTENER.encode(), listener.encode())


def comma(count: int, template: str) -> str:
    """`template` filled with the numbers below `count`, with commas between."""
    return " , ".join(template.format(n) for n in range(count))


def lines(count: int, template: str) -> str:
    """`template` filled with the numbers below `count`, a line for each."""
    return "\n".join(template.format(n) for n in range(count))
