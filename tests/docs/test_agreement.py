"""Things that are said in several places are said alike: versions, dependencies, layers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from documentation import read
from rdflib import OWL, RDF, Graph

from crosstrace import __version__
from crosstrace.resources import ONTOLOGY, ROOT, SHAPES

PROJECT: dict[str, Any] = tomllib.loads(read("pyproject.toml"))
RELEASE = re.compile(r"^## \[(\d[^\]]*)\] - \d", re.M)
TABLE = re.compile(r"(?:^\|.*\n)+", re.M)
VOCABULARIES = sorted([*ONTOLOGY.glob("*.ttl"), *SHAPES.glob("**/*.ttl")])


def _names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {name[0].lower() for name in found if name}


def _rows(table: str) -> set[str]:
    """The first cells of a table, below its heading; a cell may name several packages."""
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {
        name.strip().lower() for cell in cells[1:] if "---" not in cell for name in cell.split(",")
    }


def test_the_changelog_begins_with_this_version() -> None:
    assert RELEASE.findall(read("CHANGELOG.md"))[0] == __version__


def test_every_vocabulary_has_this_version() -> None:
    declared = 0
    for file in VOCABULARIES:
        graph = Graph().parse(file)
        for module in graph.subjects(RDF.type, OWL.Ontology):
            declared += 1
            assert str(graph.value(module, OWL.versionIRI)) == f"{module}/{__version__}"
            info = graph.value(module, OWL.versionInfo)
            assert str(info or __version__) == __version__
            assert info is not None or SHAPES in file.parents, f"{module} has no owl:versionInfo"
    assert declared >= len(list(ONTOLOGY.glob("*.ttl")))


def test_dependencies_are_those_of_the_project() -> None:
    running, developing = TABLE.findall(read("docs/dependencies.md"))
    assert _rows(running) == _names(PROJECT["project"]["dependencies"])
    extras = PROJECT["project"]["optional-dependencies"]
    assert _rows(developing) == _names([*extras["build"], *extras["dev"]])


def _layers() -> list[str]:
    [contract] = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    return [name for layer in contract["layers"] for name in re.split(r" [|:] ", layer)]


@pytest.mark.parametrize("layer", _layers())
def test_the_architecture_names_every_layer(layer: str) -> None:
    assert re.search(rf"\b{layer}\b", read("docs/architecture.md"), re.I)


@pytest.mark.parametrize("layer", _layers())
def test_the_picture_of_the_architecture_shows_every_layer(layer: str) -> None:
    assert re.search(rf"\b{layer}\b", read("docs/architecture.svg"))


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License" in read("LICENSE")
    assert all((ROOT / Path(file)).is_file() for file in PROJECT["project"]["license-files"])
