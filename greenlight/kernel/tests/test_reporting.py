"""A monthly report is taken as it is, asked about, or sent back with the reason."""

from datetime import date
from decimal import Decimal

from greenlight.kernel import reporting
from greenlight.kernel.reporting import Report, Standing, findings

TODAY = date(2022, 7, 31)


def said(report: Report, standing: Standing | None = None) -> list[str]:
    return [one.what for one in findings(report, standing or Standing(), TODAY)]


def test_a_growing_amount_needs_no_word() -> None:
    standing = Standing({5: Decimal(100), 6: Decimal(300)}, Decimal(0), Decimal(5000))
    assert said(Report(2022, 7, Decimal(400)), standing) == []


def test_january_stands_with_february_unless_it_is_given_alone() -> None:
    assert said(Report(2022, 1, Decimal(10))) == [reporting.JANUARY]
    assert said(Report(2022, 1, Decimal(10), january_alone=True)) == []


def test_a_month_that_has_not_begun_cannot_be_reported() -> None:
    assert said(Report(2022, 8, Decimal(10))) == [reporting.NOT_YET]
    assert said(Report(2022, 13, Decimal(10))) == [reporting.BAD_MONTH]


def test_a_falling_amount_is_asked_for_its_reason_and_never_raised() -> None:
    (fell,) = findings(Report(2022, 7, Decimal(250)), Standing({6: Decimal(300)}), TODAY)
    assert (fell.what, fell.month, fell.amount_wan) == (reporting.FELL, 6, Decimal(300))
    assert fell.explainable


def test_an_earlier_month_raised_above_a_later_one_is_asked_too() -> None:
    standing = Standing({5: Decimal(100), 7: Decimal(300)})
    assert said(Report(2022, 5, Decimal(350)), standing) == [reporting.REVISED, reporting.LATER_FALLS]


def test_more_than_the_whole_project_costs_is_asked() -> None:
    standing = Standing({}, Decimal(900), Decimal(1000))
    assert said(Report(2022, 7, Decimal(101)), standing) == [reporting.OVER_TOTAL]
    assert said(Report(2022, 7, Decimal(100)), standing) == []


def test_the_same_amount_again_is_no_report() -> None:
    assert said(Report(2022, 7, Decimal("300.00")), Standing({7: Decimal(300)})) == [reporting.SAME]


def test_money_is_never_negative_nor_a_slip_of_the_unit() -> None:
    assert said(Report(2022, 7, Decimal(-1))) == [reporting.NEGATIVE]
    assert said(Report(2022, 7, Decimal(10) ** 9)) == [reporting.TOO_LARGE]
