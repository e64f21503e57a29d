from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from crosstrace.access import ANONYMOUS, LOCAL, Principal, Rates, Role, caller
from still_clock import Clock, standing_still


@pytest.fixture
def clock() -> Iterator[Clock]:
    with standing_still() as found:
        yield found


@pytest.mark.usefixtures("clock")
def test_no_more_is_allowed_than_the_limit() -> None:
    rates = Rates(3)
    taken = [rates.take("a") for _ in range(5)]
    assert [one.allowed for one in taken] == [True, True, True, False, False]
    assert [one.remaining for one in taken] == [2, 1, 0, 0, 0]
    assert {one.limit for one in taken} == {3}
    assert all(1 <= one.reset_seconds <= 60 for one in taken)
    assert rates.take("b").allowed


def test_after_two_minutes_nothing_is_held_against_a_caller(clock: Clock) -> None:
    rates = Rates(1)
    assert [rates.take("a").allowed for _ in range(2)] == [True, False]
    clock.now += 120
    assert rates.take("a").allowed


def test_no_minute_has_twice_the_limit(clock: Clock) -> None:
    """What a window that begins anew each minute would let through around its edge."""
    rates, times = Rates(10), []
    clock.now += 59
    for _ in range(40):
        if rates.take("a").allowed:
            times.append(clock.now)
        clock.now += 0.05
    assert 10 <= len(times) <= 11


def principal(organization: str, actor: str, via: str = "key") -> Principal:
    return Principal(organization, actor, frozenset({Role.READER}), via)  # type: ignore[arg-type]


def test_each_credential_is_counted_for_itself() -> None:
    members = [
        principal("acme", "key:1"),
        principal("acme", "key:2"),
        principal("other", "key:1"),
        principal("acme", "key:1", "oidc"),
    ]
    for one, another in itertools.combinations(members, 2):
        assert caller(one, "192.0.2.1") != caller(another, "192.0.2.1")
    assert caller(members[0], "192.0.2.1") == caller(members[0], "192.0.2.2")


@pytest.mark.parametrize("who", [None, ANONYMOUS, LOCAL])
def test_without_a_credential_the_address_counts(who: Principal | None) -> None:
    assert caller(who, "192.0.2.1") != caller(who, "192.0.2.2")
    assert caller(who, "2001:db8::1") == caller(who, "2001:db8::ffff:1")
    assert caller(who, "2001:db8::1") != caller(who, "2001:db8:0:1::1")
    assert caller(who, None) == caller(who, "unix") == "address unknown"
