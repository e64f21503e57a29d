"""Files that a user names: read within a bound, and never waited for."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from crosstrace.errors import InvalidInput

MAX_BYTES: Final = 512 * 2**20
"""The largest file that is read whole, unless a format has a bound of its own."""
_HANDED: Final = re.compile(r"/dev/(?:stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+")
"""What a shell has opened already, as `<(…)` does."""


def read_bounded(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, or of a pipe that the shell handed over.

    `InvalidInput` when it can't be read, is too large, or is none of these, as a named pipe or
    a device is, which might never end.
    """
    try:
        if not _ends(path):
            raise InvalidInput(f"{str(path)!r} is not a regular file, so it is not read.")
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except OSError as error:
        raise InvalidInput(f"{str(path)!r} can't be read: {error.strerror}.") from error
    if len(body) > max_bytes:
        raise InvalidInput(f"{str(path)!r} is larger than {max_bytes // 2**20} MiB.")
    return body


def _ends(path: Path) -> bool:
    mode = path.stat().st_mode
    # A folder is left to `open`, whose error says what it is.
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or bool(_HANDED.fullmatch(str(path)))


def shown(path: Path | str) -> str:
    """A name for people and programs; each byte that is no UTF-8 is told by its number."""
    return os.fsencode(path).decode(errors="backslashreplace")
