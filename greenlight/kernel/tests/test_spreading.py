"""A year plan over its months: evenly, by the plan's nodes, by hand."""

from datetime import date
from decimal import Decimal

from greenlight.kernel import spreading

YEAR_PLAN = Decimal(1000)


def test_evenly_ends_in_the_year_plan_to_the_last_cent() -> None:
    months = spreading.evenly(YEAR_PLAN)
    assert months[0] == Decimal("83.3333")
    assert months[11] == YEAR_PLAN
    assert spreading.fault(months, YEAR_PLAN) == ""


def test_nodes_put_the_money_where_the_works_are() -> None:
    spans = spreading.spans_of([date(2022, 3, 31), date(2022, 5, 31)])
    assert spans == ((date(2022, 4, 1), date(2022, 5, 31)),)
    months = spreading.by_spans(Decimal(610), spans, 2022)
    assert months is not None
    assert [int(one) for one in months] == [0, 0, 0, 300, *([610] * 8)]


def test_a_plan_of_other_years_gives_nothing_to_spread_by() -> None:
    spans = spreading.spans_of([date(2024, 3, 31), date(2024, 5, 31)])
    assert spreading.by_spans(YEAR_PLAN, spans, 2022) is None


def test_typed_months_must_be_twelve_growing_and_end_in_the_plan() -> None:
    good = [Decimal(100 * n) for n in range(1, 13)]
    assert spreading.fault(good, Decimal(1200)) == ""
    assert spreading.fault(good[:11], Decimal(1200)) == "count"
    assert spreading.fault([Decimal(150), *good[:11]], Decimal(1100)) == "falls"
    assert spreading.fault(good, YEAR_PLAN) == "end"
