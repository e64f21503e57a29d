"""Reports as SARIF 2.1.0, so that code hosts and editors show findings in the file itself.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0,
https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from crosstrace import __version__
from crosstrace.files import shown
from crosstrace.validation.report import Report, Result
from crosstrace.vocab import local_name

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {"violation": "error", "warning": "warning", "info": "note"}
_START: Final = {"startLine": 1}
"""Where a finding is shown that has no place of its own: what is missing is nowhere."""


def sarif(reports: Sequence[tuple[str, Report]]) -> dict[str, Any]:
    """One run with the findings of all reports; each comes with the name of its file."""
    found = [(name, result) for name, report in reports for result in report.results]
    shapes = sorted({result.shape for _, result in found})
    places = {shape: index for index, shape in enumerate(shapes)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(shapes)},
                "columnKind": "unicodeCodePoints",
                "results": [_result(name, result, places) for name, result in found],
                "properties": {
                    "reports": [
                        {"file": shown(name), **_verdict(report)} for name, report in reports
                    ]
                },
            }
        ],
    }


def _driver(shapes: Iterable[str]) -> dict[str, Any]:
    return {
        "name": "Crosstrace",
        "semanticVersion": __version__,
        "informationUri": "https://w3id.org/crosstrace/",
        "rules": [{"id": local_name(shape), "helpUri": shape} for shape in shapes],
    }


def _verdict(report: Report) -> dict[str, Any]:
    return {
        "conforms": report.conforms,
        "profile": report.profile,
        "level": report.level,
        "asOf": report.as_of,
        "verdict": report.verdict(),
    }


def _result(name: str, result: Result, places: dict[str, int]) -> dict[str, Any]:
    fix = f" Fix: {result.fix}" if result.fix else ""
    mended = None if result.snippet is None else result.snippet.turtle
    about = {
        "fix": result.fix,
        "snippet": mended,
        "title": result.element_title,
        "element": result.element,
        "constraint": result.constraint,
        "source": result.source,
    }
    return {
        "ruleId": local_name(result.shape),
        "ruleIndex": places[result.shape],
        "level": _LEVELS[result.severity],
        "message": {"text": result.message + fix},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(os.fsencode(name.replace("\\", "/")))},
                    "region": region,
                },
                "logicalLocations": [{"fullyQualifiedName": result.focus_node}],
            }
            for region in _regions(result)
        ],
        "partialFingerprints": {"crosstraceFinding/v1": _fingerprint(result)},
        "properties": {key: value for key, value in about.items() if value is not None},
    }


def _regions(result: Result) -> list[dict[str, int]]:
    # One finding is one place to mend; the last is the most precise.
    places = [{"startLine": p.line, "startColumn": p.column} for p in result.locations[-1:]]
    return places or [_START]


def _fingerprint(result: Result) -> str:
    """The same finding keeps its name when lines move."""
    parts = (result.shape, result.constraint, result.focus_node, result.path, result.value)
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()[:32]
