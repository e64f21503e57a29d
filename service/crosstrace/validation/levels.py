"""How much is asked of a graph: its structure, enough to hand it over, or enough to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crosstrace.vocab import CTSH, SH

if TYPE_CHECKING:
    from crosstrace.validation.engines.rows import RawResult
    from crosstrace.validation.shapes import Shapes

LEVELS: Final = ("draft", "submission", "attestation")
DEFAULT_LEVEL: Final = "submission"


def at_level(found: Iterable[RawResult], shapes: Shapes, level: str) -> list[RawResult]:
    """The results that count at `level`.

    A shape is asked for from its own level on. At attestation nothing may be open, so that
    what our shapes find is a violation, whatever it is before; an organisation's own shapes
    keep their severities.
    """
    reached = LEVELS.index(level)
    counted = [r for r in found if LEVELS.index(shapes.level(r.source_shape)) <= reached]
    if level != LEVELS[-1]:
        return counted
    return [
        replace(r, severity=SH + "Violation") if str(r.source_shape).startswith(CTSH) else r
        for r in counted
    ]
