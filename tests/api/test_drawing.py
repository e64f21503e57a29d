from __future__ import annotations

import re
from itertools import combinations

import pytest

from crosstrace.bootstrap import Services
from crosstrace.crosswalk import trace
from crosstrace.model import ElementRef
from crosstrace.web import drawing
from crosstrace.web.drawing import BOX_HEIGHT, BOX_WIDTH, Drawing, draw

TRACES = [
    ("csf-2.0:GV.OC-03", "ai-rmf-1.0", 3),
    ("sp800-218a:PO.1.1", "ai-rmf-1.0", 3),
    ("sp800-218a:PO.1.1", "csf-2.0", 4),
    ("csf-2.0:PR.DS-01", "owasp-llm-1.1", 3),
]
BOWED = ("sp800-218a:PO.1.1", "csf-2.0", 4)


def drawn(services: Services, start: str, end: str, hops: int) -> Drawing:
    found = draw(trace(services.graph.crosswalk, ElementRef.parse(start), end, max_hops=hops))
    assert found is not None
    return found


@pytest.mark.parametrize(("start", "end", "hops"), TRACES)
def test_boxes_stand_apart_and_inside(services: Services, start: str, end: str, hops: int) -> None:
    picture = drawn(services, start, end, hops)
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - BOX_WIDTH
        assert 0 <= box.y <= picture.height - BOX_HEIGHT
        assert 1 <= len(box.label_lines) <= 2
    for one, other in combinations(picture.boxes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT


def test_there_is_room_for_a_line_within_the_last_column(services: Services) -> None:
    picture = drawn(services, *BOWED)
    places = {box.element: box.x for box in picture.boxes}
    assert any(places[line.hop.source] == places[line.hop.target] for line in picture.lines)
    numbers = [
        float(number)
        for line in picture.lines
        for number in re.findall(r"([\d.]+) [\d.]+", line.path)
    ]
    assert max(numbers) <= picture.width


def test_a_published_mapping_is_told_apart_from_a_step_of_a_lead(services: Services) -> None:
    picture = drawn(services, "sp800-218a:PO.1.1", "ai-rmf-1.0", 3)
    direct = {str(line.hop.target) for line in picture.lines if not line.lead}
    assert direct == {"ai-rmf-1.0:MAP-1.3", "ai-rmf-1.0:MAP-1.5", "ai-rmf-1.0:MAP-1.6"}
    leads = drawn(services, "csf-2.0:GV.OC-03", "ai-rmf-1.0", 3)
    assert all(line.lead for line in leads.lines)


def test_nothing_is_drawn_of_nothing(services: Services) -> None:
    start = ElementRef.parse("csf-2.0:PR.DS-01")
    assert draw(trace(services.graph.crosswalk, start, "ai-rmf-1.0")) is None


def test_a_drawing_too_large_to_read_is_not_made(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MAX_NODES", 5)
    start = ElementRef.parse("csf-2.0:GV.OC-03")
    assert draw(trace(services.graph.crosswalk, start, "ai-rmf-1.0")) is None


def test_lines_bow_where_both_ends_share_a_column_and_run_back_where_they_must() -> None:
    left = drawing.Box(0, 0, ElementRef("a", "1"), "", ())
    below = drawing.Box(0, 100, ElementRef("a", "2"), "", ())
    right = drawing.Box(drawing.COLUMN, 0, ElementRef("b", "1"), "", ())
    middle = BOX_HEIGHT / 2
    assert drawing._curve(left, below).startswith(f"M{BOX_WIDTH} {middle:g}C")
    assert drawing._curve(left, right).endswith(f"{drawing.COLUMN} {middle:g}")
    assert drawing._curve(right, left).startswith(f"M{drawing.COLUMN} {middle:g}C")
