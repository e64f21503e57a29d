"""The register's SQLite file: how it is made, opened, read and changed."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeAlias

from crosstrace.errors import StoreUnavailable

WAIT_SECONDS: Final = 5.0
"""How long a command waits for the end of another one's change."""

READ_SECONDS: Final = 1.0
"""How long a request waits; readers and writers do not block each other but for moments."""


Rows: TypeAlias = list[dict[str, Any]]


class Database:
    """The SQLite file `path`, which other processes may read and change at the same time.

    `StoreUnavailable` when it can't be used. It is opened when it is first read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._reader: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def rows(self, query: str, *values: object) -> Rows:
        """The rows that `query` finds, as last committed; none when there is no file yet."""
        with self._lock, self._explained():
            reader = self._current()
            return [] if reader is None else _rows(reader, query, values)

    def together(self, *queries: str) -> list[Rows]:
        """The rows that each query finds, all of the same moment."""
        with self._lock, self._explained():
            reader = self._current()
            if reader is None:
                return [[] for _ in queries]
            reader.execute("BEGIN")
            try:
                return [_rows(reader, query) for query in queries]
            finally:
                reader.execute("COMMIT")

    @contextmanager
    def changing(self, wait: float = WAIT_SECONDS) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else writes in, kept when the block ends well; makes the file.

        `StoreUnavailable` when another writer is not done after `wait` seconds.
        """
        if not self.path.exists():
            self._make()
        with self._explained(), closing(self._connect(wait)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; it is opened again when it is read again."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = self._file = None

    def _current(self) -> sqlite3.Connection | None:
        """The connection for reading, opened anew when another file was put in its place."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            file = None
        else:
            file = (found.st_dev, found.st_ino)
        if file != self._file:
            if self._reader is not None:
                self._reader.close()
            self._reader = self._file = None
            if file is not None:
                self._reader, self._file = self._connect(READ_SECONDS), file
        return self._reader

    def _connect(self, wait: float) -> sqlite3.Connection:
        # Autocommit, for one thread at a time; "rw": a file that went away is not made anew.
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            wait,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _make(self) -> None:
        """Make the empty file under another name, so that nobody ever sees half of it."""
        with self._explained():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # The draft is readable by its owner only, and stays so under its new name.
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}-", dir=self.path.parent)
            os.close(handle)
            draft = Path(name)
            try:
                with closing(sqlite3.connect(draft)) as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(files(__package__).joinpath("schema.sql").read_text())
                with suppress(FileExistsError):  # another process was faster
                    self.path.hardlink_to(draft)
            finally:
                draft.unlink()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(
                "Who may do what can't be looked up just now; try again later.",
                internal=f"The register of access {str(self.path)!r} can't be used ({error}); see "
                "that the file is one of ours, and that this user may write to it and its folder.",
            ) from error


def _rows(reader: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> Rows:
    return [dict(row) for row in reader.execute(query, values)]
