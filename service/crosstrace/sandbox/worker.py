"""The worker process: `python -m crosstrace.sandbox.worker ENTRY`, talking frames over its pipes.

ENTRY is `module:function`. Its module is loaded at once, its function opens what the jobs need
with the settings of the first frame; only then is the network shut off and the first job taken.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import BinaryIO, TypeAlias

from crosstrace.errors import CrosstraceError, ResourceExhausted
from crosstrace.sandbox.limits import confine, shut_off_network
from crosstrace.sandbox.protocol import PING, Header, read_frame, write_frame

Handler: TypeAlias = Callable[[Header, bytes], tuple[Header, bytes]]


def main() -> None:
    """Serve jobs until a pipe from or to the service closes."""
    try:
        _serve()
    except BrokenPipeError:
        # The service ended while a job was done. What is still to be written has no reader, and
        # the interpreter would say so at its end.
        os._exit(0)


def _serve() -> None:
    # Ctrl-C reaches the whole process group; the service decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, _private_stdout()
    module, _, function = sys.argv[1].partition(":")
    entry = getattr(importlib.import_module(module), function)
    try:
        opening, _ = read_frame(source)
    except EOFError:
        return
    confine(opening["memory_bytes"])
    handler: Handler = entry(opening["settings"])
    write_frame(sink, {"ready": True, "no_network": shut_off_network()})
    while True:
        try:
            header, body = read_frame(source)
        except EOFError:
            return
        write_frame(sink, *_handle(handler, header, body))


def _private_stdout() -> BinaryIO:
    # What a library prints must not end up between the frames.
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    return os.fdopen(private, "wb")


def _handle(handler: Handler, header: Header, body: bytes) -> tuple[Header, bytes]:
    if header == PING:
        return {"answer": {}}, b""
    try:
        answer, payload = handler(header, body)
    except CrosstraceError as error:
        return {"error": error.to_dict()}, b""
    except (MemoryError, RecursionError):
        exhausted = ResourceExhausted("The work needed more memory than it may have.")
        return {"error": exhausted.to_dict()}, b""
    except Exception:  # a fault of ours: the pool logs it, the client is told in general
        return {"fault": traceback.format_exc()}, b""
    return {"answer": answer}, payload


if __name__ == "__main__":
    main()
