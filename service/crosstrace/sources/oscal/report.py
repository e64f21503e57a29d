"""What an import did, in figures and identifiers: for the person who ran it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry of the catalog that is no active element of the edition, with its examples."""

    id: str
    class_: str
    reason: str
    examples: int


@dataclass(frozen=True, slots=True)
class Correction:
    """Something wrong in the catalog that was put right: where, and what."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of laying a catalog over an edition.

    `texts` counts, per kind, the elements that got the publisher's text (examples apart);
    `examples` counts the examples that did, of which `new_examples` became elements;
    `without_text` names the active elements and examples the catalog has no text for.
    """

    edition: str
    texts: Mapping[str, int]
    examples: int
    new_examples: int
    ignored: tuple[Ignored, ...]
    corrections: tuple[Correction, ...]
    without_text: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """The report as plain text, one statement a line."""
        return (
            f"{self.edition}: {sum(self.texts.values())} elements have the publisher's text"
            f"{_in_brackets(f'{count} {kind}' for kind, count in self.texts.items())}.",
            f"{self.examples} implementation examples, {self.new_examples} of them new elements.",
            *self._ignored_lines(),
            *(f"Corrected: {c.id}: {c.what}." for c in self.corrections),
            *self._missing_lines(),
        )

    def _ignored_lines(self) -> list[str]:
        groups: dict[tuple[str, str], list[Ignored]] = defaultdict(list)
        for entry in self.ignored:
            groups[entry.reason, entry.class_].append(entry)
        return [
            f"Ignored: {len(entries)} {class_ or 'entry'} "
            f"({reason}; examples: {sum(entry.examples for entry in entries)}): "
            f"{', '.join(entry.id for entry in entries)}."
            for (reason, class_), entries in groups.items()
        ]

    def _missing_lines(self) -> list[str]:
        if not self.without_text:
            return ["Every active element has the publisher's text."]
        names = ", ".join(self.without_text)
        return [f"The catalog has no text for {len(self.without_text)}: {names}."]


def _in_brackets(items: Iterable[str]) -> str:
    return f" ({', '.join(items)})"
