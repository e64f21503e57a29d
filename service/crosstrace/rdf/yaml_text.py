"""Plain values as YAML in block style, for people to read and edit.

A text is left bare only where YAML 1.1 and 1.2 both take it for text; everything else that could
be taken for a number, a date or a truth value is in double quotation marks.
"""

from __future__ import annotations

import re
import sys
from typing import Any, Final

import yaml

_BARE: Final = re.compile(r"[A-Za-z][A-Za-z0-9._~:/?#&=+%@-]*[A-Za-z0-9/#]")
_TAKEN: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null"})


def yaml_text(value: Any) -> str:
    """The YAML of a value made of dicts, lists, texts, numbers and booleans."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize)


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, and indents the lists that stand in an object."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    bare = _BARE.fullmatch(text) and text.lower() not in _TAKEN
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if bare else '"')


_Dumper.add_representer(str, _text)
