from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import NotAcceptable
from crosstrace.web.negotiation import (
    HTML,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    TURTLE,
    Representation,
    choose,
    content_type,
    parse_accept,
    preferred,
)

OFFERS = (JSON, TURTLE, JSONLD, NTRIPLES, RDFXML, HTML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
ALIASED = Representation("json", "application/sparql-results+json", ("application/json",))

media_types = st.sampled_from(
    [offer.media_type.partition(";")[0] for offer in OFFERS]
    + ["*/*", "text/*", "application/*", "image/png"]
)
qualities = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
accepts = st.lists(st.tuples(media_types, qualities), min_size=1, max_size=6)


def header(ranges: list[tuple[str, float]]) -> str:
    return ", ".join(f"{media};q={quality:.3f}" for media, quality in ranges)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (BROWSER, HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle", TURTLE),
        ("text/turtle, */*", TURTLE),
        ("text/turtle;q=0.2, application/ld+json", JSONLD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
        ("application/rdf+xml, text/turtle", TURTLE),
        ("application/json;q=0, */*", TURTLE),
        ("text/*", TURTLE),
        ("text/turtle;q=0, text/*", HTML),
        ("nonsense, application/n-triples", NTRIPLES),
        ("application/n-triples;q=2", NTRIPLES),
        ("image/png", None),
        ("text/turtle;q=0", None),
    ],
)
def test_the_best_representation(accept: str | None, expected: Representation | None) -> None:
    assert preferred(OFFERS, accept) is expected


@given(accepts)
def test_what_is_refused_is_never_sent(ranges: list[tuple[str, float]]) -> None:
    chosen = preferred(OFFERS, header(ranges))
    exact = dict(reversed(ranges))  # of equal ranges the first counts
    if chosen is not None:
        assert exact.get(chosen.media_type.partition(";")[0]) != 0.0


@given(accepts)
def test_something_is_sent_when_anything_is_welcome(ranges: list[tuple[str, float]]) -> None:
    refused = {media for media, quality in ranges if quality == 0}
    welcome = header([r for r in ranges if r[1] > 0])
    offered = [o for o in OFFERS if o.media_type.partition(";")[0] not in refused]
    if "*/*" in welcome and not refused:
        assert preferred(offered, welcome) is not None


@given(st.text(max_size=80))
def test_any_header_can_be_read(text: str) -> None:
    assert all(0 <= part.quality <= 1 for part in parse_accept(text))


def test_the_format_parameter_goes_before_the_header() -> None:
    assert choose(OFFERS, "text/html", "rdfxml") is RDFXML


@pytest.mark.parametrize(("accept", "wanted"), [("image/png", None), ("*/*", "xlsx")])
def test_a_refusal_lists_what_exists(accept: str, wanted: str | None) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose(OFFERS, accept, wanted)
    assert all(offer.name in caught.value.detail for offer in OFFERS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/json;q=0.5, application/*", "application/sparql-results+json"),
    ],
)
def test_an_alias_is_used_only_for_who_asks_for_it(accept: str | None, expected: str) -> None:
    assert content_type(ALIASED, accept) == expected
