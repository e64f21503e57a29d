"""SHACL engines behind one face; every one gives the same results for the same shapes.

`shifty` is the fastest, `turbo` the most conformant, `pyshacl` the slow reference.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, Protocol

from crosstrace.errors import InvalidInput

if TYPE_CHECKING:
    from crosstrace.validation.engines.rows import RawResult
    from crosstrace.validation.shapes import Shapes

ENGINES: Final = ("shifty", "turbo", "pyshacl")
DEFAULT: Final = "shifty"
DEFAULT_FOR_OWN_SHAPES: Final = "turbo"

# An ill-formed date in a submission is a finding, not an event to log with a trace.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


class Engine(Protocol):
    """What judges data: N-Triples without blank nodes, as `submission` makes them."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`; `InvalidInput` when the shapes can't be used."""
        ...


def check_engine(name: str) -> None:
    """Raise `InvalidInput`, which lists the names, unless there is an engine called `name`."""
    if name not in ENGINES:
        raise InvalidInput(f"{name!r} is no engine; the engines are {', '.join(ENGINES)}.")


def engine_named(name: str) -> Engine:
    """The engine called `name`, imported when it is first used, for each takes its time."""
    check_engine(name)
    if name == "shifty":
        from crosstrace.validation.engines.shifty_engine import Shifty

        return Shifty()
    if name == "turbo":
        from crosstrace.validation.engines.turbo_engine import Turbo

        return Turbo()
    from crosstrace.validation.engines.pyshacl_engine import PyShacl

    return PyShacl()


__all__ = [
    "DEFAULT",
    "DEFAULT_FOR_OWN_SHAPES",
    "ENGINES",
    "Engine",
    "check_engine",
    "engine_named",
]
