"""pyshifty, the fastest engine: shapes are planned once and used again."""

from __future__ import annotations

from functools import lru_cache

import shifty

from crosstrace.errors import InvalidInput
from crosstrace.validation.engines.rows import RawResult, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class Shifty:
    """pyshifty; it takes bytes, never strings, which it might read as a path or URL."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            _, report, _ = _prepared(shapes).validate(data, graph_mode="data", infer=False)
        return results_of(report, shapes)


@lru_cache(maxsize=4)
def _prepared(shapes: Shapes) -> shifty.PreparedValidator:
    try:
        return shifty.PreparedValidator(shapes.turtle)
    except (ValueError, RuntimeError) as error:
        raise InvalidInput(f"The shapes can't be used: {error}.") from error
