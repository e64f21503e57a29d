"""The log: a line an event, whatever is in it."""

from __future__ import annotations

import io
import json
import logging
import threading
import warnings
from typing import Any

import pytest

from crosstrace import logs
from crosstrace.logs import logging_to
from crosstrace.settings import LogFormat, LogLevel

FORGED = 'x\n2026-11-25T00:00:00.000Z INFO forged\r\x1b[2K\u2028\x85 status=200 "q"'
OURS, THEIRS = logging.getLogger("crosstrace.test"), logging.getLogger("a.library")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(form: LogFormat | None = "json", level: LogLevel = "info", **extra: Any) -> list[str]:
    stream = io.StringIO()
    with logging_to(stream, form, level):
        OURS.info("said %s", FORGED, extra=extra)
    return stream.getvalue().splitlines(keepends=True)


def test_an_event_is_one_json_object_on_a_line() -> None:
    [line] = written(client=FORGED)
    found = json.loads(line)
    assert found["message"] == f"said {FORGED}"
    assert found["client"] == FORGED
    assert (found["level"], found["logger"]) == ("INFO", "crosstrace.test")
    assert found["time"].endswith("+00:00")
    assert line.isascii()


@pytest.mark.parametrize("form", ["json", "text"])
def test_half_a_character_is_written_as_an_escape(form: LogFormat) -> None:
    stream = io.StringIO()
    record = logging.makeLogRecord({"msg": "said %s", "args": ("\udc80",), "levelno": 20})
    with logging_to(stream, form, "info"):
        # Not by a logger: what collects the tests' logs can't take such a text.
        [ours] = [h for h in logging.getLogger().handlers if getattr(h, "stream", 0) is stream]
        ours.handle(record)
    assert "\\udc80" in stream.getvalue()


def test_as_text_no_value_begins_a_line() -> None:
    lines = "".join(written("text", client=FORGED, empty="", pool="query", nothing=None)).split(
        "\n"
    )
    assert lines.pop() == ""
    first, *more = lines
    assert " INFO    said x client=" in first
    assert first.endswith('empty="" pool=query')
    assert all(line.startswith("    | ") and line.isprintable() for line in more)
    assert first.isprintable()
    assert 'client="x\\n2026' in first.replace("\\\\n", "\\n")


def test_a_trace_belongs_to_its_event() -> None:
    def fail() -> None:
        raise ValueError(FORGED)

    for form in ("json", "text"):
        stream = io.StringIO()
        with logging_to(stream, form, "info"):
            try:
                fail()
            except ValueError:
                OURS.exception("Unexpected.")
        if form == "json":
            assert "in fail" in json.loads(stream.getvalue())["trace"]
        else:
            first, *trace = stream.getvalue().removesuffix("\n").split("\n")
            assert first.endswith("ERROR   Unexpected.")
            assert len(trace) > 3
            assert all(line.startswith("    | ") and line.isprintable() for line in trace)


def test_a_terminal_gets_text_and_a_file_json() -> None:
    for stream in (Terminal(), io.StringIO()):
        with logging_to(stream, None, "info"):
            OURS.info("hello")
        assert stream.getvalue().startswith("{") is not stream.isatty()


@pytest.mark.parametrize(
    ("level", "said"), [("debug", "diwe"), ("info", "iwe"), ("warning", "we"), ("error", "e")]
)
def test_the_level_counts_for_us_and_libraries_only_warn(level: LogLevel, said: str) -> None:
    stream = io.StringIO()
    with logging_to(stream, "json", level):
        for logger in (OURS, THEIRS):
            for each in ("debug", "info", "warning", "error"):
                getattr(logger, each)(each[0])
    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert "".join(one["message"] for one in found if one["logger"] == OURS.name) == said
    assert {one["message"] for one in found if one["logger"] == THEIRS.name} == {"w", "e"}


def test_the_request_is_named_in_all_that_comes_of_it() -> None:
    token = logs.request_id.set("r-1")
    try:
        assert json.loads(written()[0])["request_id"] == "r-1"
    finally:
        logs.request_id.reset(token)
    assert "request_id" not in json.loads(written()[0])


def test_warnings_and_threads_that_fail_are_events_too() -> None:
    stream = io.StringIO()
    with logging_to(stream, "json", "info"), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old ways", stacklevel=1)
        thread = threading.Thread(target=lambda: 1 / 0, name="journal")
        thread.start()
        thread.join()
    warned, failed = (json.loads(line) for line in stream.getvalue().splitlines())
    assert "old ways" in warned["message"]
    assert failed["message"] == "The thread journal has failed."
    assert "ZeroDivisionError" in failed["trace"]


def test_afterwards_everything_is_as_before() -> None:
    root = logging.getLogger()
    before = [*root.handlers], logging.getLogger("crosstrace").level, threading.excepthook
    written()
    assert before == ([*root.handlers], logging.getLogger("crosstrace").level, threading.excepthook)
