"""What is known to be wrong in the text of published catalogs, and how it is put right.

The SSDF 1.1 catalog lost square brackets in three statements (an opening one became a full
stop) and has a space before a comma. Only these patterns are touched, and each use is
reported. Source: NIST SP 800-218, February 2022, Table 1: PO.1.3, PS.3.2, PW.1.3, RV.1.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class _Rule:
    description: str
    pattern: re.Pattern[str]
    replacement: str


_RULES: Final = (
    _Rule(
        "'.SBOM' read as '[SBOM]'",
        re.compile(r"(?<=bill of materials )\.SBOM(?=\))"),
        "[SBOM]",
    ),
    _Rule(
        "'.Formerly …' read as '[Formerly …]'",
        re.compile(r"(?<= )\.(Formerly [A-Z]{2}(?:\.[0-9]+){1,2})$"),
        r"[\1]",
    ),
    _Rule("space before a comma removed", re.compile(r"(?<=\w) (?=, )"), ""),
)


def correct(text: str) -> tuple[str, tuple[str, ...]]:
    """The corrected `text` (whitespace collapsed) and a description of each correction."""
    applied = []
    for rule in _RULES:
        text, count = rule.pattern.subn(rule.replacement, text)
        if count:
            applied.append(rule.description)
    return text, tuple(applied)
