"""Facts kept by columns: nothing of them is lost, and a long report takes little room."""

import tracemalloc
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.facts import Comparator, Fact, Kind, Text, conflicts, hold, read, reading
from greenlight.kernel.facts.held import Held
from greenlight.kernel.facts.relations import page

PARAGRAPH = (
    "一是第{n}期{d}号片区。规上工业增加值15.5亿元，同比增长6.1%；完成投资8.8亿元，其中工业投资5.2亿元。"
    "新签约项目12个，总投资36.5亿元，居全市第3位。\n"
)
FACT = Fact("产值", Decimal("12.50"), "亿元", Kind.LEVEL, Comparator.EQUAL, False, "2023", 3, 9)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.text(max_size=5), st.sampled_from(Kind), st.sampled_from(Comparator))
def test_a_fact_comes_back_as_it_was(
    value: Decimal, step: Decimal, name: str, kind: Kind, bound: Comparator
) -> None:
    fact = replace(FACT, value=value, step=step, indicator=name, kind=kind, comparator=bound, scope=name)
    held = Held.of([FACT, replace(fact, is_target=True, sentence=7, clause=8, table=2)])
    assert [repr(one) for one in held] == [
        repr(FACT),
        repr(replace(fact, is_target=True, sentence=7, clause=8, table=2)),
    ]


def test_held_facts_are_a_sequence_like_a_list() -> None:
    text = Text("".join(PARAGRAPH.format(n=n, d=n % 10) for n in range(30)))
    held, listed = hold(text), read(text)
    assert list(held) == listed
    assert held[3] == listed[3]
    assert held[-1] == listed[-1]
    assert held[4:7] == listed[4:7]
    assert conflicts(held, text) == conflicts(listed, text)


def test_room_grows_by_a_few_kilobytes_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """700 characters a page; the text itself is 1.4 KB of it."""
    monkeypatch.setattr(reading, "STRETCH", 1_000)
    monkeypatch.setattr(page, "WINDOW", 200)
    monkeypatch.setattr(page, "MOST_MADE", 400)
    _room(8)  # what is kept once for all
    assert (_room(40) - _room(15)) / 25 < 15_000


def _room(pages: int) -> int:
    text = Text("".join(PARAGRAPH.format(n=100 + n, d=n % 10) for n in range(pages * 8)))
    tracemalloc.start()
    assert conflicts(hold(text), text) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
