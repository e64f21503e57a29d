"""Reading an OSCAL catalog from bytes, within bounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from crosstrace.conversion.jsonfile import MARKS, MAX_VALUES, has_too_many_values
from crosstrace.errors import TooLarge, UnsupportedSyntax
from crosstrace.sources.oscal.build import PlainText, build_catalog
from crosstrace.sources.oscal.document import Tree
from crosstrace.sources.oscal.json_tree import read_json
from crosstrace.sources.oscal.markdown import plain_text
from crosstrace.sources.oscal.model import Catalog
from crosstrace.sources.oscal.xml_tree import read_xml
from crosstrace.sources.oscal.yaml_tree import read_yaml

Syntax: TypeAlias = Literal["json", "yaml", "xml"]

MAX_BYTES: Final = 2 * 2**20
"""Size limit of a file; NIST's catalogs of SSDF 1.1 and CSF 2.0 have a quarter of a MiB."""

_ENDINGS: Final[dict[str, Syntax]] = {
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xml": "xml",
}
_READERS: Final[dict[Syntax, tuple[Callable[[bytes], Tree], PlainText]]] = {
    "json": (read_json, plain_text),
    "yaml": (read_yaml, plain_text),
    "xml": (read_xml, str),  # its markup is elements, gone with the parsing
}


_MARKS: Final[dict[Syntax, tuple[bytes, ...]]] = {
    "json": MARKS,
    "yaml": (*MARKS, b"\n", b": "),
    "xml": (b"<", b"="),
}
"""What stands before each value, or after it."""


def syntax_of(file_name: str) -> Syntax:
    """The syntax a file's ending says; `UnsupportedSyntax` lists the endings that are read."""
    ending = PurePath(file_name).suffix.lower()
    if ending not in _ENDINGS:
        known = ", ".join(_ENDINGS)
        raise UnsupportedSyntax(
            f"{PurePath(file_name).name!r} has no ending of an OSCAL catalog ({known})."
        )
    return _ENDINGS[ending]


def read_catalog(
    body: bytes,
    syntax: Syntax,
    *,
    edition: str | None = None,
    is_new: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Catalog:
    """The catalog in `body`, the same for every syntax.

    `edition` names the edition when the catalog doesn't, or when it `is_new` here. `TooLarge`
    when `body` has more than `max_bytes`; `InvalidInput` says where the file is broken, by line
    and column or by pointer, or which editions are known. Aliases, tags, DTDs and entities are
    refused, nothing is fetched.
    """
    if len(body) > max_bytes:
        raise TooLarge(f"The catalog has {len(body):,} bytes; at most {max_bytes:,} are read.")
    if has_too_many_values(body, _MARKS[syntax]):
        raise TooLarge(f"The catalog has more than {MAX_VALUES:,} values; no catalog needs that.")
    read, plain = _READERS[syntax]
    return build_catalog(read(body), plain, edition, is_new=is_new)
