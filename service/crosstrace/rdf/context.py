"""The JSON-LD context the service publishes, and the IRIs under which it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from crosstrace import resources

CONTEXT_IRI: Final = "https://w3id.org/crosstrace/context.jsonld"


@cache
def context_document() -> Mapping[str, Any]:
    """The context document, `ontology/context.jsonld`."""
    text = (resources.ONTOLOGY / "context.jsonld").read_text(encoding="utf-8")
    document: Mapping[str, Any] = json.loads(text)
    return document


def known_contexts() -> Mapping[str, Mapping[str, Any]]:
    """The contexts that documents may name, by IRI: ours."""
    return {CONTEXT_IRI: context_document()["@context"]}
