"""Frames between the service and its workers: a JSON header and a body of bytes.

Nothing but JSON and bytes crosses the pipe: a worker that hostile input has taken over
can lie, but can't make the service run anything.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final, TypeAlias

Header: TypeAlias = dict[str, Any]

PING: Final[Header] = {"ping": True}
"""The header of a job that every worker answers by itself: that it is there."""

_LENGTHS = struct.Struct(">II")


def write_frame(stream: BinaryIO, header: Header, body: bytes = b"") -> None:
    """Write one frame and flush it."""
    encoded = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(encoded), len(body)) + encoded + body)
    stream.flush()


def read_frame(stream: BinaryIO, max_bytes: int | None = None) -> tuple[Header, bytes]:
    """Read one frame; `EOFError` at the end, `ValueError` when it is over `max_bytes`."""
    header_length, body_length = _LENGTHS.unpack(_read(stream, _LENGTHS.size))
    if max_bytes is not None and header_length + body_length > max_bytes:
        raise ValueError(f"a frame of {header_length + body_length} bytes is over {max_bytes}")
    header = json.loads(_read(stream, header_length))
    return header, _read(stream, body_length)


def _read(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
