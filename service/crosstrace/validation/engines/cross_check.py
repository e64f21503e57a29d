"""Holding one engine's results against those of the reference, pySHACL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

from crosstrace.errors import EnginesDisagree
from crosstrace.validation.engines.rows import RawResult
from crosstrace.vocab import local_name

REFERENCE: Final = "pyshacl"
_Key: TypeAlias = tuple[str, ...]


def cross_check(engine: str, found: Iterable[RawResult], expected: Iterable[RawResult]) -> None:
    """Raise `EnginesDisagree`, which tells the first differences, unless both are the same.

    Compared are severity, shape, constraint, node, path and value; the words may differ.
    """
    ours, theirs = Counter(map(_key, found)), Counter(map(_key, expected))
    only_ours, only_theirs = ours - theirs, theirs - ours
    if not only_ours and not only_theirs:
        return
    told = [
        f"only {name} finds {_told(min(some))}"
        for name, some in ((engine, only_ours), (REFERENCE, only_theirs))
        if some
    ]
    number = only_ours.total() + only_theirs.total()
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
