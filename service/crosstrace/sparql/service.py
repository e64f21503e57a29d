"""The query service: one call per query, whatever the mouth."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from crosstrace.sandbox import WorkerPool
from crosstrace.sparql.guard import guard


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes to the client; `truncated` when it was cut at `row_limit` rows."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool
    row_limit: int


@dataclass(frozen=True, slots=True)
class Visible:
    """The named graphs that someone may query: by default, and further ones when named."""

    default: tuple[str, ...]
    further: tuple[str, ...] = ()


Reader = TypeVar("Reader", contravariant=True)


class Dataset(Protocol[Reader]):
    """What is queried; a `Reader` is whatever it tells readers apart by."""

    def snapshot(self) -> AbstractContextManager[Path]:
        """A copy that holds all that was written until now, and stays while the context is open."""
        ...

    def visible(self, reader: Reader | None) -> Visible:
        """The graphs that `reader` may see; for None those that all may."""
        ...


class QueryService(Generic[Reader]):
    """Queries over a pool of evaluators; at most `row_limit` rows each."""

    def __init__(
        self, pool: WorkerPool, dataset: Dataset[Reader], *, query_bytes: int, row_limit: int
    ) -> None:
        self.pool = pool
        self._dataset = dataset
        self._query_bytes = query_bytes
        self._row_limit = row_limit

    def form(self, query: str) -> str:
        """`select`, `ask`, `construct` or `describe`; the guard's errors for anything else."""
        return guard(query, self._query_bytes).form

    def answer(
        self,
        query: str,
        *,
        media_type: str,
        reader: Reader | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Evaluate `query` over what `reader` may see, whatever graphs it names.

        `media_type` is one of `RESULT_TYPES` for its form.

        Raises `InvalidInput` with line and column, `ReadOnly`, `TooLarge`,
        `TimeLimitExceeded` or `ResourceExhausted`.
        """
        guard(query, self._query_bytes)
        visible = self._dataset.visible(reader)
        with self._dataset.snapshot() as folder:
            header = {
                "snapshot": str(folder),
                "media_type": media_type,
                "visible": visible.default,
                "further": visible.further,
                "default_graphs": list(default_graphs),
                "named_graphs": list(named_graphs),
            }
            said, body = self.pool.run(header, query.encode())
        return Answer(media_type, body, said["rows"], said["truncated"], self._row_limit)
