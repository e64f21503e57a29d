"""Every documented operation, tried with generated input: nothing undocumented comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api_harness import Server
from crosstrace.web.app import openapi_document

EXAMPLES = 60
SYNTAXES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/ld+yaml",
    "application/trig",
    "application/n-quads",
    "application/sparql-query",
)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@schemathesis.serializer(*SYNTAXES)
def as_text(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


SCHEMA = schemathesis.openapi.from_dict(openapi_document())
# A credential that is made up gets 401 everywhere, and nothing behind it would be tried.
SCHEMA.config.generation.update(with_security_parameters=False)


def _runs() -> Iterator[Any]:
    for found in SCHEMA.get_all_operations():
        operation = found.ok()
        takes_input = operation.body or any(operation.definition.raw.get("parameters", ()))
        for mode in GenerationMode:
            if mode is GenerationMode.POSITIVE or takes_input:
                yield pytest.param(operation, mode, id=f"{operation.label} {mode.value}")


@pytest.mark.parametrize(("operation", "mode"), list(_runs()))
def test_answers_are_as_documented(operation: Any, mode: GenerationMode, server: Server) -> None:
    checks = CHECKS if mode is GenerationMode.POSITIVE else [*CHECKS, negative_data_rejection]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def conforms(case: Any) -> None:
        response = case.call(base_url=server.url)
        case.validate_response(response, checks=checks)

    conforms()
