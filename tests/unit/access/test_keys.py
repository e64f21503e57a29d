from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.access.keys import DECOY, NO_DIGEST, Key, KeyText, Scope, key_id
from crosstrace.access.principal import Role
from crosstrace.errors import InvalidInput, Unauthenticated

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
NAMES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,63}", fullmatch=True)
DIGESTS = st.from_regex("[0-9a-f]{64}", fullmatch=True)


def key(**changed: object) -> tuple[Key, KeyText]:
    text = KeyText.generate()
    scope = Scope(frozenset({Role.READER}))
    made = Key(text.id, "acme", "test", scope, NOW, NOW.date(), text.digest)
    return replace(made, **changed), text  # type: ignore[arg-type]


def test_keys_differ_and_hold_256_bits() -> None:
    texts = [KeyText.generate() for _ in range(100)]
    assert len({text.id for text in texts}) == len({text.secret for text in texts}) == 100
    assert all(len(bytes.fromhex(text.secret)) == 32 for text in texts)


def test_a_key_is_read_back_as_it_was_shown() -> None:
    text = KeyText.generate()
    assert KeyText.parse(text.reveal()) == text
    assert text.digest == hashlib.sha256(text.secret.encode()).hexdigest()
    assert text.secret not in repr(text)


@given(st.text() | st.from_regex(r"ctk_[0-9a-f_]{0,90}\n?"))
def test_what_is_no_key_is_none_and_never_an_error(text: str) -> None:
    found = KeyText.parse(text)
    assert found is None or found.reveal() == text


@given(st.integers(0, 84), st.characters(codec="utf-8"))
def test_a_key_with_one_other_character_is_another_or_none(place: int, character: str) -> None:
    text = KeyText.generate()
    shown = text.reveal()
    changed = shown[:place] + character + shown[place + 1 :]
    assert (KeyText.parse(changed) == text) == (changed == shown)


def test_the_holder_is_known_by_key_and_scope() -> None:
    made, text = key(scope=Scope(frozenset({Role.AUDITOR}), True, frozenset({"model-1"})))
    found = made.principal(text, NOW)
    assert (found.organization, found.actor, found.via) == ("acme", f"key:{made.id}", "key")
    assert (found.roles, found.read_only, found.graphs) == ({Role.AUDITOR}, True, {"model-1"})


def test_a_wrong_secret_and_a_decoy_say_the_same() -> None:
    made, text = key()
    messages = set()
    for candidate in (made, Key.from_row(DECOY)):
        with pytest.raises(Unauthenticated) as refused:
            candidate.principal(KeyText.generate(text.id), NOW)
        messages.add(refused.value.detail)
    assert len(messages) == 1


def test_the_digest_that_stands_for_none_opens_nothing() -> None:
    made, text = key(previous_until=NOW + HOUR)
    assert made.previous_digest is None
    assert text.digest != NO_DIGEST
    assert not made.matches(KeyText.generate(), NOW)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"revoked": NOW - HOUR}, "revoked"),
        ({"expires": NOW.date() - dt.timedelta(days=1)}, "expired"),
    ],
)
def test_an_ended_key_says_so_to_its_holder_only(changed: dict[str, object], says: str) -> None:
    made, text = key(**changed)
    with pytest.raises(Unauthenticated, match=says):
        made.principal(text, NOW)
    with pytest.raises(Unauthenticated, match="not known"):
        made.principal(KeyText.generate(made.id), NOW)


def test_a_key_works_until_the_end_of_its_last_day() -> None:
    made, text = key()
    assert made.principal(text, NOW.replace(hour=23, minute=59))
    assert made.state(NOW + dt.timedelta(hours=12)) == "expired"


def test_after_a_rotation_the_old_secret_works_for_the_grace() -> None:
    made, old = key()
    new, newer = KeyText.generate(made.id), KeyText.generate(made.id)
    rotated = made.rotated(new, NOW + HOUR)
    assert rotated.matches(new, NOW + 2 * HOUR)
    assert rotated.matches(old, NOW)
    assert not rotated.matches(old, NOW + HOUR)
    assert not rotated.rotated(newer, NOW + HOUR).matches(old, NOW)


@given(
    scope=st.builds(
        Scope,
        st.frozensets(st.sampled_from(Role), min_size=1),
        st.booleans(),
        st.none() | st.frozensets(NAMES, min_size=1, max_size=5),
    ),
    created=MOMENTS,
    expires=DAYS,
    previous=st.none() | st.tuples(DIGESTS, MOMENTS),
    revoked=st.none() | MOMENTS,
    last_used=st.none() | DAYS,
)
def test_a_key_survives_its_row(
    scope: Scope,
    created: dt.datetime,
    expires: dt.date,
    previous: tuple[str, dt.datetime] | None,
    revoked: dt.datetime | None,
    last_used: dt.date | None,
) -> None:
    digest, until = previous or (None, None)
    made = Key("0" * 16, "acme", "x", scope, created, expires, NO_DIGEST, digest, until, revoked)
    made = replace(made, last_used=last_used)
    assert Key.from_row(made.to_row()) == made


@pytest.mark.parametrize("label", ["", "  ", "a\nb", "\x1b[31m", "x" * 101])
def test_a_label_is_one_short_line(label: str) -> None:
    with pytest.raises(InvalidInput, match="label"):
        key(label=label)


def test_a_scope_has_a_role_and_names_of_graphs() -> None:
    reader = frozenset({Role.READER})
    for roles, graphs in (
        (frozenset[Role](), None),
        (reader, frozenset[str]()),
        (reader, frozenset({"no/name"})),
        (reader, frozenset(f"g{n}" for n in range(101))),
    ):
        with pytest.raises(InvalidInput):
            Scope(roles, graphs=graphs)


def test_a_key_is_named_by_its_id_alone() -> None:
    text = KeyText.generate()
    assert key_id(f" ctk_{text.id} ") == key_id(text.id) == text.id
    for wrong in (text.reveal(), "", "ctk_", text.id[:-1]):
        with pytest.raises(InvalidInput, match="Never type a whole key"):
            key_id(wrong)
