"""Write `shapes/implementation-graph.schema.json`, or with `--check` say whether it is up to date.

It is made from the context, the ontology, the shapes and the catalog.
"""

from __future__ import annotations

import json
import sys

from rdflib import Graph

from crosstrace import resources
from crosstrace.authoring.json_schema import json_schema
from crosstrace.authoring.published import SCHEMA_FILE
from crosstrace.bootstrap import open_graph
from crosstrace.store import MEMORY
from crosstrace.validation import bundled_shapes


def written() -> str:
    """The schema as it is published."""
    ontology = Graph()
    for module in sorted(resources.ONTOLOGY.glob("*.ttl")):
        ontology.parse(module)
    schema = json_schema(open_graph(MEMORY).catalog, bundled_shapes(), ontology)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write or check; exit code 1 when the file is out of date."""
    text = written()
    if "--check" not in sys.argv[1:]:
        SCHEMA_FILE.write_text(text, encoding="utf-8")
    elif not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text(encoding="utf-8") != text:
        print(f"{SCHEMA_FILE.name} is out of date; run: python tools/json_schema.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
