"""The query service: one call per query, whatever the mouth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


class QueryService:
    """Queries over a pool of evaluators; at most `row_limit` rows each."""

    def __init__(self, pool: WorkerPool, *, query_bytes: int, row_limit: int) -> None:
        self.pool = pool
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
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Evaluate `query`; `media_type` is one of `RESULT_TYPES` for its form.

        Raises `InvalidInput` with line and column, `ReadOnly`, `TooLarge`,
        `TimeLimitExceeded` or `ResourceExhausted`.
        """
        guard(query, self._query_bytes)
        header = {
            "media_type": media_type,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
        }
        said, body = self.pool.run(header, query.encode())
        return Answer(media_type, body, said["rows"], said["truncated"], self._row_limit)
