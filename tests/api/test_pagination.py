from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.web.pagination import paginate


@given(st.lists(st.integers(), max_size=60), st.integers(1, 20))
def test_the_pages_together_are_the_list(found: list[int], limit: int) -> None:
    collected: list[int] = []
    cursor: str | None = None
    while True:
        page = paginate(found, query="all", limit=limit, cursor=cursor)
        assert page.total == len(found)
        collected += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert collected == found


def test_a_cursor_belongs_to_its_query() -> None:
    cursor = paginate(range(9), query="tasks", limit=3, cursor=None).next_cursor
    with pytest.raises(InvalidInput, match="not one that this list gave"):
        paginate(range(9), query="practices", limit=3, cursor=cursor)


@given(st.text(alphabet="ABCxyz019_-", min_size=1, max_size=64))
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        paginate(range(9), query="tasks", limit=3, cursor=cursor)
