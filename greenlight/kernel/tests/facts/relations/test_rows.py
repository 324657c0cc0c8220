"""Rows of numbers: what makes a whole, what stands beside a number."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.facts import Text, read
from greenlight.kernel.facts.relations.fitting import makes, sum_tolerance
from greenlight.kernel.facts.relations.page import Told, around, behind, lay_out
from greenlight.kernel.tests.facts.relations.asking_of import asked

TENTHS = st.lists(st.integers(1, 40).map(lambda n: Decimal(n) / 10), min_size=2, max_size=12)


def _told(values: list[Decimal]) -> list[Told]:
    text = Text("，".join(f"投资{value}亿元" for value in values))
    return list(lay_out(read(text), text).told)


@settings(deadline=None)
@given(TENTHS)
def test_each_beginning_of_a_list_is_held_against_the_whole(values: list[Decimal]) -> None:
    whole, *parts = _told(values)
    heads = [parts[:count] for count in range(1, len(parts) + 1)]
    gaps = [abs(sum(one.amount.value for one in head) - whole.amount.value) for head in heads]
    slack = [sum_tolerance(head, whole) for head in heads]
    assert makes(parts, whole) == [gap <= most for gap, most in zip(gaps, slack, strict=True)]


@settings(deadline=None)
@given(TENTHS, st.integers(0, 4))
def test_what_stands_around_and_behind_a_number_goes_by_its_place(values: list[Decimal], most: int) -> None:
    row = tuple(_told(values))
    for told in row:
        assert list(around(row, told, most)) == [one for one in row if abs(one.at - told.at) <= most]
        assert list(behind(row, told)) == [one for one in row if one.at > told.at]


def test_a_total_is_of_the_last_numbers_that_make_it() -> None:
    row = "总支出62.4亿元；三项支出分别为14.2亿元、10.6亿元、7.3亿元，合计"
    assert asked(f"{row}32.1亿元。") == []
    assert asked(f"{row}32.7亿元。") != []
