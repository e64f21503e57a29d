"""OSCAL's inline Markdown: marks go, text stays."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.sources.oscal.markdown import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("*a* and **b** and ***c***", "a and b and c"),
        ("**a *b* c**", "a b c"),
        ("`code` in un*believ*able text", "code in unbelievable text"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("*never closed", "*never closed"),
        ("never opened*", "never opened*"),
        (r"\*a\* \[b\](c) \\ \d", r"*a* [b](c) \ \d"),
        ("[the *text*](https://example.org) ![a picture](a.png)", "the text a picture"),
        ("a bracket [SBOM] and (another)", "a bracket [SBOM] and (another)"),
        ("H~2~O, 2^10^, ~5 and ^ ^", "H2O, 210, ~5 and ^ ^"),
        ("within {{ insert: param, ac-1_prm.1 }} days", "within [ac-1_prm.1] days"),
        ("{{ something else }}", "{{ something else }}"),
        ("&lt;p&gt; &#8212; &#x41; &amp;amp; POA&M &copy", "<p> — A &amp; POA&M &copy"),
    ],
)
def test_marks_go_and_text_stays(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = "".join(f"\\{c}" if c in string.punctuation else c for c in text)
    assert plain_text(escaped) == text


@given(st.text(alphabet=string.ascii_letters + string.digits + " \n.,;:-()'\"/[]—é"))
def test_text_without_marks_is_left_as_it_is(text: str) -> None:
    if "](" not in text:
        assert plain_text(text) == text
