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
    commits = _commits(uri or "")
    version = next((value for _, kind, value in stated if kind in commits), None)
    return reading.asset(
        Thing(
            kind=kind,
            key=_key(found.get("name"), uri, stated),
            title=name(found),
            version=version,
            purl=uri if uri and uri.startswith("pkg:") else None,
            identifiers=(uri,) if uri and not uri.startswith("pkg:") else (),
            download=found.get("downloadLocation"),
            digests=tuple(d for d in stated if version is None or d[1] not in commits),
        )
    )


def _key(called: str | None, uri: str | None, stated: Iterable[Digest]) -> str:
    return "\n".join([called or "", uri or "", *(f"{kind}:{value}" for _, kind, value in stated)])


def _commits(uri: str) -> tuple[str, ...]:
    """What the commit of a repository is called among digests; by SLSA 0.2 also sha1."""
    return ("gitCommit", "sha1") if uri.startswith("git+") else ("gitCommit",)
