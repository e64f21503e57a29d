"""The validation service: one call per submission, whatever the mouth."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crosstrace.errors import CrosstraceError, InvalidInput
from crosstrace.rdf.formats import Syntax
from crosstrace.sandbox import WorkerPool
from crosstrace.validation.engines import check_engine
from crosstrace.validation.levels import DEFAULT_LEVEL, LEVELS
from crosstrace.validation.report import Report
from crosstrace.validation.shapes import bundled_shapes

PROFILES: Final = ("sp800-218a",)


class Validator:
    """Judges submissions in the workers of a pool."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool

    def validate(
        self,
        body: bytes,
        syntax: Syntax,
        *,
        profile: str = PROFILES[0],
        level: str = DEFAULT_LEVEL,
        engine: str | None = None,
        as_of: dt.date | None = None,
        own_shapes: bytes | None = None,
        cross_check: bool = False,
        seconds: float | None = None,
    ) -> Report:
        """The verdict on `body` as of a day (today's in UTC when None).

        `own_shapes` are an organisation's, in Turtle, judged beside the bundled ones; without
        `engine` they are run by the most conformant one. With `cross_check` the results are
        held against the reference engine's, which is slow. Raises `InvalidInput` with a place,
        `TimeLimitExceeded`, `ResourceExhausted` or `EnginesDisagree`.
        """
        _check("profile", profile, PROFILES)
        _check("level", level, LEVELS)
        if engine is not None:
            check_engine(engine)
        day = as_of or dt.datetime.now(dt.UTC).date()
        shapes = own_shapes or b""
        header = {
            "job": "judge",
            "syntax": syntax.name,
            "profile": profile,
            "level": level,
            "engine": engine,
            "cross_check": cross_check,
            "as_of": day.isoformat(),
            "shapes_bytes": len(shapes),
        }
        report, _ = self.pool.run(header, body + shapes, seconds=seconds)
        return Report.from_worker(report)

    def statements(self, body: bytes, syntax: Syntax) -> bytes:
        """What `body` may state, unjudged, as N-Triples without blank nodes; raises as `validate`.

        Blank nodes have IRIs that begin with `vocab.BLANK`; `traceability.read_view` reads it.
        """
        _, data = self.pool.run({"job": "statements", "syntax": syntax.name}, body)
        return data

    def ready(self) -> bool:
        """Whether the shapes can be read."""
        try:
            return bool(bundled_shapes().graph)
        except CrosstraceError:
            return False


def _check(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidInput(f"{value!r} is no {what} here; there is {', '.join(known)}.")
