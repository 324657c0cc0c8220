"""Papers and reports that are missing, small plans, areas, waivers, and yellow that is remembered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from greenlight.kernel.lights import (
    AreaFact,
    Colour,
    Facts,
    InvestmentFact,
    MilestoneFact,
    Reason,
    Rule,
    Verdict,
    WaiverFact,
    judge,
    memory_after,
    sentence,
    working,
)
from greenlight.kernel.tests.test_lights_kept import rule

LATE = rule("milestone_days_late", yellow_days=1, red_days=30)
PAPERS = rule("papers_missing", yellow_days=7, red_days=30)
REPORTS = rule("reports_missing", yellow_months=1, red_months=2, from_day=15)
SANYA = rule("share_of_elapsed", yellow_percent=100, red_percent=50, least_plan_wan=1000)
KEPT = rule("yellow_kept", yellows=2)


def told(facts: Facts, one: Rule, day: date) -> tuple[Colour, str]:
    verdict = judge(facts, [one], day)
    assert verdict.main
    return verdict.colour, sentence(verdict.main)


def done(*lacking: str) -> Facts:
    stone = MilestoneFact("a", "施工许可", date(2026, 3, 1), done=date(2026, 3, 1), lacking=lacking)
    return Facts(milestones=(stone,))


def test_a_node_done_without_its_papers_is_yellow_after_a_week_and_red_after_a_month() -> None:
    assert told(done("许可证"), PAPERS, date(2026, 3, 7))[0] == Colour.GREY
    colour, words = told(done("许可证", "图纸"), PAPERS, date(2026, 3, 8))
    assert (colour, words) == (Colour.YELLOW, "施工许可已报完成，缺许可证等 2 份，已 7 天")
    assert told(done("许可证"), PAPERS, date(2026, 3, 31))[0] == Colour.RED


def test_a_node_with_its_papers_is_left_alone() -> None:
    assert judge(done(), [PAPERS], date(2026, 12, 31)).colour == Colour.GREY


def reported(month: int | None, year: int = 2026) -> Facts:
    return Facts(investment=InvestmentFact(year, month, Decimal(1200), Decimal(100) if month else None))


def test_a_report_is_missing_from_the_fifteenth_of_the_next_month() -> None:
    assert judge(reported(5), [REPORTS], date(2026, 7, 14)).colour == Colour.GREY
    colour, words = told(reported(5), REPORTS, date(2026, 7, 15))
    assert (colour, words) == (Colour.YELLOW, "缺 1 个月投资月报（最近报到 2026 年 5 月）")
    assert told(reported(5), REPORTS, date(2026, 8, 15))[0] == Colour.RED


def test_january_is_never_missing() -> None:
    assert judge(reported(12, 2025), [REPORTS], date(2026, 3, 14)).colour == Colour.GREY
    assert told(reported(None), REPORTS, date(2026, 3, 15)) == (
        Colour.YELLOW,
        "缺 1 个月投资月报（最近报到 没有报过）",
    )


def test_sanya_leaves_small_plans_out_and_is_red_below_half_of_what_is_due() -> None:
    def of(plan: int, ytd: int) -> Colour:
        fact = InvestmentFact(2026, 6, Decimal(plan), Decimal(ytd))
        return judge(Facts(investment=fact), [SANYA], date(2026, 7, 1)).colour

    assert of(999, 0) == Colour.GREY
    assert [of(2000, ytd) for ytd in (1000, 999, 500, 499)] == [
        Colour.GREEN, Colour.YELLOW, Colour.YELLOW, Colour.RED
    ]  # fmt: skip


def test_a_small_plan_says_why_it_is_not_judged() -> None:
    fact = InvestmentFact(2026, 6, Decimal(999), Decimal(0))
    assert told(Facts(investment=fact), SANYA, date(2026, 7, 1))[1] == "年度计划不足 1,000 万元，不在亮灯范围"


def test_an_area_is_judged_by_plan_and_city_mean_and_a_project_is_not() -> None:
    area = rule("area_growth")

    def of(growth: int) -> Colour:
        fact = AreaFact(Decimal(growth), Decimal(8), Decimal(6))
        return judge(Facts(area=fact), [area], date(2022, 7, 1)).colour

    assert [of(growth) for growth in (8, 7, 0, -1)] == [
        Colour.GREEN, Colour.YELLOW, Colour.YELLOW, Colour.RED
    ]  # fmt: skip
    assert judge(Facts(), [area], date(2022, 7, 1)).colour == Colour.GREY


LATE_ONE = Facts(milestones=(MilestoneFact("a", "开工", date(2026, 3, 1), percent=Decimal(10)),))


def test_a_key_milestone_is_red_by_its_own_limit() -> None:
    by_key = replace(LATE, params={**LATE.params, "key_red_days": 15})
    key = Facts(milestones=(replace(LATE_ONE.milestones[0], is_key=True),))
    day = date(2026, 3, 16)
    assert judge(LATE_ONE, [by_key], day).colour == Colour.YELLOW
    assert judge(key, [by_key], day).colour == Colour.RED


def test_a_waived_rule_does_not_colour_until_its_end_and_says_so() -> None:
    waiver = WaiverFact(LATE.code, date(2026, 3, 10), "主任办公会同意")
    facts = replace(LATE_ONE, waivers=(waiver,))
    verdict = judge(facts, [LATE], date(2026, 3, 10))
    assert verdict.colour == Colour.GREY
    assert "开工晚 9 天（已豁免到 2026-03-10：主任办公会同意）" in map(sentence, verdict.reasons)
    assert judge(facts, [LATE], date(2026, 3, 11)).colour == Colour.YELLOW


def test_a_waiver_of_one_milestone_leaves_the_others() -> None:
    waiver = WaiverFact(LATE.code, date(2026, 3, 10), "同意", about="b")
    assert judge(replace(LATE_ONE, waivers=(waiver,)), [LATE], date(2026, 3, 10)).colour == Colour.YELLOW


def month_by_month(days: list[date]) -> list[Verdict]:
    found, facts = [], LATE_ONE
    for day in days:
        verdict = judge(facts, [replace(LATE, params={"yellow_days": 1, "red_days": 300}), KEPT], day)
        facts = replace(facts, memory=memory_after(verdict.reasons, facts.memory, day))
        found.append(verdict)
    return found


def test_yellow_at_two_month_ends_running_is_red() -> None:
    days = [date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)]
    verdicts = month_by_month(days)
    assert [one.colour.code for one in verdicts] == ["yellow", "yellow", "yellow", "red"]
    kept: Reason = next(one for one in verdicts[-1].reasons if one.what == "yellow_kept")
    assert sentence(kept) == "节点计划连续 2 个月末都是黄灯，转红灯"
    assert kept.since == date(2026, 5, 1)
    assert working(kept)


def test_what_is_remembered_ends_with_the_yellow() -> None:
    verdict = judge(LATE_ONE, [LATE], date(2026, 4, 15))
    assert verdict.colour == Colour.RED
    assert memory_after(verdict.reasons, {"milestones": date(2026, 3, 2)}, date(2026, 4, 15)) == {}
