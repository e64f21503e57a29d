"""Backups taken apart and put together again, as somebody might who means to deceive."""

from __future__ import annotations

import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from crosstrace.archive.records import BEGINNING

LOG, MANIFEST = "audit.jsonl", "manifest.json"


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


def chain(members: dict[str, bytes], records: list[dict[str, Any]]) -> None:
    """Put these records into the log, each with the digest of the one before, and sign it all."""
    lines, previous = [], BEGINNING
    for number, record in enumerate(records, 1):
        lines.append(line_of(record | {"previous": previous, "sequence": number}))
        previous = sha256(lines[-1].removesuffix(b"\n")).hexdigest()
    members[LOG] = b"".join(lines)
    sign(members)
    claimed = {"records": len(lines), "head": previous if lines else None}
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | claimed).encode()


def line_of(value: Any) -> bytes:
    """A value as the log's lines are written."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode(errors="replace") + b"\n"


def write_members(members: dict[str, bytes], file: Path) -> Path:
    """A backup of these members."""
    with tarfile.open(file, "w:gz") as packed:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            packed.addfile(info, io.BytesIO(body))
    return file
