"""`crosstrace import oscal-catalog`, on a small catalog of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstrace.cli.main import run

CATALOG = Path(__file__).parents[1] / "unit" / "sources" / "oscal" / "catalog.yaml"
Output = pytest.CaptureFixture[str]


def test_the_publishers_text_is_laid_over_and_can_be_laid_again(
    capsys: Output, tmp_path: Path
) -> None:
    store = ["--store", str(tmp_path / "graph")]
    shown = []
    for _ in range(2):
        assert run(["import", "oscal-catalog", str(CATALOG), *store]) == 0
        assert "Kept in" in capsys.readouterr().out
        count = (
            "PREFIX ct: <https://w3id.org/crosstrace/ns#> PREFIX skos: "
            "<http://www.w3.org/2004/02/skos/core#> SELECT (COUNT(*) AS ?n) WHERE "
            "{ ?e a ct:ImplementationExample ; skos:definition ?text }"
        )
        assert run(["query", "-e", count, "--format", "csv", *store]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert int(shown[0].split()[1]) > 0
