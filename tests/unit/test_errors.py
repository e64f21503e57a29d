"""Errors cross process boundaries unchanged."""

from __future__ import annotations

import pytest

from crosstrace import errors


def kinds(kind: type[errors.CrosstraceError]) -> list[type[errors.CrosstraceError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in kinds(child))]


@pytest.mark.parametrize("kind", kinds(errors.CrosstraceError))
def test_an_error_survives_its_dictionary(kind: type[errors.CrosstraceError]) -> None:
    error = kind("what, where, what to do", (errors.InputError("here", line=3, column=7),))
    rebuilt = errors.CrosstraceError.from_dict(error.to_dict())
    assert type(rebuilt) is kind
    assert (rebuilt.detail, rebuilt.errors) == (error.detail, error.errors)


def test_kinds_have_distinct_names() -> None:
    slugs = [kind.slug for kind in kinds(errors.CrosstraceError)]
    assert len(slugs) == len(set(slugs))
