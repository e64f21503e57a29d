"""Mapping sets over HTTP, in every format a mapping tool reads."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from crosstrace.mappingsets import MappingDocument, olir, oscal_read, sssom, tables
from crosstrace.resources import DATA
from crosstrace.web.schemas import MappingSetRows, MappingSets

SLUG = "ssdf-1.1-to-csf-2.0"
AUTHORED = sssom.read((DATA / "mappings" / f"{SLUG}.sssom.tsv").read_text(encoding="utf-8"))
READERS: dict[str, Callable[[bytes], MappingDocument]] = {
    "sssom": lambda body: sssom.read(body.decode()),
    "oscal": lambda body: oscal_read.read(body)[0],
    "olir": lambda body: olir.read(body, focal="ssdf-1.1", reference="csf-2.0", slug=SLUG),
    "csv": tables.read,
    "xlsx": tables.read,
}


def test_all_sets_are_listed(client: httpx.Client) -> None:
    found = MappingSets.model_validate(client.get("/v1/mapping-sets").json())
    assert {item.slug: item.rows for item in found.items}[SLUG] == 35
    assert len(found.items) == 10


def test_a_set_has_its_rows(client: httpx.Client) -> None:
    found = MappingSetRows.model_validate(client.get(f"/v1/mapping-sets/{SLUG}").json())
    assert len(found.mappings) == found.rows == 35
    assert (found.source_edition, found.target_edition) == ("ssdf-1.1", "csf-2.0")
    assert found.mappings[0].relation == "related_to"


@pytest.mark.parametrize("form", READERS)
def test_a_set_comes_back_from_every_format(client: httpx.Client, form: str) -> None:
    answer = client.get(f"/v1/mapping-sets/{SLUG}", params={"format": form})
    assert answer.status_code == 200
    rows = READERS[form](answer.content).rows
    assert {(r.sources, r.relation, r.targets) for r in rows} == {
        (r.sources, r.relation, r.targets) for r in AUTHORED.rows
    }


def test_an_unknown_set_is_said(client: httpx.Client) -> None:
    answer = client.get("/v1/mapping-sets/ours")
    assert answer.status_code == 404
    assert SLUG in answer.json()["detail"]


def test_the_page_of_a_set_offers_the_formats(client: httpx.Client) -> None:
    page = client.get(f"/id/mapping-set/{SLUG}", headers={"Accept": "text/html"}).text
    assert f"/v1/mapping-sets/{SLUG}?format=olir" in page
