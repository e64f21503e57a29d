"""Holding one engine's results against those of the reference, pySHACL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

from crosstrace.errors import EnginesDisagree
from crosstrace.validation.engines.known_faults import Difference, is_known
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import Shapes
from crosstrace.vocab import local_name

REFERENCE: Final = "pyshacl"
_Key: TypeAlias = tuple[str, ...]


def cross_check(
    engine: str,
    found: Sequence[RawResult],
    expected: Sequence[RawResult],
    shapes: Shapes,
    data: bytes,
) -> None:
    """Raise `EnginesDisagree`, which tells the first differences, unless both are the same.

    Compared are severity, shape, constraint, node, path and value; the words may differ. A
    difference that is one of the reference's `KNOWN_FAULTS` is none.
    """
    ours, theirs = Counter(map(_key, found)), Counter(map(_key, expected))
    results = {_key(result): result for result in (*expected, *found)}

    def unexplained(only: Counter[_Key], *, only_reference: bool) -> list[_Key]:
        return [
            key
            for key, times in only.items()
            if not is_known(Difference(results[key], times, only_reference, shapes, data))
            for _ in range(times)
        ]

    only_ours = unexplained(ours - theirs, only_reference=False)
    only_theirs = unexplained(theirs - ours, only_reference=True)
    if not only_ours and not only_theirs:
        return
    told = [
        f"only {name} finds {_told(min(some))}"
        for name, some in ((engine, only_ours), (REFERENCE, only_theirs))
        if some
    ]
    number = len(only_ours) + len(only_theirs)
    raise EnginesDisagree(
        f"The engines {engine} and {REFERENCE} disagree on {number} "
        f"result{'' if number == 1 else 's'}: {'; '.join(told)}. No verdict is given; judge with "
        f"--engine {REFERENCE}, and report this with the graph."
    )


def _key(result: RawResult) -> _Key:
    fields = (
        result.severity,
        result.source_shape,
        result.component,
        result.focus_node,
        result.path,
        result.value,
    )
    return tuple("" if field is None else str(field) for field in fields)


def _told(key: _Key) -> str:
    _, shape, component, node, path, value = key
    of_path = f", {local_name(path)}" if path else ""
    of_value = f", value {value!r}" if value else ""
    return f"{local_name(shape)} ({local_name(component)}) at {node}{of_path}{of_value}"
