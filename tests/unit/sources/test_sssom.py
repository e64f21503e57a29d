"""Mapping sets: what is read, and that a broken row is refused with its number."""

from __future__ import annotations

import pytest

from crosstrace.errors import InvalidInput
from crosstrace.resources import DATA
from crosstrace.sources.sssom import read_mapping_set

TEXT = (DATA / "mappings" / "sp800-218a-to-ai-100-2e2023.sssom.tsv").read_text(encoding="utf-8")


def test_a_row_is_an_addressable_mapping() -> None:
    quads = read_mapping_set(TEXT)
    said = {
        q.predicate.value.replace("/", "#").rsplit("#", 1)[1]: q.object.value
        for q in quads
        if q.subject.value.endswith("PW.3.2..NIST-AI-100-2e2023")
    }
    assert said["type"].endswith("InformativeReference")
    assert said["annotatedSource"].endswith("sp800-218a/PW.3.2")
    assert said["relation"].endswith("relatedTo")
    assert said["style"].endswith("Crosswalk")
    assert said["asPrinted"].endswith("Adv ML")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tsp800-218a:PW.3.3\t", "\t\t", "Row 2 .* subject_id is missing"),
        ("\tsp800-218a:PW.3.3\t", "\tnist:PW.3.3\t", "Row 2 .* 'nist'"),
        (
            "semapv:ManualMappingCuration\tAI RMF: Measure",
            "\tAI RMF: Measure",
            "Row 1 .*justification",
        ),
        ("#style: ct:Crosswalk\n", "", "lacks style"),
        ("#use_case:", "#other_case:", "lacks use_case"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(InvalidInput, match=message):
        read_mapping_set(TEXT.replace(old, new))
