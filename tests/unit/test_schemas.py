"""The schemas of others are the ones that their list names, and can be used."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

import crosstrace.evidence
from crosstrace.resources import DATA

FOLDER = DATA / "schemas"
LISTED = re.compile(r"^\| `([^`]+\.json)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)
OWN = Path(crosstrace.evidence.__file__).parent / "schemas"


def test_each_has_its_digest_in_the_list() -> None:
    listed = dict(LISTED.findall((FOLDER / "README.md").read_text(encoding="utf-8")))
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.json")
    }
    assert found == listed


@pytest.mark.parametrize("file", sorted(OWN.glob("*.json")), ids=lambda file: file.stem)
def test_our_own_are_schemas(file: Path) -> None:
    schema = json.loads(file.read_bytes())
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["description"].startswith("What is relied on")
