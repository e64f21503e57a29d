"""Implementation graphs that the user names as files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crosstrace.bootstrap import KnowledgeGraph, open_validator
from crosstrace.cli.options import read_file
from crosstrace.documents import Origin
from crosstrace.errors import CrosstraceError, InvalidInput
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.settings import load_settings
from crosstrace.traceability import ImplementationView, read_view


def read_graphs(
    files: Sequence[Path], store: str | None, known: KnowledgeGraph
) -> list[ImplementationView]:
    """What each file states, in any RDF syntax; `InvalidInput` names the one that can't be read."""
    bodies = [(file, read_file(file), syntax_for_filename(file.name)) for file in files]
    found = []
    with open_validator(load_settings(store=store, workers=1), known.store) as validator:
        for file, body, syntax in bodies:
            try:
                found.append(read_view(validator.statements(body, syntax)))
            except CrosstraceError as error:
                raise InvalidInput(f"{file}: {error.detail}", error.errors) from error
    return found


def origin_of(files: Sequence[Path], views: Sequence[ImplementationView]) -> Origin:
    """What an answer is made from: the first file, and the others that are looked at too."""
    asked, *beside = (_origin(*pair) for pair in zip(files, views, strict=True))
    return replace(asked, beside=tuple(beside))


def _origin(file: Path, view: ImplementationView) -> Origin:
    digest = hashlib.sha256(read_file(file)).hexdigest()
    title = view.title or file.name
    return Origin(view.iri, title, file.name, None, digest, "of the bytes of the file")
