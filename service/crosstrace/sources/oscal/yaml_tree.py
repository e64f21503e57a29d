"""YAML into the document tree.

OSCAL uses YAML as another spelling of JSON, and every value read here is text. So scalars
are not resolved: `1.10` stays `1.10`, a date stays as written.
"""

from __future__ import annotations

import yaml

from crosstrace.rdf import yaml_tree
from crosstrace.rdf.tree import native
from crosstrace.sources.oscal.document import MAX_DEPTH, Tree, decode


def read_yaml(body: bytes) -> Tree:
    """The tree of a YAML file with one document."""
    tree: Tree = native(yaml_tree.read_yaml(decode(body, "YAML"), _as_written, MAX_DEPTH))
    return tree


def _as_written(scalar: yaml.ScalarEvent) -> str | None:
    if scalar.tag not in (None, yaml_tree.TAG + "str"):
        raise ValueError("tags are not read; write a plain value")
    plain: bool = scalar.implicit[0]
    return None if plain and scalar.value in yaml_tree.NULLS else scalar.value
