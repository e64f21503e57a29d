"""Reports made by hand."""

from __future__ import annotations

from validation_harness import AS_OF

from crosstrace.validation import Report, Result


def result(severity: str = "violation", **more: object) -> Result:
    usual = {
        "severity": severity,
        "shape": "urn:shape",
        "constraint": "MinCountConstraintComponent",
        "focus_node": "urn:node",
        "path": None,
        "value": None,
        "message": "Something is missing.",
        "fix": None,
        "element": None,
    }
    return Result(**{**usual, **more})  # type: ignore[arg-type]


def report(*results: Result) -> Report:
    return Report("sp800-218a", "submission", "shifty", AS_OF, results)
