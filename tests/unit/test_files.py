"""Files are read within a bound, and what might never end is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crosstrace.errors import InvalidInput
from crosstrace.files import read_bounded, shown


def test_a_file_is_read_up_to_the_bound(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 2**20)
    assert len(read_bounded(file, 2**20)) == 2**20
    file.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(InvalidInput, match="is larger than 1 MiB"):
        read_bounded(file, 2**20)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, reason in (
        (pipe, "not a regular file"),
        (Path("/dev/zero"), "not a regular file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "none", "No such file"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            read_bounded(path)


def test_a_name_is_told_whatever_its_bytes() -> None:
    assert shown(os.fsdecode(b"a\xff\xc3\xbc.ttl")) == "a\\xff\u00fc.ttl"
