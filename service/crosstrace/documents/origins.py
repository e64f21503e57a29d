"""What an answer was made from."""

from __future__ import annotations

from dataclasses import dataclass

from crosstrace.documents.base import Document


@dataclass(frozen=True, slots=True)
class Origin:
    """A graph that was read: a stored version, or a file, which has no `version`.

    `digest` is a SHA-256, and `digested` says of what; `beside` holds the other graphs that the
    same answer was made from, such as those of suppliers.
    """

    graph: str
    title: str
    name: str
    version: int | None
    digest: str
    digested: str
    beside: tuple[Origin, ...] = ()


def answered_from(origin: Origin) -> Document:
    """What every answer on graphs adds to its document: each graph that was read for it."""
    return {
        "answered_from": [
            {
                "graph": one.graph,
                "name": one.name,
                "version": one.version,
                "sha256": one.digest,
                "sha256_of": one.digested,
            }
            for one in (origin, *origin.beside)
        ]
    }
