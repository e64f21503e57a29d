"""Names for the rows of a set that come without an identifier of their own."""

from __future__ import annotations

from collections.abc import Iterable

from crosstrace.model import ElementRef


class RecordNames:
    """Gives each row a name that no other row of the set has.

    It is `{source ids}..{target ids}`; when that is taken, the rationale is added, or a
    number from 2 on. The same rows in the same order get the same names.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def name(
        self,
        sources: Iterable[ElementRef],
        targets: Iterable[ElementRef],
        rationale: str | None = None,
    ) -> str:
        """A free name, taken by this call."""
        pair = f"{_joined(sources)}..{_joined(targets)}"
        choices = [pair, f"{pair}..{rationale}"] if rationale else [pair]
        free = next((choice for choice in choices if self.take(choice)), None)
        return free or self._numbered(pair)

    def _numbered(self, pair: str) -> str:
        # From where the last search ended: thousands of rows may be of one pair.
        number = self._numbers.get(pair, 2)
        while not self.take(f"{pair}..{number}"):
            number += 1
        self._numbers[pair] = number + 1
        return f"{pair}..{number}"

    def take(self, name: str) -> bool:
        """Whether the name was free; it no longer is."""
        free = name not in self._taken
        self._taken.add(name)
        return free


def _joined(elements: Iterable[ElementRef]) -> str:
    return "+".join(element.local for element in elements)
