"""The validation service: one call per submission, whatever the mouth."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crosstrace.errors import CrosstraceError, InvalidInput
from crosstrace.rdf.formats import Syntax
from crosstrace.sandbox import WorkerPool
from crosstrace.validation.engines import DEFAULT, DEFAULT_FOR_OWN_SHAPES, check_engine
from crosstrace.validation.levels import DEFAULT_LEVEL, LEVELS
from crosstrace.validation.report import NO_PROFILE, Report

JUDGE: Final = "crosstrace.validation.job:open_validator"
"""The entry point of the workers that judge."""
PROFILES: Final = ("sp800-218a",)

LAST_DAY: Final = dt.date(9998, 12, 31)
"""What is to be written into a graph may be a day one year later, and years have four digits."""


class Validator:
    """Judges submissions in the workers of a pool.

    `basis` is a digest of all that a verdict rests on beside what `validate` is given.
    """

    def __init__(self, pool: WorkerPool, basis: str = "") -> None:
        self.pool, self.basis = pool, basis

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
        `engine` they are run by the most conformant one. With the profile `NO_PROFILE` they
        alone count, and `body` alone is the data, as SHACL has it. With `cross_check` the results
        are held against the reference engine's, which is slow. Raises `InvalidInput` with a
        place, `TimeLimitExceeded`, `ResourceExhausted` or `EnginesDisagree`.
        """
        report, _ = self._judged(
            body,
            syntax,
            profile=profile,
            level=level,
            engine=engine,
            as_of=as_of,
            own_shapes=own_shapes,
            cross_check=cross_check,
            seconds=seconds,
        )
        return report

    def judge_to_keep(
        self,
        body: bytes,
        syntax: Syntax,
        *,
        profile: str,
        level: str,
        as_of: dt.date,
        onto: bytes = b"",
    ) -> tuple[Report, bytes]:
        """The verdict on `body`, and the statements that were judged, as N-Triples.

        Blank nodes in them are IRIs that begin with `submission.BLANK`. With `onto`, statements
        of that very form, it is their merge with `body` that is judged. Raises as `validate`.
        """
        return self._judged(
            body, syntax, profile=profile, level=level, as_of=as_of, keep=True, onto=onto
        )

    def _judged(
        self,
        body: bytes,
        syntax: Syntax,
        *,
        profile: str,
        level: str,
        engine: str | None = None,
        as_of: dt.date | None = None,
        own_shapes: bytes | None = None,
        cross_check: bool = False,
        seconds: float | None = None,
        keep: bool = False,
        onto: bytes = b"",
    ) -> tuple[Report, bytes]:
        _check("profile", profile, (*PROFILES, NO_PROFILE))
        if profile == NO_PROFILE and own_shapes is None:
            raise InvalidInput(
                "With the profile none a graph is judged by your own shapes alone: give them."
            )
        _check("level", level, LEVELS)
        if engine is None:
            engine = DEFAULT_FOR_OWN_SHAPES if own_shapes else DEFAULT
        check_engine(engine)
        day = as_of or dt.datetime.now(dt.UTC).date()
        if day > LAST_DAY:
            raise InvalidInput(f"{day} is too far away; judge as of a day until {LAST_DAY}.")
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
            "keep": keep,
            "onto_bytes": len(onto),
        }
        report, kept = self.pool.run(header, body + shapes + onto, seconds=seconds)
        return Report.from_worker(report), kept

    def statements(self, body: bytes, syntax: Syntax) -> bytes:
        """What `body` may state, unjudged, as N-Triples without blank nodes; raises as `validate`.

        Blank nodes have IRIs that begin with `vocab.BLANK`; `traceability.read_view` reads it.
        """
        _, data = self.pool.run({"job": "statements", "syntax": syntax.name}, body)
        return data

    def ready(self) -> bool:
        """Whether the shapes can be read."""
        from crosstrace.validation.shapes import bundled_shapes  # here, for only a service asks

        try:
            return bool(bundled_shapes().graph)
        except CrosstraceError:
            return False


def _check(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidInput(f"{value!r} is no {what} here; there is {', '.join(known)}.")
