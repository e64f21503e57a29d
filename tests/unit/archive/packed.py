"""Backups taken apart and put together again, as somebody might who means to deceive."""

from __future__ import annotations

import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path

MANIFEST = "manifest.json"


def read_members(backup: Path) -> dict[str, bytes]:
    """The members of a backup by name."""
    with tarfile.open(backup) as packed:
        return {m.name: packed.extractfile(m).read() for m in packed}  # type: ignore[union-attr]


def sign(members: dict[str, bytes]) -> None:
    """Let the manifest agree with the other members' bytes."""
    manifest = json.loads(members[MANIFEST])
    manifest["members"] = {
        name: sha256(body).hexdigest() for name, body in members.items() if name != MANIFEST
    }
    members[MANIFEST] = json.dumps(manifest).encode()


def write_members(members: dict[str, bytes], file: Path) -> Path:
    """A backup of these members."""
    with tarfile.open(file, "w:gz") as packed:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            packed.addfile(info, io.BytesIO(body))
    return file
