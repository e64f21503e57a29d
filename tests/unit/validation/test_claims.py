"""What an implementation graph claims, read without judging it."""

from __future__ import annotations

import pyoxigraph as ox

from crosstrace.resources import DATA
from crosstrace.validation.claims import Claim, read_claims

PREFIXES = """
    @prefix ct: <https://w3id.org/crosstrace/ns#> .
    @prefix : <https://example.org/> .
"""
PO_1_1 = "https://w3id.org/crosstrace/id/sp800-218a/PO.1.1"


def claims(turtle: str) -> list[Claim]:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    data = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return read_claims(data)


def test_a_claim_has_its_element_asset_and_status() -> None:
    [found] = claims(
        f":i a ct:Implementation ; ct:implements <{PO_1_1}> ; ct:appliesTo :model ;"
        " ct:status ct:NotImplemented ."
    )
    assert found == Claim(
        "https://example.org/i", PO_1_1, "https://example.org/model", "not_implemented"
    )


def test_there_is_one_per_element_and_asset() -> None:
    found = claims(f":i a ct:Implementation ; ct:implements <{PO_1_1}>, :x ; ct:appliesTo :a, :b .")
    assert len(found) == 4
    assert {claim.status for claim in found} == {None}


def test_what_says_nothing_of_an_asset_is_still_a_claim() -> None:
    [found] = claims(f":i a ct:Implementation ; ct:implements <{PO_1_1}> .")
    assert found.asset is None


def test_other_nodes_claim_nothing() -> None:
    assert claims(f":i a ct:Evidence ; ct:implements <{PO_1_1}> .") == []


def test_the_example_of_a_producer() -> None:
    body = (DATA / "examples" / "model-producer.ttl").read_bytes()
    quads = ox.parse(body, format=ox.RdfFormat.TURTLE)
    data = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert PO_1_1 in {claim.element for claim in read_claims(data)}
