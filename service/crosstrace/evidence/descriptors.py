"""Resource descriptors of in-toto: subjects, and what went into a build.

Source: in-toto Attestation Framework v1, resource descriptor and digest set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.evidence.reading import Digest, Reading, Thing, digests

_UNNAMED: Final = ("", "_")
_UNHELD: Final = ("annotations", "content", "mediaType")


def name(found: Mapping[str, Any]) -> str | None:
    """The name of a resource, unless it is one that says nothing."""
    stated: str | None = found.get("name")
    return None if stated in _UNNAMED else stated


def resource(reading: Reading, found: Mapping[str, Any], place: Path, kind: str) -> str | None:
    """State what a resource descriptor describes."""
    reading.losses.members("Parts of resources are not kept", found, _UNHELD)
    uri = found.get("uri")
    stated = list(digests(found.get("digest", {}), (*place, "digest")))
    version = _commit(uri or "", stated)
    return reading.asset(
        Thing(
            kind=kind,
            key=_key(found.get("name"), uri, stated),
            title=name(found),
            version=version,
            purl=uri if uri and uri.startswith("pkg:") else None,
            identifiers=(uri,) if uri and not uri.startswith("pkg:") else (),
            download=found.get("downloadLocation"),
            digests=tuple(digest for digest in stated if digest[2] != version),
        )
    )


def _key(called: str | None, uri: str | None, stated: Iterable[Digest]) -> str:
    return "\n".join([called or "", uri or "", *(f"{kind}:{value}" for _, kind, value in stated)])


def _commit(uri: str, stated: Iterable[Digest]) -> str | None:
    """The commit of a repository; SLSA 0.2 calls its digest sha1."""
    names = ("gitCommit", "sha1") if uri.startswith("git+") else ("gitCommit",)
    return next((value for _, kind, value in stated if kind in names), None)
