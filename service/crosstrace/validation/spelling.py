"""What a key or name that can't be read was probably to be, by what the document itself knows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from crosstrace.rdf.tree import Object, Scalar, Tree, objects
from crosstrace.validation.marking import Words

_ALIKE: Final = 0.75
"""How alike two words have to be, from 0 to 1, as `difflib` measures it."""
_VERY: Final = 0.9
_CALLED: Final = ("name", "title", "label")
"""The keys with what people call a node."""
_LONGEST: Final = 100
"""Characters of a word that are compared."""


class Spelling:
    """The keys that a document may use, and the identifiers that it gives to its nodes."""

    def __init__(self, tree: Tree, words: Words) -> None:
        self._words = words
        self._names: dict[str, str] = {}
        """Identifiers, by themselves and by what their nodes are called."""
        for node in objects(tree):
            self._note(node)

    def of_key(self, key: str) -> str | None:
        """The key that was meant."""
        return _alike(key, sorted(self._words.defined))

    def of_name(self, name: str) -> str | None:
        """The identifier or term that was meant."""
        stripped, joined = name.strip(), "".join(name.split())
        if stripped in self._names:
            return self._names[stripped]
        if stripped == joined != name:
            return stripped
        terms = {term.lower(): term for term in sorted(self._words.defined)}
        near = _alike(joined.lower(), sorted(terms), _VERY)
        return terms[near] if near else self._names.get(_alike(joined, sorted(self._names)) or "")

    def _note(self, node: Object) -> None:
        said = {m.name: m.value.value for m in node.members if isinstance(m.value, Scalar)}
        named = [said[name] for name in said if self._words.role(name) == "@id"]
        for iri in named:
            if isinstance(iri, str) and iri.split() == [iri]:
                self._names.setdefault(iri, iri)
                for called in (said.get(key) for key in _CALLED):
                    if isinstance(called, str):
                        self._names.setdefault(called, iri)


def _alike(word: str, known: list[str], least: float = _ALIKE) -> str | None:
    return next(iter(get_close_matches(word[:_LONGEST], known, 1, least)), None)
