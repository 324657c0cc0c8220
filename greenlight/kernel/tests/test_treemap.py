"""A treemap fills its frame, keeps the areas and does not overlap."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.treemap import Rect, squarified

FRAME = Rect(10, 20, 600, 300)


@given(st.lists(st.floats(1, 10_000), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_areas_are_the_amounts_and_nothing_leaves_the_frame(amounts: list[float]) -> None:
    amounts = sorted(amounts, reverse=True)
    rects = squarified(amounts, FRAME)
    scale = 600 * 300 / sum(amounts)
    for amount, rect in zip(amounts, rects, strict=True):
        assert rect.width * rect.height == pytest.approx(amount * scale, rel=1e-6)
        assert min(rect.x - 10, rect.y - 20) >= -1e-6
        assert max(rect.x + rect.width - 610, rect.y + rect.height - 320) <= 1e-6


@given(st.lists(st.floats(1, 10_000), min_size=2, max_size=25))
@settings(deadline=None, max_examples=40)
def test_no_two_tiles_overlap(amounts: list[float]) -> None:
    rects = squarified(sorted(amounts, reverse=True), FRAME)
    for n, one in enumerate(rects):
        for other in rects[n + 1 :]:
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert wide <= 1e-6 or high <= 1e-6


def test_equal_amounts_make_near_squares() -> None:
    for rect in squarified([1.0] * 8, Rect(0, 0, 400, 200)):
        assert max(rect.width / rect.height, rect.height / rect.width) < 2


def test_nothing_to_draw_is_said() -> None:
    assert squarified([], FRAME) == []
    with pytest.raises(ValueError, match="面积"):
        squarified([0.0], FRAME)


def test_an_amount_of_nothing_takes_no_room() -> None:
    assert squarified([3.0, 0.0], FRAME)[1].width * squarified([3.0, 0.0], FRAME)[1].height == 0
