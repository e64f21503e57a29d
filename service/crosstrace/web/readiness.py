"""Whether the service can do its work: each part is tried, not asked whether it was opened."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from typing import Final

from crosstrace.bootstrap import Services
from crosstrace.errors import BrokenData, CrosstraceError, ResourceExhausted
from crosstrace.store import disk_of

FRESH_SECONDS: Final = 3.0
"""For so long what was found is answered again: a probe may come as often as it likes."""

log = logging.getLogger(__name__)


class Readiness:
    """What keeps each part from working. Safe to call from many threads."""

    def __init__(self, services: Services, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._clock = clock
        self._lock = threading.Lock()
        self._found: dict[str, str | None] = {}
        self._found_at = -FRESH_SECONDS

    def parts(self) -> dict[str, str | None]:
        """By part, why it doesn't work, in a sentence that anybody may read; None when it does.

        The log says more. While one thread tries the parts, others get what was found before.
        """
        if self._lock.acquire(blocking=not self._found):
            try:
                if self._clock() - self._found_at >= FRESH_SECONDS:
                    self._found = self._try_all()
                    self._found_at = self._clock()
            finally:
                self._lock.release()
        return self._found

    def _try_all(self) -> dict[str, str | None]:
        found = {name: _failure(name, check, why) for name, (check, why) in self._checks().items()}
        before = {name for name, why in self._found.items() if why}
        after = {name for name, why in found.items() if why}
        if after != before:
            level = logging.WARNING if after else logging.INFO
            parts = sorted(after)
            log.log(level, "Not ready." if after else "Ready again.", extra={"parts": parts})
        return found

    def _checks(self) -> dict[str, tuple[Callable[[], None], str]]:
        services = self._services
        pools = {
            f"{pool.name} workers": (pool.check, "no worker answers") for pool in services.pools
        }
        return {
            "store": (services.archive.check, "it takes no changes, or can't be read"),
            "frameworks": (self._frameworks, "the bundled graph is missing"),
            "disk": (self._disk, "less is free than the setting min_free_bytes says"),
            "shapes": (self._shapes, "they can't be read"),
            "access": (services.access.check, "keys and tokens can't be checked"),
            **pools,
        }

    def _frameworks(self) -> None:
        if not self._services.graph.store.graph_names():
            raise BrokenData("The store holds no framework.")

    def _disk(self) -> None:
        settings = self._services.settings
        folder = disk_of(settings.store)
        free = shutil.disk_usage(folder).free
        if free < settings.min_free_bytes:
            raise ResourceExhausted(f"{free} bytes are free in {str(folder)!r}.")

    def _shapes(self) -> None:
        if not self._services.validator.ready():
            raise BrokenData("The bundled shapes can't be read.")


def _failure(name: str, check: Callable[[], None], why: str) -> str | None:
    try:
        check()
    except (CrosstraceError, OSError) as error:
        log.warning("A part does not work: %s", error, extra={"part": name})
        return why
    return None
