"""Which edition of ours a catalog is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from crosstrace.errors import InvalidInput
from crosstrace.sources.oscal.document import Node

_CPRT: Final = "https://csrc.nist.gov/ns/cprt"
_VERSION_PROP: Final = "framework-version-identifier"
_EDITIONS: Final = {"CSF_2_0_0": "csf-2.0", "SP_800_218_1_1_0": "ssdf-1.1"}


def recognised_edition(props: Iterable[Node], given: str | None) -> str:
    """The slug of the edition: what NIST's CPRT property says, else what is `given`.

    `InvalidInput` when neither names one that is known, or when they contradict each other.
    """
    stated = _stated(props)
    if given is not None and given not in _EDITIONS.values():
        raise InvalidInput(f"No catalog can be read for the edition {given!r}. {_known()}")
    found = _EDITIONS.get(stated or "")
    if found and given and found != given:
        raise InvalidInput(f"The catalog says it is for {found}, not for {given}.")
    if found or given:
        return found or given or ""
    raise InvalidInput(
        f"The catalog does not say in its {_VERSION_PROP} property that it is for an edition "
        f"known here; name the edition (--edition). {_known()}"
    )


def _stated(props: Iterable[Node]) -> str | None:
    for prop in props:
        if (prop.text("ns"), prop.text("name")) == (_CPRT, _VERSION_PROP):
            return prop.text("value")
    return None


def _known() -> str:
    names = (f"{slug} ({identifier})" for identifier, slug in _EDITIONS.items())
    return f"Known are: {', '.join(names)}."
