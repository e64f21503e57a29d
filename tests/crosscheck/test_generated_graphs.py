"""The engines agree on graphs that nobody has written: sound ones, and broken in every way.

`tools/cross_check.py` goes on with other graphs for as long as one likes.
"""

from __future__ import annotations

from collections import Counter

from crosscheck_harness import agreed, agreed_without_shortcut
from generated_graphs import graphs
from hypothesis import HealthCheck, Phase, given, settings

from crosstrace.vocab import local_name

GRAPHS = 80


def test_the_engines_agree_on_generated_graphs() -> None:
    shapes: Counter[str] = Counter()

    @settings(
        max_examples=GRAPHS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(graphs())
    def agree(graph: str) -> None:
        shapes.update(local_name(str(result.source_shape)) for result in agreed(graph))

    agree()
    # What is compared is much, and of many kinds; otherwise the graphs would prove little.
    assert shapes.total() > 10 * GRAPHS
    assert len(shapes) > 50


@settings(max_examples=3, derandomize=True, database=None, deadline=None)
@given(graphs())
def test_reading_queries_once_makes_no_difference(graph: str) -> None:
    def rows(found: object) -> list[str]:
        return sorted(map(str, found))  # type: ignore[call-overload]

    assert rows(agreed(graph)) == rows(agreed_without_shortcut(graph))
