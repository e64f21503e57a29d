from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.access import ANONYMOUS, LOCAL, Permission, Principal, Role, demand, may
from crosstrace.access.principal import CHANGING, graph_name, organization_slug
from crosstrace.errors import Forbidden, InvalidInput, Unauthenticated

ROLES = st.frozensets(st.sampled_from(Role))
PERMISSION = st.sampled_from(Permission)


def member(
    *roles: Role, read_only: bool = False, graphs: frozenset[str] | None = None
) -> Principal:
    return Principal("acme", "key:1", frozenset(roles), "key", read_only, graphs)


def test_the_table_of_roles() -> None:
    granted = {role: {p for p in Permission if may(member(role), p)} for role in Role}
    reads = {Permission.LOOK_UP, Permission.READ_GRAPHS}
    assert granted == {
        Role.READER: reads,
        Role.SUBMITTER: reads | {Permission.WRITE_GRAPHS},
        Role.AUDITOR: reads | {Permission.AUDIT},
        Role.ADMIN: {Permission.LOOK_UP, Permission.MANAGE},
    }


@given(ROLES, ROLES, PERMISSION)
def test_roles_combine(some: frozenset[Role], others: frozenset[Role], wish: Permission) -> None:
    both = may(member(*some, *others), wish)
    assert both == (may(member(*some), wish) or may(member(*others), wish))


@given(ROLES, PERMISSION)
def test_read_only_takes_away_what_changes(roles: frozenset[Role], wish: Permission) -> None:
    limited = may(member(*roles, read_only=True), wish)
    assert limited == (may(member(*roles), wish) and wish not in CHANGING)


def test_the_local_tenant_may_everything_and_nobody_only_looks_up() -> None:
    assert all(may(LOCAL, permission) for permission in Permission)
    assert [p for p in Permission if may(ANONYMOUS, p)] == [Permission.LOOK_UP]


def test_a_list_of_graphs_limits_what_is_reached() -> None:
    limited = member(Role.READER, graphs=frozenset({"model-1"}))
    assert may(limited, Permission.READ_GRAPHS, "model-1")
    assert not may(limited, Permission.READ_GRAPHS, "model-2")
    assert may(member(Role.READER), Permission.READ_GRAPHS, "model-2")


def test_each_refusal_says_what_is_missing() -> None:
    demand(member(Role.READER), Permission.READ_GRAPHS)
    with pytest.raises(Unauthenticated, match="Authorization: Bearer"):
        demand(ANONYMOUS, Permission.READ_GRAPHS)
    with pytest.raises(Forbidden, match="takes the role submitter"):
        demand(member(Role.READER), Permission.WRITE_GRAPHS)
    with pytest.raises(Forbidden, match="read-only"):
        demand(member(Role.SUBMITTER, read_only=True), Permission.WRITE_GRAPHS)
    with pytest.raises(Forbidden, match="other graphs"):
        demand(member(Role.READER, graphs=frozenset({"a"})), Permission.READ_GRAPHS, "b")


@pytest.mark.parametrize("slug", ["a", "acme", "example-org", "0" * 63, "local"])
def test_names_of_organisations(slug: str) -> None:
    assert organization_slug(slug) == slug


@pytest.mark.parametrize(
    "slug",
    ["", "-a", "a-", "A", "a.b", "a/b", "a_b", "..", "é", "a\n", "a" * 64, "anonymous"],
)
def test_what_is_no_name_of_an_organisation(slug: str) -> None:
    with pytest.raises(InvalidInput):
        organization_slug(slug)


@pytest.mark.parametrize("name", ["", ".", "A", "a/b", "a\n", "a" * 65, "*"])
def test_what_is_no_name_of_a_graph(name: str) -> None:
    assert graph_name("model-2.1") == "model-2.1"
    with pytest.raises(InvalidInput):
        graph_name(name)
