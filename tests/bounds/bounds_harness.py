"""What the tests of bounds agree on: the limits the service gets, and who may not be called."""

from __future__ import annotations

from dataclasses import dataclass, field

BODY_BYTES = 200_000
ROWS = 500
SECONDS = 2.0


@dataclass
class Listener:
    """A port of this machine; `calls` holds what came."""

    port: int
    calls: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"
