"""What the service refuses before a worker is asked."""

from __future__ import annotations

from typing import Any

import pytest

from crosstrace.bootstrap import Services
from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import TURTLE


@pytest.mark.parametrize(
    ("choice", "known"),
    [
        ({"engine": "jena"}, "shifty, turbo, pyshacl"),
        ({"engine": ""}, "shifty, turbo, pyshacl"),
        ({"profile": "csf-2.0"}, "sp800-218a"),
        ({"level": "final"}, "submission"),
        ({"profile": "none"}, "your own shapes alone"),
    ],
)
def test_an_unknown_choice_names_those_there_are(
    services: Services, choice: dict[str, Any], known: str
) -> None:
    with pytest.raises(InvalidInput, match=known):
        services.validator.validate(b"", TURTLE, **choice)


def test_the_service_is_ready(services: Services) -> None:
    assert services.validator.ready()
