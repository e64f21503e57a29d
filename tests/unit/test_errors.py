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


def test_what_is_internal_is_for_operators() -> None:
    error = errors.StoreUnavailable("Try again.", internal="At http://h/.")
    assert (error.detail, str(error)) == ("Try again.", "Try again. At http://h/.")
    rebuilt = errors.CrosstraceError.from_dict(error.to_dict())
    assert (rebuilt.detail, str(rebuilt)) == (error.detail, str(error))
    assert "internal" not in errors.NotFound("x").to_dict()
