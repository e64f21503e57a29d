"""Write `data/manifest.ttl`, or with `--check` say whether it is up to date.

The manifest lists every bundled file with its graph, SHA-256 and number of statements.
It holds no date, so that running this twice gives the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from crosstrace import resources, vocab
from crosstrace.sources.loader import read_file
from crosstrace.sources.manifest import MANIFEST_FILE

HEAD = """\
# The bundled files. Written by tools/manifest.py; the loader refuses a file that differs.
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://w3id.org/crosstrace/id/manifest#> .
"""
ENTRY = """
:{name} a ct:SourceFile ;
    ct:filePath "{path}" ;
    ct:graph <{graph}> ;
    ct:sha256 "{sha256}" ;
    ct:statements {statements} ;
    dcterms:license <https://www.apache.org/licenses/LICENSE-2.0> .
"""


def graph_of(path: Path) -> str:
    """The named graph a bundled file belongs to, from its folder and name."""
    name = path.name.split(".sssom.tsv")[0] if "mappings" in path.parts else path.stem
    match path.parts[:2]:
        case ("ontology", _):
            return vocab.ONTOLOGY_GRAPH
        case ("data", "mappings"):
            return vocab.MAPPING_SET + name
        case ("data", "citations"):
            return vocab.CITATION_GRAPHS + name.removesuffix("-sources")
        case ("data", "errata.ttl"):
            return vocab.ERRATA_GRAPH
    return vocab.FRAMEWORK_GRAPH if name == "works" else vocab.ID + name


def bundled_files(root: Path) -> list[Path]:
    """Every bundled file but the manifest and the examples, relative to `root`."""
    patterns = (
        "ontology/*.ttl",
        "data/frameworks/*.ttl",
        "data/mappings/*.sssom.tsv",
        "data/citations/*.tsv",
        "data/errata.ttl",
    )
    found = [path.relative_to(root) for pattern in patterns for path in root.glob(pattern)]
    return sorted(found)


def manifest(root: Path) -> str:
    """The manifest's text for the files in `root`."""
    entries = []
    for path in bundled_files(root):
        graph = graph_of(path)
        entries.append(
            ENTRY.format(
                name="-".join(path.with_suffix("").parts).replace(".", "-"),
                path=path.as_posix(),
                graph=graph,
                sha256=hashlib.sha256((root / path).read_bytes()).hexdigest(),
                statements=len(read_file(root / path, graph)),
            )
        )
    return HEAD + "".join(entries)


def main() -> int:
    """Write or check; exit code 1 when the manifest is out of date."""
    file = resources.DATA / MANIFEST_FILE
    text = manifest(resources.ROOT)
    if "--check" not in sys.argv[1:]:
        file.write_text(text, encoding="utf-8")
        return 0
    if file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{MANIFEST_FILE} is out of date; run: python tools/manifest.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
