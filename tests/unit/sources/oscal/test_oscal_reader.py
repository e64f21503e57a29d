"""One catalog in three syntaxes is one model; what is wrong in a file is said with its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oscal_documents import (
    IDENTIFIERS,
    Object,
    as_json,
    control,
    document,
    example,
    statement,
    version_prop,
    write,
)

from crosstrace.errors import InvalidInput, UnsupportedSyntax
from crosstrace.sources.oscal import Catalog, CatalogEntry, Example, Syntax, read_catalog, syntax_of

HERE = Path(__file__).parent
FILES = ("catalog.json", "catalog.yaml", "catalog.xml")
SMALL = Catalog(
    title="A small catalog for tests",
    version="1.10",
    published=dt.date(2026, 2, 3),
    edition_slug="csf-2.0",
    controls=(
        CatalogEntry("GV", "function", "STEER", "The ship has a captain & a map."),
        CatalogEntry(
            "GV.OC", "category", "Waters", "The waters are charted, see the atlas.", parent="GV"
        ),
        CatalogEntry(
            "GV.OC-01",
            "subcategory",
            "GV.OC-01",
            "Reefs are marked within [gv.oc-01_days] days. "
            'The helm calls them "reefs" *always*. Each reef has H2O over it.',
            parent="GV.OC",
            examples=(
                Example("GV.OC-01.001", 1, "Example 1", "Drop a buoy at each reef."),
                Example("GV.OC-01.002", 2, "", "Paint the buoys."),
            ),
        ),
        CatalogEntry("GV.OC-09", "subcategory", "GV.OC-09", "", parent="GV.OC", withdrawn=True),
    ),
)


@pytest.mark.parametrize("name", FILES)
def test_the_three_syntaxes_give_one_model(name: str) -> None:
    assert read_catalog((HERE / name).read_bytes(), syntax_of(name)) == SMALL


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_is_passed_over(name: str) -> None:
    assert read_catalog(b"\xef\xbb\xbf" + (HERE / name).read_bytes(), syntax_of(name)) == SMALL


TOKENS = st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{0,12}", fullmatch=True)
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"))
TEXTS = st.text(CHARACTERS, max_size=60).map(lambda text: " ".join(text.split()))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    ids = draw(st.lists(TOKENS, unique=True, min_size=1, max_size=8))
    entries: list[CatalogEntry] = []
    for identifier in ids[: draw(st.integers(1, len(ids)))]:
        entries.append(draw(_entries(identifier, [e.id for e in entries[-1:]])))
    return Catalog(
        title=draw(TEXTS.filter(bool)),
        version=draw(TOKENS),
        published=draw(st.none() | st.dates()),
        edition_slug=draw(st.sampled_from(sorted(IDENTIFIERS))),
        controls=tuple(entries),
    )


@st.composite
def _entries(draw: st.DrawFn, identifier: str, parents: list[str]) -> CatalogEntry:
    texts = draw(st.lists(TEXTS, max_size=3))
    return CatalogEntry(
        id=identifier,
        class_=draw(TOKENS),
        title=draw(TEXTS.filter(bool)),
        prose=draw(TEXTS),
        parent=parents[0] if parents else None,
        examples=tuple(
            Example(
                f"{identifier}-example-{n}", n, draw(st.sampled_from(["", f"Example {n}"])), text
            )
            for n, text in enumerate(texts, start=1)
        ),
        withdrawn=draw(st.booleans()),
    )


@settings(deadline=None)  # three parsers share one deadline
@given(catalogs())
def test_what_is_written_in_any_syntax_is_read_back(catalog: Catalog) -> None:
    for syntax, body in write(catalog).items():
        assert read_catalog(body, syntax) == catalog, syntax


@pytest.mark.parametrize("version", ["1.1.3", "v1.1.3", "1.2.0-rc1", "v1.0"])
def test_oscal_1_is_read_with_and_without_the_v(version: str) -> None:
    assert read(document(oscal_version=version)).controls == ()


def read(tree: Object, edition: str | None = None) -> Catalog:
    return read_catalog(as_json(tree), "json", edition=edition)


def test_the_edition_is_the_one_the_catalog_states() -> None:
    assert read(document(props=[version_prop("CSF_2_0_0")])).edition_slug == "csf-2.0"
    assert read(document(props=[version_prop("SP_800_218_1_1_0")])).edition_slug == "ssdf-1.1"
    assert read(document(), edition="ssdf-1.1").edition_slug == "ssdf-1.1"


@pytest.mark.parametrize(
    "props", [[], [version_prop("CSF_9")], [version_prop("CSF_2_0_0", ns="https://example.org")]]
)
def test_the_edition_can_be_given_when_the_catalog_does_not_state_it(props: list[Any]) -> None:
    assert read(document(props=props), edition="ssdf-1.1").edition_slug == "ssdf-1.1"
    with pytest.raises(InvalidInput, match=r"csf-2.0 \(CSF_2_0_0\), ssdf-1.1 \(SP_800_218_1_1_0\)"):
        read(document(props=props))


def test_an_edition_that_is_unknown_or_contradicted_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"edition 'csf-1.1'. Known are: csf-2.0"):
        read(document(), edition="csf-1.1")
    with pytest.raises(InvalidInput, match=r"says it is for ssdf-1.1, not for csf-2.0"):
        read(document(), edition="csf-2.0")


def test_an_example_has_the_number_of_its_title_else_of_its_place() -> None:
    entry = control(
        "A.1",
        example("A.1.10", "Ten.", "Example 10:"),
        example("A.1.b", "Second.", "An aside"),
        example("A.1.1", "One.", "Example 1:"),
    )
    (found,) = read(document(entry)).controls
    assert [(e.number, e.title) for e in found.examples] == [
        (10, "Example 10"),
        (2, "An aside"),
        (1, "Example 1"),
    ]


def test_an_empty_statement_leaves_the_overview() -> None:
    overview = {"name": "overview", "prose": "Seen from above."}
    (found,) = read(document(control("A", statement(" "), overview))).controls
    assert found.prose == "Seen from above."


ENTRY = "/catalog/controls/0"


@pytest.mark.parametrize(
    ("tree", "detail", "pointer"),
    [
        ([], "The document should be an object", ""),
        ({"profile": {}}, "lacks 'catalog'", ""),
        ({"catalog": {}}, "lacks 'metadata'", "/catalog"),
        (document(title=None), "lacks 'title'", "/catalog/metadata"),
        (document(version=" "), "lacks 'version'", "/catalog/metadata"),
        (document(version=["1"]), "'version' that should be text", "/catalog/metadata"),
        (document(title="a\x00"), "'title' with characters", "/catalog/metadata"),
        (document(title="a\ud800"), "'title' with characters", "/catalog/metadata"),
        (document(published="soon"), "'published' that is not a date", "/catalog/metadata"),
        (document(oscal_version="2.0.0"), "convert the file to OSCAL 1", "/catalog/metadata"),
        (document({"title": "A"}), "lacks 'id'", ENTRY),
        (document({"id": "A"}), "lacks 'title'", ENTRY),
        (document(control("A B")), "not an OSCAL token", ENTRY),
        (document(control("A" * 129)), "not an OSCAL token", ENTRY),
        (document(control("A", controls={})), "'controls' that should be an array", ENTRY),
        (
            document({"id": "A", "title": "A", "parts": ["part"]}),
            "should be an object",
            ENTRY + "/parts/0",
        ),
        (document(control("A", example("", "b"))), "lacks 'id'", ENTRY + "/parts/0"),
        (document(control("A", example("1", "b"))), "not an OSCAL token", ENTRY + "/parts/0"),
        (
            document(control("A", example("x", "b", "Example 2"), example("y", "c"))),
            "two examples of the same number",
            ENTRY,
        ),
    ],
)
def test_what_is_out_of_place_is_pointed_at(tree: Any, detail: str, pointer: str) -> None:
    with pytest.raises(InvalidInput, match=detail) as caught:
        read(tree)
    assert [error.pointer for error in caught.value.errors] == [pointer]


@pytest.mark.parametrize(
    "controls",
    [
        [control("A"), control("A")],
        [control("A", controls=[control("A")])],
        [control("B", example("A", "one")), control("C", example("A", "two"))],
    ],
)
def test_an_id_that_stands_twice_is_refused(controls: list[Object]) -> None:
    with pytest.raises(InvalidInput, match="'A' twice"):
        read(document(*controls))


@pytest.mark.parametrize(
    ("syntax", "body", "line", "column"),
    [
        ("json", b'{"catalog":\n  oops}', 2, 3),
        ("json", b"", 1, 1),
        ("json", b'{"a":\n "\xff"}', 2, 3),
        ("yaml", b"catalog:\n  a: b: c", 2, 7),
        ("yaml", b"a: \xc3\n", 1, 4),
        ("yaml", b"a:\n - \x00", 2, 4),
        ("yaml", b"", 1, 1),
        ("yaml", b"a: b\n--- \nc: d", 2, 1),
        ("yaml", b"a: b\na: c", 2, 1),
        ("yaml", b"[a]: b", 1, 1),
        ("xml", b"<catalog>\n<b></catalog>", 2, 6),
        ("xml", b"", 1, 1),
        ("xml", b"<catalog>&unknown;</catalog>", 1, 10),
    ],
)
def test_a_broken_file_is_refused_with_the_place(
    syntax: Syntax, body: bytes, line: int, column: int
) -> None:
    with pytest.raises(InvalidInput, match=f"line {line}, column {column}") as caught:
        read_catalog(body, syntax)
    assert [(e.line, e.column) for e in caught.value.errors] == [(line, column)]


def test_the_syntax_is_in_the_ending() -> None:
    names = ("a.json", "b/C.YAML", "c.yml", "d.e.XML")
    assert [syntax_of(name) for name in names] == ["json", "yaml", "yaml", "xml"]
    with pytest.raises(UnsupportedSyntax, match=r"'a\.xlsx' .*\.json, \.yaml, \.yml, \.xml"):
        syntax_of("folder/a.xlsx")
