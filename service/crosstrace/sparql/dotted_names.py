"""Names with several dots, such as `sp800-218a:PO.1.1`, written so that the parser reads them.

The parser of pyoxigraph 0.5 ends the local part of a name at its second dot and takes the rest
for a number: `PO.1.1` is read as `PO.1` and `0.1`. With its dots escaped, which SPARQL 1.1
(section 19.8, PN_LOCAL_ESC) means to be the same, it is read in full.
"""

from __future__ import annotations

from collections.abc import Iterable

from crosstrace.rdf.tokens import Token, tokens

_FEWEST = 2


def escape_dots(text: str) -> str:
    """The query with the dots escaped of each name that has several."""
    pieces, done = [], 0
    for dot in _dots(tokens(text)):
        pieces.append(text[done:dot])
        done = dot
    return "\\".join([*pieces, text[done:]])


def as_written(text: str, line: int, column: int) -> int:
    """The column in `text` of a place in `escape_dots(text)`; both count from 1."""
    start = sum(map(len, text.splitlines(keepends=True)[: line - 1]))
    inserted = [dot - start for dot in _dots(tokens(text)) if dot >= start]
    return column - sum(dot + number < column - 1 for number, dot in enumerate(inserted))


def _dots(found: Iterable[Token]) -> Iterable[int]:
    for token in found:
        prefix, _, local = token.text.partition(":")
        # The last dot of a name ends the triple. A blank node's label knows no escapes.
        local = local.rstrip(".")
        if token.kind != "name" or prefix == "_" or local.count(".") < _FEWEST:
            continue
        begin = token.start + len(prefix) + 1
        yield from (
            begin + place
            for place, sign in enumerate(local)
            if sign == "." and local[place - 1 : place] != "\\"
        )
