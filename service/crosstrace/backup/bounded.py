"""Unpacking a file that may have been made to fill memory or disk."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from crosstrace.errors import InvalidInput, StoreUnavailable

RATIO: Final = 200
"""How many times its packed size a backup may have; such as we write have some ten times."""

ALLOWANCE: Final = 64 * 2**20
"""What may be unpacked of the smallest file; memory that one read may take."""


@contextmanager
def bounded(file: Path) -> Iterator[IO[bytes]]:
    """The unpacked bytes of `file`; `InvalidInput` once there are more than a backup has."""
    most = file.stat().st_size * RATIO + ALLOWANCE
    with gzip.open(file) as unpacked:
        yield cast("IO[bytes]", _Bounded(unpacked, most))  # it is read from and nothing else


class _Bounded(io.RawIOBase):
    def __init__(self, source: gzip.GzipFile, most: int) -> None:
        self._source, self._left = source, most

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        body = self._source.read(min(size, ALLOWANCE) if size >= 0 else ALLOWANCE)
        self._left -= len(body)
        if self._left < 0:
            raise InvalidInput("What was to be restored unpacks to more than a backup holds.")
        return body


def write_member(source: IO[bytes], path: Path) -> None:
    """Write a member of a backup; `StoreUnavailable` when there is no room for it."""
    with path.open("xb") as target:
        while body := source.read(2**20):
            try:
                target.write(body)
                target.flush()
            except OSError as error:
                raise StoreUnavailable(
                    f"There is no room in {str(path.parent.parent)!r} to unpack the backup "
                    f"({error.strerror}); let TMPDIR name a folder with more."
                ) from error
