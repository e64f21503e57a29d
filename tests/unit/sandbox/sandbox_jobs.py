"""Jobs that a worker of the tests runs; some of them misbehave on purpose."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from typing import Any

from crosstrace.errors import InputError, InvalidInput
from crosstrace.sandbox.worker import Handler


def open_jobs(settings: dict[str, Any]) -> Handler:
    def handle(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        return _JOBS[header["job"]](header | settings, body)

    return handle


def _echo(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    return {"pid": os.getpid()}, body


def _sleep(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    time.sleep(header["seconds"])
    return {}, body


def _hoard(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    return {}, body * 10**10


def _crash(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    ctypes.string_at(0)
    return {}, body


def _talk(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        socket.create_connection(("127.0.0.1", header["port"])).close()
    except OSError as error:
        return {"refused": error.errno}, body
    return {"refused": None}, body


def _start_a_program(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        subprocess.run(["/bin/true"], check=True)
    except OSError as error:
        return {"refused": error.errno}, body
    return {"refused": None}, body


def _much(header: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
    return {}, b"x" * header["size"]


def _refuse(_: dict[str, Any], _body: bytes) -> tuple[dict[str, Any], bytes]:
    raise InvalidInput("what, where", (InputError("here", line=2, column=3),))


def _have_a_bug(_: dict[str, Any], _body: bytes) -> tuple[dict[str, Any], bytes]:
    raise KeyError("a secret of the inside")


def _print(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    print("this must not end up between the frames")
    return {}, body


_JOBS = {
    "echo": _echo,
    "sleep": _sleep,
    "hoard": _hoard,
    "crash": _crash,
    "talk": _talk,
    "start a program": _start_a_program,
    "much": _much,
    "refuse": _refuse,
    "bug": _have_a_bug,
    "print": _print,
}
