"""Texts without full stops, without lines, without anything: read in pieces, nothing of them lost."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.facts import Text, conflicts, hold, periods, read, reading
from greenlight.kernel.facts.breaths import breath
from greenlight.kernel.facts.relations import page

SENTENCES = (
    "规上工业增加值15.5亿元，同比增长6.1%；完成投资8.8亿元，其中工业投资5.2亿元。",
    "新签约项目12个，总投资36.5亿元，居全市第3位。",
    "新能源、新材料产值分别增长8.1%和9.2%！",
    "面积3,500亩（其中工业用地1,200亩）。",
)
LINES = st.lists(st.sampled_from([*SENTENCES, "\n", "园区", "，", " ", "12", "3,500家"]), max_size=80)


@settings(deadline=None)
@given(LINES, st.integers(20, 90))
def test_stretches_follow_one_another_and_none_is_endless(pieces: list[str], most: int) -> None:
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "STRETCH", most)
        stretches = list(reading.stretches(text))
    assert "".join(text[begin:end] for begin, end in stretches) == text
    assert all(0 < end - begin <= 2 * most for begin, end in stretches)


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30))
def test_a_line_read_in_pieces_says_what_it_says_read_at_once(pieces: list[str]) -> None:
    text = Text("".join(pieces))
    at_once = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "STRETCH", 60)
        assert read(text) == at_once


def test_what_a_line_is_about_is_kept_in_mind_over_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "2023年1—11月，全区上下抓项目、强产业、优环境，" + "各项工作有序推进，" * 30 + "税收3.2亿元。"
    for most in (16_000, 100):
        monkeypatch.setattr(reading, "STRETCH", most)
        (fact,) = read(Text(body))
        assert (fact.indicator, fact.period) == ("税收", "2023-01..2023-11")


def test_one_stops_after_the_best_mark_and_never_inside_a_number() -> None:
    assert breath("甲。乙，丙、丁", 0, 7) == 2
    assert breath("甲乙，丙、丁戊", 0, 7) == 3
    assert breath("甲乙3,500家丙", 0, 5) == 2
    assert breath("甲乙丙丁", 1, 3) == 3
    assert breath("12345678", 2, 6) == 6  # nothing but a number


def test_empty_lines_before_the_outlook_do_not_hide_it() -> None:
    year = "今年税收3.2亿元，增长12.5%，投资21.5亿元，增长18.3%，产值128.6亿元，增长19.5%，新签约项目125个。"
    for lines in ("\n", "\n\n\n", "\n \n\n", "\n" * 9_000):
        assert periods.first_year(f"{year}{lines}2025年,力争税收4亿元。") == 2024


def test_room_does_not_grow_with_the_length_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line without a full stop; the text itself is 2 bytes a letter, a fact some hundred bytes."""
    monkeypatch.setattr(reading, "STRETCH", 1_000)
    monkeypatch.setattr(page, "WINDOW", 100)
    monkeypatch.setattr(page, "MOST_MADE", 200)
    _room(2_000)  # what is kept once for all
    assert (_room(16_000) - _room(4_000)) / 12_000 < 15


def _room(letters: int) -> int:
    piece = "规上工业增加值15.5亿元，同比增长6.1%，完成投资8.8亿元，建设有序推进，环境持续改善，"
    text = Text(piece * (letters // len(piece)))
    tracemalloc.start()
    assert conflicts(hold(text), text) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
