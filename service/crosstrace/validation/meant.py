"""What an identifier that does not fit is, and which one was probably meant.

It may be another edition's, retired, listed by mistake elsewhere, of the wrong kind, or spelled
in another way. Whatever is said here is in the graph; nothing is guessed from words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rdflib.term import Node

from crosstrace.model import ElementRef
from crosstrace.validation.compact import compact
from crosstrace.validation.identifiers import Identifiers, Written, edition_of, folded, written
from crosstrace.validation.submission import BLANK
from crosstrace.validation.terms import KINDS, NO_TERMS, Terms, among
from crosstrace.vocab import ID

_ITEMS: Final = ("Recommendation", "Consideration")
_FITTING: Final = {"Task": ("Task",), "ProfileItem": _ITEMS}
_EDITION: Final = "FrameworkEdition"
_SHOWN: Final = 6
"""How many identifiers a sentence lists."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an identifier is, the IRIs of what was probably meant, and what else to do.

    `question` asks whether that was meant.
    """

    sentence: str
    meant: tuple[str, ...] = ()
    hint: str | None = None
    question: str | None = None

    @property
    def only(self) -> str | None:
        """The IRI that was meant, when there is just one."""
        return self.meant[0] if len(self.meant) == 1 else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Reads identifiers in a graph that answers `profile`, the slug of an edition."""

    known: Identifiers
    profile: str
    terms: Terms = NO_TERMS

    def of(self, term: Node | None, wanted: str, allowed: Sequence[Node] = ()) -> Reading | None:
        """What `term` is, where a `wanted` (a class of ours) was to be; None when unknown.

        Of our terms it can have been one of those `allowed` only, where there are such.
        """
        if wanted in KINDS:
            return _spelled(among(term, allowed) if allowed else self.terms.near(term, wanted))
        text = "" if term is None else str(term)
        found = None if text.startswith(BLANK) else written(text)
        reading = None if found is None else self._reading(found, text, wanted)
        if reading is None or not reading.meant:
            return reading
        meant = _listed([self._titled(one) for one in reading.meant], "or")
        return replace(reading, question=f"Did you mean {meant}?")

    def _reading(self, found: Written, text: str, wanted: str) -> Reading | None:
        if wanted == _EDITION:
            return self._edition(found)
        edition = self.known.edition(found.edition) if found.edition else self.profile
        iri = None if edition is None else self.known.find(edition, found.local)
        if iri is None:
            return self._missing(found, edition, wanted)
        return self._found(iri, text, wanted)

    # --- Editions

    def _edition(self, found: Written) -> Reading:
        profile = (f"{ID}{self.profile}",)
        slug = self.known.edition(found.edition or found.local)
        if slug is None:
            return Reading(f"No edition {found.edition or found.local} is known here.", profile)
        if slug != self.profile:
            sentence = f"The tasks of the edition {self._named(slug)} have no priorities."
            return Reading(sentence, profile)
        if found.edition is not None:
            return Reading(f"{found.text} is a part of that edition.", profile)
        return Reading(f"It is not spelled as the edition is: the IRI is <{profile[0]}>.", profile)

    def _named(self, slug: str) -> str:
        return f"{slug} “{self.known.editions[slug]}”"

    # --- Identifiers that are known somewhere

    def _found(self, iri: str, text: str, wanted: str) -> Reading:
        if iri in self.known.unassigned:
            return self._unassigned(iri, wanted)
        if edition_of(iri) != self.profile:
            return self._of_other_edition(iri, wanted)
        if not self._fits(iri, wanted):
            return self._of_other_kind(iri, wanted)
        if iri == text:
            return self._of_other_parent(iri)
        return Reading(
            f"It is not spelled as {self._titled(iri)} is: the IRI is <{iri}>, to the letter.",
            (iri,),
        )

    def _of_other_edition(self, iri: str, wanted: str) -> Reading:
        edition = self._named(edition_of(iri))
        meant = self._fitting(self.known.counterparts(iri, self.profile), wanted)
        sentence = f"{self._titled(iri)} is of the edition {edition}."
        return Reading(sentence + self._reused(iri, meant), meant, self._hint(iri, meant))

    def _unassigned(self, iri: str, wanted: str) -> Reading:
        facts = self.known.unassigned[iri]
        instead = _listed([self._titled(one) for one in facts.replaced_by], "and")
        counterparts = self.known.counterparts(iri, self.profile)
        meant = self._fitting(counterparts, wanted)
        if facts.mistake is not None:
            document, stated, corrected = facts.mistake
            return Reading(
                f"{_short(iri)} is only in the document “{document}”: “{stated}” "
                f"The publication differs: “{corrected}”",
                meant,
            )
        title = f" “{facts.title}”" if facts.title else ""
        sentence = (
            f"{_short(iri)}{title} is retired in the edition {self._named(edition_of(iri))}, "
            f"which moved it to {instead}."
        )
        return Reading(sentence + self._reused(iri, meant), meant)

    def _reused(self, iri: str, meant: Sequence[str]) -> str:
        """That the profile has the identifier too, for something else."""
        local = ElementRef.from_iri(iri).local
        same = self.known.find(self.profile, local)
        if same is None or same not in self.known.kinds or same in meant:
            return ""
        if same in self.known.counterparts(iri, self.profile):
            return ""
        return f" In {self.profile}, {local} is something else: “{self.known.titles[same]}”."

    def _of_other_kind(self, iri: str, wanted: str) -> Reading:
        asked = "a task" if wanted == "Task" else "a recommendation or consideration"
        sentence = f"{self._titled(iri)} is {_kind(self.known.kinds[iri])}, not {asked}."
        return Reading(sentence, self._near(iri, wanted))

    def _of_other_parent(self, iri: str) -> Reading:
        parent = self.known.parents.get(iri)
        belongs = f" belongs to {self._titled(parent)}" if parent else " belongs elsewhere"
        return Reading(f"{self._titled(iri)}{belongs}.")

    # --- Identifiers that the named edition doesn't have

    def _missing(self, found: Written, edition: str | None, wanted: str) -> Reading | None:
        lack = f"No {found.text} is known here."
        for iri in self._candidates(found.local, edition):
            if iri in self.known.kinds and edition_of(iri) == self.profile:
                meant = self._near(iri, wanted)
                return Reading(f"{lack} There is {self._titled(iri)}.", meant)
            other = self._found(iri, "", wanted)
            return Reading(f"{lack} {other.sentence}", other.meant, other.hint)
        beside = self._beside(edition, found.local) if edition else None
        return Reading(f"{lack} {beside}") if beside else None

    def _candidates(self, local: str, edition: str | None) -> list[str]:
        """What other editions call so, likeliest first.

        Of an edition that isn't known, what is retired since is likelier than what the profile
        means by the same identifier.
        """

        def likelihood(iri: str) -> tuple[bool, bool]:
            is_newer = edition is None and iri not in self.known.unassigned
            return is_newer, edition_of(iri) != self.profile

        return sorted(self.known.everywhere(local), key=likelihood)

    def _beside(self, edition: str, local: str) -> str | None:
        """What the edition has where the identifier would be."""
        parts = folded(local)
        for end in range(len(parts) - 1, 0, -1):
            above = self.known.find(edition, ".".join(map(str, parts[:end])))
            children = sorted(self.known.children.get(above or "", ()), key=_order)
            if above and children:
                return f"{_short(above)} has {_listed([_short(one) for one in children], 'and')}."
        return None

    # --- Words

    def _fits(self, iri: str, wanted: str) -> bool:
        return wanted not in _FITTING or self.known.kinds[iri] in _FITTING[wanted]

    def _fitting(self, iris: Sequence[str], wanted: str) -> tuple[str, ...]:
        """Those of the kind that is wanted, else what is nearest to them."""
        near = [one for iri in iris for one in self._near(iri, wanted)]
        return tuple(dict.fromkeys(near))

    def _near(self, iri: str, wanted: str) -> tuple[str, ...]:
        """The element itself, its parent or its children: whatever is of the kind wanted."""
        if self._fits(iri, wanted):
            return (iri,)
        parent = self.known.parents.get(iri)
        if parent is not None and self._fits(parent, wanted):
            return (parent,)
        children = sorted(self.known.children.get(iri, ()), key=_order)
        return tuple(one for one in children if self._fits(one, wanted))

    def _titled(self, iri: str) -> str:
        title = self.known.titles.get(iri)
        return f"{_short(iri)} “{title}”" if title else _short(iri)

    def _hint(self, iri: str, meant: Sequence[str]) -> str | None:
        if meant:
            return None
        return (
            f"Nothing in {self.profile} is stated to continue it; `crosstrace crosswalk "
            f"{_short(iri)} --to {self.profile}` shows what relates to it."
        )


def _spelled(meant: tuple[str, ...]) -> Reading | None:
    if not meant:
        return None
    named = [compact(one) for one in meant]
    question = f"Did you mean {_listed(named, 'or')}?"
    return Reading(f"There is {_listed(named, 'and')}.", meant, question=question)


def _short(iri: str) -> str:
    return str(ElementRef.from_iri(iri)) if "/" in iri.removeprefix(ID) else f"<{iri}>"


def _order(iri: str) -> list[tuple[bool, str | int]]:
    return [(isinstance(part, str), part) for part in folded(iri)]


def _kind(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _listed(words: Sequence[str], last: str) -> str:
    shown = [*words[:_SHOWN], "more"] if len(words) > _SHOWN else [*words]
    return f" {last} ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
