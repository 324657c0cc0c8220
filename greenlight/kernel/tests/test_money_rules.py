"""Identities of a composition, bonds against their time, units mixed up, months closed."""

from datetime import date
from decimal import Decimal

from greenlight.kernel import bonds, composition, reporting
from greenlight.kernel.composition import Parts
from greenlight.kernel.reporting import Report, Standing

TODAY = date(2022, 7, 31)


def parts(*amounts: int) -> Parts:
    return Parts(*(Decimal(one) for one in amounts))


def test_the_parts_make_the_whole_or_it_is_asked() -> None:
    whole = parts(300, 100, 500, 100, 80)
    assert composition.broken(whole, Decimal(1000), {"composition_sum"}) == ()
    (told,) = composition.broken(whole, Decimal(1200), {"composition_sum"})
    assert told == composition.Broken("composition_sum", Decimal(1000), Decimal(1200))


def test_land_and_old_buildings_lie_within_other_only_where_the_rule_holds() -> None:
    whole = parts(300, 100, 500, 100, 80, 40)
    assert composition.broken(whole, Decimal(1000), {"composition_sum"}) == ()
    (told,) = composition.broken(whole, Decimal(1000), {"composition_sum", "other_within"})
    assert told == composition.Broken("other_within", Decimal(120), Decimal(100))


def found(report: Report, **known: object) -> list[str]:
    return [one.what for one in reporting.findings(report, Standing(**known), TODAY)]  # type: ignore[arg-type]


def test_yuan_typed_for_wan_is_asked_and_a_busy_month_is_not() -> None:
    before = {"ytd_by_month": {6: Decimal(500)}}
    assert found(Report(2022, 7, Decimal(5_600_000)), **before) == ["unit"]
    assert found(Report(2022, 7, Decimal("0.056")), **before) == ["unit", "fell"]
    assert found(Report(2022, 7, Decimal(5600)), **before) == []


def test_the_first_report_is_held_against_the_year_plan_and_the_total() -> None:
    assert found(Report(2022, 7, Decimal(12_000_000)), plan_wan=Decimal(8000)) == ["unit"]
    assert found(Report(2022, 7, Decimal(9000)), plan_wan=Decimal(8000)) == []


def test_a_stated_month_that_does_not_add_up_is_asked() -> None:
    known = {"ytd_by_month": {6: Decimal(500)}}
    assert found(Report(2022, 7, Decimal(700), month_wan=Decimal(200)), **known) == []
    assert found(Report(2022, 7, Decimal(700), month_wan=Decimal(150)), **known) == ["month_sum"]


def test_a_closed_month_takes_no_report_and_the_next_one_does() -> None:
    assert found(Report(2022, 6, Decimal(5)), closed_to=(2022, 6)) == ["closed"]
    assert found(Report(2021, 12, Decimal(5)), closed_to=(2022, 6)) == ["closed"]
    assert found(Report(2022, 7, Decimal(5)), closed_to=(2022, 6)) == []


def test_a_bond_grows_a_sixth_a_month_from_the_month_after_its_issue() -> None:
    batch = bonds.BondFact("2022 年第一批", date(2022, 3, 18), Decimal(6000), Decimal(1500))
    assert bonds.expected_wan(batch, date(2022, 4, 29), 6) == 0
    assert bonds.expected_wan(batch, date(2022, 4, 30), 6) == 1000
    assert bonds.expected_wan(batch, date(2022, 6, 15), 6) == 2000
    assert bonds.percent_below(batch, date(2022, 6, 15), 6) == 25
    assert bonds.expected_wan(batch, date(2023, 6, 15), 6) == 6000
    assert bonds.last_day(date(2022, 3, 18), 6) == date(2022, 9, 30)
    assert bonds.percent_below(batch, date(2022, 3, 31), 6) is None
