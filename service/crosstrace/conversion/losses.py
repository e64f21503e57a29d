"""What of a file isn't kept or isn't said, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from crosstrace.errors import printable

_NAMED: Final = 20
_SHOWN: Final = 80


class Losses:
    """What of a file isn't kept or isn't said, gathered by kind."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = defaultdict(list)

    def note(self, kind: str, *names: str) -> None:
        """Remember that things of this kind, called so, are concerned."""
        self._found[kind].extend(names)

    def members(self, kind: str, entry: Mapping[str, Any], names: Iterable[str]) -> None:
        """Note which of the members `names` the entry has."""
        if present := [name for name in names if name in entry]:
            self.note(kind, *present)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind, in the order of their first mention."""
        return tuple(_sentence(kind, names) for kind, names in self._found.items())


def _sentence(kind: str, names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    shown = ", ".join(distinct[:_NAMED])
    more = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
    sentence = f"{kind}: {shown}{more}." if distinct else f"{kind}."
    # What a file calls things can't end a comment of Turtle, nor tell a terminal what to do.
    return printable(" ".join(sentence.split()))


def shown(text: str) -> str:
    """A text of the file as it can stand in a sentence, on one line and not too long."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
