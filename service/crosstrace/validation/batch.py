"""Judging many graphs: on all cores, each result kept as it comes, so that a run can go on.

Only as many graphs as there are workers are held in memory; what was judged before with the
same text, settings and shapes isn't judged again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from crosstrace.errors import CrosstraceError, InvalidInput, UnsupportedSyntax
from crosstrace.files import read_bounded, shown
from crosstrace.rdf.formats import SYNTAXES
from crosstrace.validation.report import Report

Judging: TypeAlias = Callable[[bytes, str], Report]
"""Judges the bytes of a file of that name; raises `CrosstraceError`."""

_ENDING: Final = ".json"
_ENDINGS: Final = tuple(ending for syntax in SYNTAXES for ending in syntax.endings)
_RESULT: Final = re.compile(rb'\{\s*"file": "(?:[^"\\]|\\.)*",\s*"asked": \{')
_HEAD: Final = 16 * 2**10
"""Bytes of a file by which a result is known."""
_LONGEST: Final = 255
"""Bytes of a name in the file systems that are in use."""
_LEFT: Final = len(".12345678.part")
"""Bytes of a name that are left for what is added to it while the file is written."""
_LASTING: Final = (InvalidInput.slug, UnsupportedSyntax.slug)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its counts, or the error for which it can't be judged.

    `shapes` counts the findings by shape; `again` says that the result is of an earlier run.
    """

    file: str
    conforms: bool | None
    counts: Mapping[str, int]
    shapes: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    again: bool = False


def graphs_below(folder: Path, kept: Path) -> list[Path]:
    """The files below `folder` with an ending of RDF, in order; what is in `kept` is none.

    Links to folders are followed, unless they lead back into `folder`. A folder that can't be
    looked into stands for what it holds; results of an earlier run, wherever kept, are left out.
    """
    top = folder.resolve()
    found = sorted(_below(folder, {top, kept.resolve()}, top))
    if not found:
        raise InvalidInput(
            f"{str(folder)!r} holds no graphs: no file ends in {', '.join(_ENDINGS)}."
        )
    return found


def _below(folder: Path, seen: set[Path], top: Path) -> Iterator[Path]:
    try:
        entries = [(path, path.is_dir()) for path in folder.iterdir()]
    except OSError:
        yield folder
        return
    for path, is_folder in entries:
        if is_folder:
            real = path.resolve()
            leads_back = path.is_symlink() and real.is_relative_to(top)
            if real not in seen and not leads_back:
                seen.add(real)
                yield from _below(path, seen, top)
        elif path.name.lower().endswith(_ENDINGS) and not _is_result(path):
            yield path


def _is_result(path: Path) -> bool:
    try:
        if not path.name.lower().endswith(_ENDING) or not path.is_file():
            return False
        with path.open("rb") as file:
            return bool(_RESULT.match(file.read(_HEAD)))
    except OSError:
        return False


class Batch:
    """A run over the graphs below `folder`, its results kept in the folder `kept`.

    `asked` is what a result depends on beside the graph: level, day, shapes, elements, version.
    """

    def __init__(self, folder: Path, kept: Path, judge: Judging, asked: Mapping[str, str]) -> None:
        self.folder, self.kept = folder, kept
        self._judge = judge
        self._asked = dict(asked)

    def run(self, files: Iterable[Path], workers: int) -> Iterator[Outcome]:
        """The outcomes in the order of the files, `workers` at a time."""
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Outcome]] = deque()
            try:
                for file in files:
                    waiting.append(pool.submit(self._one, file))
                    if len(waiting) > 2 * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def _one(self, file: Path) -> Outcome:
        name = shown(file.relative_to(self.folder).as_posix())
        try:
            if file.is_dir():
                list(file.iterdir())
            body = read_bounded(file)
        except OSError as error:
            return Outcome(name, None, {}, error=f"The folder can't be read: {error.strerror}.")
        except InvalidInput as error:
            return Outcome(name, None, {}, error=error.detail)
        place = self._place(file)
        asked = {**self._asked, "sha256": hashlib.sha256(body).hexdigest()}
        known = _read(place)
        if known is not None and known.get("asked") == asked:
            return _outcome(name, known, again=True)
        document = {"file": name, "asked": asked, **self._judged(body, file.name)}
        _write(place, document)
        return _outcome(name, document)

    def _place(self, file: Path) -> Path:
        """Where the result of a file is kept; one whose name is too long gets a digest for it."""
        below = file.relative_to(self.folder)
        name = f"{below.name}{_ENDING}"
        if len(os.fsencode(name)) + _LEFT > _LONGEST:
            name = f"{hashlib.sha256(os.fsencode(below.name)).hexdigest()}{_ENDING}"
        return self.kept / below.with_name(name)

    def _judged(self, body: bytes, name: str) -> dict[str, Any]:
        try:
            return {"report": self._judge(body, name).to_json()}
        except CrosstraceError as error:
            return {"error": error.to_dict()}


def _outcome(name: str, document: Mapping[str, Any], *, again: bool = False) -> Outcome:
    if "error" in document:
        return Outcome(name, None, {}, error=document["error"]["detail"], again=again)
    report = document["report"]
    shapes: dict[str, int] = {}
    for result in report["results"]:
        if result["severity"] == "violation":
            shapes[result["shape"]] = shapes.get(result["shape"], 0) + 1
    return Outcome(name, report["conforms"], report["counts"], shapes, again=again)


def _read(place: Path) -> dict[str, Any] | None:
    """The result of an earlier run; None when there is none that can be used."""
    try:
        document = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict):
        return None
    # A graph that took too long or too much may fare better the next time.
    error = document.get("error", {}).get("slug")
    return document if "report" in document or error in _LASTING else None


def _write(place: Path, document: Mapping[str, Any]) -> None:
    """Write whole or not at all: a run may be stopped at any moment, and another be under way."""
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(document, indent=1), encoding="utf-8")
        part.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise InvalidInput(f"{str(place)!r} can't be written: {error.strerror}.") from error
