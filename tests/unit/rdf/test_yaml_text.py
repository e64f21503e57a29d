"""What is written as YAML is read back the same, by YAML 1.1 and by the service."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.rdf.tree import native
from crosstrace.rdf.yaml_text import yaml_text
from crosstrace.rdf.yaml_tree import core_value, read_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-9, 9),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.from_regex(r"[@$a-z][a-zA-Z]{1,8}", fullmatch=True), inner, min_size=1)
    ),
    max_leaves=8,
)


def read(text: str) -> Any:
    return native(read_yaml(text, core_value, 100))


@given(value=VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    document = {"value": value}
    assert yaml.safe_load(yaml_text(document)) == document
    assert read(yaml_text(document)) == document


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "1.0", "1e3", "0o17", "0x1F", "12:30:00", "no", "Yes", "null", "~", "", ".inf"],
)
def test_no_text_becomes_something_else(text: str) -> None:
    assert read(yaml_text({"value": text})) == {"value": text}
    assert yaml_text({"value": text}) == f'value: "{text}"\n'


def test_words_and_identifiers_need_no_quotation_marks() -> None:
    entry = {
        "id": "ours:PO.1.1",
        "type": "Evidence",
        "at": ["https://example.org/a#b", "two words"],
    }
    assert yaml_text([entry]) == (
        "- id: ours:PO.1.1\n"
        "  type: Evidence\n"
        "  at:\n"
        "    - https://example.org/a#b\n"
        '    - "two words"\n'
    )
