"""A page as one HTML file that needs no server: its style inside, its links to the IRIs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from crosstrace.validation import Report
from crosstrace.web.pages.rendering import page

_HERE: Final = 'href="/'
_THERE: Final = 'href="https://w3id.org/crosstrace/'


def report_file(reports: Sequence[tuple[str, Report]]) -> str:
    """The HTML of the reports, each with the name of its file."""
    found = [
        {"name": name, "report": report.to_json(), "verdict": report.verdict()}
        for name, report in reports
    ]
    return standalone("report-file.html", reports=found)


def standalone(template: str, **values: Any) -> str:
    """The HTML of a template that extends `file.html`, by itself or as its `layout`."""
    style = files("crosstrace.web").joinpath("static", "style.css").read_text(encoding="utf-8")
    # Elements and shapes have their pages under the same path as their IRIs.
    return page(template, style=style, layout="file.html", **values).replace(_HERE, _THERE)
