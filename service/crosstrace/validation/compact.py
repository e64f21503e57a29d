"""IRIs as people write them."""

from __future__ import annotations

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.vocab import ID, PREFIXES


def compact(iri: str) -> str:
    """An IRI the contract's way: `edition:id` for elements, a prefixed name, or `<iri>`."""
    if iri.startswith(ID):
        try:
            return str(ElementRef.from_iri(iri))
        except InvalidInput:
            return f"<{iri}>"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"
