"""What an XLSX file must be before it is opened: small once unpacked, and plain XML.

A workbook is a ZIP file of XML parts. A file of some kilobytes can unpack to gigabytes, or
hold one row of millions of empty cells, and the library that reads workbooks builds objects
for all of it. So each part is first run past a parser that keeps nothing and counts.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from crosstrace.errors import InvalidInput, TooLarge

MAX_PARTS: Final = 256
MAX_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes of all parts together, as the file declares them; unpacking stops there."""
MAX_XML_NODES: Final = 1_000_000
"""Elements and attributes of all parts together; a row of ten cells has about fifty."""
MAX_RUN: Final = 50_000
"""Those of one row or shared string, and of any part that has neither; they are held at once."""
MAX_TAG: Final = 1024 * 1024
"""Bytes of one tag, text or comment."""

_CHUNK: Final = 64 * 1024
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")
_BEFORE_XML: Final = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"
"""What can stand before the first tag, in UTF-8 and UTF-16."""
_LONG_PARTS: Final = ("xl/worksheets/", "xl/sharedstrings.xml")
_LONG_PART_ITEMS: Final = ("row", "si")


def check(body: bytes) -> None:
    """Refuse a workbook that is broken (`InvalidInput`) or over a bound (`TooLarge`)."""
    try:
        with ZipFile(BytesIO(body)) as package:
            _check_package(package)
    except (BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError) as error:
        raise InvalidInput(f"The XLSX file can't be unpacked: {error}.") from error
    except expat.ExpatError as error:
        raise InvalidInput(f"A part of the XLSX file is not XML: {error}.") from error


def _check_package(package: ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        raise TooLarge(f"The XLSX file has {len(parts)} parts; {MAX_PARTS} are allowed.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise TooLarge(
            f"The XLSX file unpacks to {unpacked} bytes; {MAX_UNPACKED} are allowed. "
            "Split it, or send CSV."
        )
    counter = _Counter()
    for part in parts:
        name = part.filename.lower()
        with package.open(part) as stream:
            counter.read(stream, name)


class _Counter:
    """Counts the XML nodes of several parts and refuses what could be made to grow."""

    def __init__(self) -> None:
        self._nodes = 0
        self._run = 0
        self._is_long = False

    def read(self, stream: IO[bytes], name: str) -> None:
        """Count a part that is XML, whatever its name; sheets are read by rows, others at once."""
        chunk = stream.read(_CHUNK)
        begun = chunk.lstrip(_BEFORE_XML)[:1]
        if begun not in (b"<", b"") and not name.endswith(_XML_ENDINGS):
            return
        self._run, self._is_long = 0, name.startswith(_LONG_PARTS)
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = 0
        while chunk:
            parser.Parse(chunk, False)
            fed += len(chunk)
            # A tag is one token: the parser can't count its attributes before its end.
            if fed - parser.CurrentByteIndex > MAX_TAG:
                raise TooLarge(f"The XLSX file has a tag or text of more than {MAX_TAG} bytes.")
            chunk = stream.read(_CHUNK)
        parser.Parse(b"", True)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_long and name.rpartition(":")[2] in _LONG_PART_ITEMS:
            self._run = 0
        self._nodes += 1 + len(attributes)
        self._run += 1 + len(attributes)
        if self._nodes > MAX_XML_NODES or self._run > MAX_RUN:
            raise TooLarge(
                f"The XLSX file has more than {MAX_XML_NODES} XML elements and attributes, or "
                f"{MAX_RUN} in one row. Split it, or send CSV."
            )


def _refuse_doctype(*_: Any) -> None:
    raise InvalidInput("The XLSX file declares a document type, which no workbook needs.")
