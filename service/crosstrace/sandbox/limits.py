"""What a worker may use, and how the kernel is made to hold it to that.

The network is shut off with a seccomp filter (Linux, x86-64 and aarch64): `socket`,
`socketpair`, `connect` and the starting of other programs fail with EPERM. Elsewhere a
worker runs without the filter and says so, so that the service can warn.
Source: seccomp(2), prctl(2), linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
import threading
import time
from dataclasses import dataclass

NICENESS = 5
PARENT_CHECK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock `seconds` per job, address space per worker, size of one answer."""

    seconds: float
    memory_bytes: int
    output_bytes: int


def confine(memory_bytes: int) -> None:
    """Bound this process: memory, no core files, low priority, ended with its parent."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    # The kernel's own signal for this follows the thread that started us, which may end early.
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)


_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_LOAD_WORD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_JUMP_GREATER_EQUAL = 0x35
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE = 0x00050000 | errno.EPERM
_SYSCALL_OFFSET, _ARCH_OFFSET = 0, 4
_X32_BIT = 0x40000000

_ARCHITECTURES = {
    # machine: (audit number, number of seccomp,
    #           numbers of socket, socketpair, connect, execve, execveat, io_uring_setup)
    "x86_64": (0xC000003E, 317, (41, 53, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, 277, (198, 199, 203, 221, 281, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def shut_off_network() -> bool:
    """Refuse sockets and new programs from here on; False where that can't be done."""
    known = _ARCHITECTURES.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    audit_architecture, seccomp, refused = known
    code = _filter(audit_architecture, refused)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    no_privileges = [ctypes.c_ulong(n) for n in (1, 0, 0, 0)]
    filtered = [
        ctypes.c_long(seccomp),
        ctypes.c_uint(_SET_MODE_FILTER),
        ctypes.c_uint(_ALL_THREADS),
    ]
    return bool(
        libc.prctl(_PR_SET_NO_NEW_PRIVS, *no_privileges) == 0
        and libc.syscall(*filtered, ctypes.byref(program)) == 0
    )


def _filter(audit_architecture: int, refused: tuple[int, ...]) -> bytes:
    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    checks = [
        step(_JUMP_EQUAL, number, len(refused) - index, 0) for index, number in enumerate(refused)
    ]
    return b"".join(
        [
            step(_LOAD_WORD, _ARCH_OFFSET),
            step(_JUMP_EQUAL, audit_architecture, 1, 0),
            step(_RETURN, _KILL),
            step(_LOAD_WORD, _SYSCALL_OFFSET),
            # x86-64 knows the same calls under numbers with this bit (x32): refuse them all.
            step(_JUMP_GREATER_EQUAL, _X32_BIT, len(refused) + 1, 0),
            *checks,
            step(_RETURN, _ALLOW),
            step(_RETURN, _REFUSE),
        ]
    )
