"""Answers on graphs as files: the page that the service shows, and the same rows as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from crosstrace.documents import Origin
from crosstrace.errors import InvalidInput
from crosstrace.exchange import answer_tables
from crosstrace.exchange.answer_tables import AnswerTable
from crosstrace.traceability import (
    Attestation,
    Comparison,
    EditionCoverage,
    Gaps,
    Impact,
    Plan,
    Responsibility,
    VersionDiff,
    Withdrawal,
)
from crosstrace.web.pages import answers as pages
from crosstrace.web.pages import comparisons

_PAGES: Final[Mapping[type, Callable[[Any, Origin], str]]] = {
    Attestation: pages.attestation,
    Comparison: comparisons.comparison,
    EditionCoverage: pages.coverage,
    Gaps: pages.gaps,
    Impact: pages.impact,
    Plan: pages.next_steps,
    Responsibility: pages.responsibility,
    VersionDiff: comparisons.version_diff,
    Withdrawal: pages.withdrawal,
}
_TABLES: Final[Mapping[type, Callable[[Any, Origin], AnswerTable]]] = {
    Attestation: answer_tables.attestation,
    EditionCoverage: answer_tables.coverage,
    Gaps: answer_tables.gaps,
    Responsibility: answer_tables.responsibility,
}


def html(found: object, made_of: Origin) -> str:
    """The answer as one HTML file; `InvalidInput` for one that has no page."""
    text: str = _of(_PAGES, found)(found, made_of)
    return text


def table(found: object, made_of: Origin) -> AnswerTable:
    """The answer as rows; `InvalidInput` for one that is no table."""
    rows: AnswerTable = _of(_TABLES, found)(found, made_of)
    return rows


def csv(rows: AnswerTable) -> str:
    """The rows as CSV."""
    return "".join(answer_tables.csv_rows(rows))


def xlsx(rows: AnswerTable) -> bytes:
    """The rows as a workbook."""
    return b"".join(answer_tables.xlsx_rows(rows))


def _of(mouths: Mapping[type, Callable[..., Any]], found: object) -> Callable[..., Any]:
    if type(found) not in mouths:
        raise InvalidInput("This answer does not come in that form; --format json has all of it.")
    return mouths[type(found)]
