"""The neutral catalog out of a document tree, whichever syntax the tree came from."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from crosstrace.errors import InvalidInput
from crosstrace.sources.oscal.document import Node, Tree
from crosstrace.sources.oscal.editions import recognised_edition
from crosstrace.sources.oscal.model import Catalog, CatalogEntry, Example

_TOKEN: Final = re.compile(r"[^\W\d][\w.-]{0,127}")
_OSCAL_1: Final = re.compile(r"v?1\.\d+(?:\.\d+)?(?:-[\w.-]+)?", re.ASCII)
_EXAMPLE_TITLE: Final = re.compile(r"Example ([0-9]{1,4})")

PlainText = Callable[[str], str]


def build_catalog(
    tree: Tree, plain: PlainText, edition: str | None, *, is_new: bool = False
) -> Catalog:
    """The catalog in `tree`; `plain` takes the syntax's inline markup out of prose and titles.

    A catalog that `is_new` is of the given edition, whatever it says of itself.

    `InvalidInput` points at what is missing, out of place or there twice.
    """
    root = Node(tree, "").child("catalog")
    metadata = root.child("metadata")
    if not _OSCAL_1.fullmatch(metadata.required("oscal-version")):
        metadata.fail("has an 'oscal-version' that is not read; convert the file to OSCAL 1")
    entries = tuple(_entries(root, None, plain))
    _refuse_repeated(entry.id for entry in entries)
    _refuse_repeated(example.id for entry in entries for example in entry.examples)
    return Catalog(
        title=_plain(metadata.required("title"), plain),
        version=metadata.required("version"),
        published=_date(metadata, "published"),
        edition_slug=_edition(metadata, edition, is_new=is_new),
        controls=entries,
    )


def _edition(metadata: Node, edition: str | None, *, is_new: bool) -> str:
    if is_new and edition is not None:
        return edition
    return recognised_edition(metadata.children("props"), edition)


def _date(metadata: Node, name: str) -> dt.date | None:
    value = metadata.text(name)
    try:
        return dt.datetime.fromisoformat(value).date() if value else None
    except ValueError:
        metadata.fail(f"has a {name!r} that is not a date and time such as 2024-02-26T00:00:00Z")


def _entries(node: Node, parent: str | None, plain: PlainText) -> Iterator[CatalogEntry]:
    """The groups and controls under `node`, each followed by those under it."""
    for child in [*node.children("groups"), *node.children("controls")]:
        entry = _entry(child, parent, plain)
        yield entry
        yield from _entries(child, entry.id, plain)


def _entry(node: Node, parent: str | None, plain: PlainText) -> CatalogEntry:
    parts = node.children("parts")
    found = [part for part in parts if part.text("name") == "example"]
    examples = tuple(_example(part, place, plain) for place, part in enumerate(found, start=1))
    if len({example.number for example in examples}) < len(examples):
        node.fail("has two examples of the same number")
    return CatalogEntry(
        id=_id(node),
        class_=node.text("class"),
        title=_plain(node.required("title"), plain),
        prose=_statement(parts, plain),
        parent=parent,
        examples=examples,
        withdrawn=any(_is_withdrawn(prop) for prop in node.children("props")),
        label=_label(node.children("props")),
    )


def _label(props: Iterable[Node]) -> str:
    """The first label, one without a class before those of other forms of the identifier."""
    labels = [prop for prop in props if prop.text("name") == "label"]
    plain = [prop for prop in labels if not prop.text("class")]
    return next((prop.text("value") for prop in [*plain, *labels]), "")


def _is_withdrawn(prop: Node) -> bool:
    return (prop.text("name"), prop.text("value").lower()) == ("status", "withdrawn")


def _id(node: Node) -> str:
    value = node.required("id")
    if not _TOKEN.fullmatch(value):
        node.fail("has an 'id' that is not an OSCAL token of at most 128 characters")
    return value


def _statement(parts: Iterable[Node], plain: PlainText) -> str:
    """The text of the statement, or, as groups have it, of the overview."""
    for name in ("statement", "overview"):
        texts = [_prose(part, plain) for part in parts if part.text("name") == name]
        if any(texts):
            return " ".join(text for text in texts if text)
    return ""


def _prose(part: Node, plain: PlainText) -> str:
    """The part's own text and that of the items it is divided into, in reading order."""
    items = [item for item in part.children("parts") if item.text("name") == "item"]
    texts = [_plain(part.raw("prose"), plain), *(_prose(item, plain) for item in items)]
    return " ".join(text for text in texts if text)


def _example(part: Node, place: int, plain: PlainText) -> Example:
    title = _plain(part.text("title"), plain).removesuffix(":")
    numbered = _EXAMPLE_TITLE.fullmatch(title)
    number = int(numbered[1]) if numbered else place
    return Example(_id(part), number, title, _prose(part, plain))


def _plain(marked_up: str, plain: PlainText) -> str:
    return " ".join(plain(marked_up).split())


def _refuse_repeated(ids: Iterable[str]) -> None:
    repeated = [identifier for identifier, count in Counter(ids).items() if count > 1]
    if repeated:
        raise InvalidInput(f"The catalog has the id {repeated[0]!r} twice; it should have it once.")
