"""What the service logs: one line an event, as a JSON object or, for people, as text.

All of the project logs with Python's `logging`; here it is said where that goes. No value can
begin a line of its own, whoever sent it, for what isn't printable is escaped.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TextIO

from pythonjsonlogger.core import RESERVED_ATTRS, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

from crosstrace.settings import LogFormat, LogLevel

request_id: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
"""The request that is being served, in its task and in the threads that work for it."""

_OURS: Final = ("crosstrace", "uvicorn")
"""Whose events are logged from the wanted level on; libraries' from warnings on."""

_KNOWN: Final = (*RESERVED_ATTRS, "color_message")

log = logging.getLogger(__name__)


@contextmanager
def logging_to(stream: TextIO, form: LogFormat | None, level: LogLevel) -> Iterator[None]:
    """While this lasts, events go to `stream`; without `form` as text to a terminal, else JSON."""
    handler = logging.StreamHandler(stream)
    as_text = form == "text" if form else stream.isatty()
    handler.setFormatter(_Text() if as_text else _json())
    handler.addFilter(_with_request)
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in _OURS]
    before = [one.level for one in ours]
    hook = threading.excepthook
    root.addHandler(handler)
    for one in ours:
        one.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    threading.excepthook = _failed_thread
    try:
        yield
    finally:
        threading.excepthook = hook
        logging.captureWarnings(capture=False)
        for one, old in zip(ours, before, strict=True):
            one.setLevel(old)
        root.removeHandler(handler)


def _json() -> logging.Formatter:
    return JsonFormatter(
        ["levelname", "name", "message"],
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
        reserved_attrs=_KNOWN,
    )


class _Text(logging.Formatter):
    """`time LEVEL message name=value …`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; further lines of the message and a trace are indented below it."""
        time = dt.datetime.fromtimestamp(record.created, dt.UTC)
        said, *more = record.getMessage().splitlines() or [""]
        further = merge_record_extra(record, {}, _KNOWN)
        words = [
            f"{time:%Y-%m-%dT%H:%M:%S}.{record.msecs:03.0f}Z",
            f"{record.levelname:7}",
            _printable(said),
            *(f"{name}={_value(value)}" for name, value in further.items() if value is not None),
        ]
        if record.exc_info:
            more += self.formatException(record.exc_info).splitlines()
        return "\n    | ".join([" ".join(words), *map(_printable, more)])


def _value(value: object) -> str:
    text = _printable(str(value))
    return text if text and not set(text) & set(' "=') else json.dumps(text, ensure_ascii=False)


def _printable(text: str) -> str:
    """`text` with everything escaped that could move the cursor or begin a line."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _with_request(record: logging.LogRecord) -> bool:
    """Name the request in every event that comes of it."""
    if (found := request_id.get()) is not None:
        record.request_id = found
    return True


def _failed_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        name = failure.thread.name if failure.thread else "unknown"
        log.critical("The thread %s has failed.", name, exc_info=failure.exc_value)
