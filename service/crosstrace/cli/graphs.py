"""Implementation graphs that the user names as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crosstrace.bootstrap import KnowledgeGraph, open_validator
from crosstrace.cli.options import read_file
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
