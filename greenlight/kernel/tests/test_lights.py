"""Lights: facts, rules of the day, and what the clerk reads."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from greenlight.kernel.lights import (
    PAUSED,
    Colour,
    Facts,
    InvestmentFact,
    MilestoneFact,
    Reason,
    RegistrationFact,
    Rule,
    SiteFact,
    StartFact,
    Verdict,
    headline,
    in_force,
    judge,
    must_act,
    packs_from_json,
    sentence,
    since,
    working,
    worst_of,
)

PACKS = json.loads((Path(__file__).parents[1] / "data" / "rule_packs.json").read_text("utf-8"))
TODAY = date(2026, 11, 20)


def rules(*codes: str, on: date = TODAY) -> tuple[Rule, ...]:
    packs = [pack for pack in packs_from_json(PACKS) if pack.code in codes]
    return in_force(packs, on)


DEFAULT = rules("default")
YINCHUAN = rules("yinchuan-2025")


def milestone(**given: object) -> MilestoneFact:
    base = MilestoneFact("permit", "施工许可证核发", date(2026, 11, 30), owner="住建局")
    return replace(base, **given)  # type: ignore[arg-type]


def light(*milestones: MilestoneFact, today: date = TODAY) -> Verdict:
    return judge(Facts(milestones=milestones), DEFAULT, today)


def invested(ytd: str | None, plan: str | None = "86000", month: int | None = 10) -> Verdict:
    fact = InvestmentFact(
        2026,
        month,
        None if plan is None else Decimal(plan),
        None if ytd is None else Decimal(ytd),
        date(2026, 11, 2),
    )
    return judge(Facts(investment=fact), YINCHUAN, TODAY)


def told(verdict: Verdict) -> str:
    assert verdict.main is not None
    return sentence(verdict.main)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([Colour.BLUE, Colour.GREY, Colour.GREEN], Colour.GREEN),
        ([Colour.GREY, Colour.BLUE], Colour.BLUE),
        ([Colour.GREY, Colour.GREY], Colour.GREY),
        ([Colour.BLUE, Colour.YELLOW, Colour.GREEN], Colour.YELLOW),
        ([Colour.YELLOW, Colour.RED], Colour.RED),
        ([], Colour.GREY),
    ],
)
def test_the_light_is_the_worst_and_grey_and_blue_do_not_count(
    parts: Sequence[Colour], whole: Colour
) -> None:
    assert worst_of(parts) == whole


@pytest.mark.parametrize(
    ("late", "colour"), [(0, Colour.GREY), (1, Colour.YELLOW), (29, Colour.YELLOW), (30, Colour.RED)]
)
def test_a_milestone_is_yellow_from_one_day_late_and_red_from_thirty(late: int, colour: Colour) -> None:
    due = date.fromordinal(TODAY.toordinal() - late)
    assert light(milestone(due=due)).colour == colour


def test_a_late_milestone_says_by_how_many_days_and_how_that_was_counted() -> None:
    verdict = light(milestone(due=date(2026, 8, 15)))
    assert verdict.main is not None
    assert told(verdict) == "施工许可证核发晚 97 天"
    assert working(verdict.main) == "今天 2026-11-20 − 到期 2026-08-15 = 97 天"
    assert verdict.main.rule == "default-1"
    assert verdict.since == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (date(2026, 8, 10), "到期 2026-08-15 − 完成 2026-08-10 = 提前 5 天"),
        (date(2026, 8, 15), "到期 2026-08-15，当天完成"),
        (date(2026, 8, 18), "完成 2026-08-18 − 到期 2026-08-15 = 3 天"),
    ],
)
def test_a_milestone_that_is_done_says_how_early_or_late_it_was(done: date, words: str) -> None:
    verdict = light(milestone(due=date(2026, 8, 15), done=done))
    assert verdict.main is not None
    assert working(verdict.main) == words


def test_who_must_act_is_the_owner_of_the_earliest_red_milestone() -> None:
    later = milestone(key="eia", due=date(2026, 9, 20), owner="生态环境分局")
    early = milestone(due=date(2026, 8, 15))
    assert must_act(light(later, early), "经济发展科") == "住建局"
    assert must_act(light(milestone(due=date(2026, 11, 10))), "经济发展科") == "经济发展科"
    assert must_act(light(milestone(due=date(2026, 8, 15), owner="")), "经发科") == "经发科"


def test_done_is_blue_and_done_late_stays_marked() -> None:
    verdict = light(milestone(name="竣工", due=date(2026, 6, 1), done=date(2026, 6, 13)))
    assert verdict.colour == Colour.BLUE
    assert told(verdict) == "竣工晚 12 天完成"
    assert [reason.about for reason in verdict.done_late] == ["permit"]
    on_time = light(milestone(name="投产", due=date(2026, 6, 30), done=date(2026, 6, 18)))
    assert told(on_time) == "2026-06-18 投产"
    assert on_time.done_late == ()


def test_a_finished_project_is_blue_since_the_last_thing_was_done() -> None:
    first = milestone(key="a", due=date(2025, 3, 1), done=date(2025, 3, 1))
    last = milestone(key="b", due=date(2026, 6, 30), done=date(2026, 6, 18))
    assert light(first, last).since == date(2026, 6, 18)


def test_a_plan_half_done_is_green_because_its_next_milestone_is_under_way() -> None:
    begun = milestone(key="a", due=date(2026, 5, 1), done=date(2026, 5, 1))
    ahead = milestone(key="b", name="竣工", due=date(2026, 12, 10))
    far = milestone(key="c", name="投产", due=date(2027, 6, 30))
    verdict = light(begun, far, ahead)
    assert verdict.colour == Colour.GREEN
    assert told(verdict) == "竣工 12-10 到期"
    assert {r.about: r.colour for r in verdict.reasons if r.about} == {
        "a": Colour.BLUE,
        "b": Colour.GREEN,
        "c": Colour.GREY,
    }


def test_before_anything_is_due_the_light_is_grey_and_names_the_first_date() -> None:
    verdict = light(milestone(due=date(2027, 3, 1)), milestone(key="first", due=date(2026, 12, 15)))
    assert verdict.colour == Colour.GREY
    assert told(verdict) == "首个节点 12-15 到期"


def test_a_milestone_begun_is_green() -> None:
    assert light(milestone(started=date(2026, 10, 1))).colour == Colour.GREEN
    assert light(milestone(percent=Decimal(5))).colour == Colour.GREEN


def test_a_slip_not_yet_approved_changes_the_mark_and_not_the_light() -> None:
    verdict = light(milestone(due=date(2026, 11, 14), slip_pending=True))
    assert verdict.colour == Colour.YELLOW
    assert told(verdict) == "施工许可证核发晚 6 天（改期待批，仍按原批准日期）"


def test_a_month_without_a_day_is_due_on_its_last_day() -> None:
    november = milestone(due=date(2026, 11, 1), due_precision="month")
    assert light(november).colour == Colour.GREY
    assert light(november, today=date(2026, 12, 1)).colour == Colour.YELLOW


def test_what_was_entered_later_was_not_known_on_that_day() -> None:
    done_since = milestone(due=date(2026, 8, 15), done=date(2026, 11, 1))
    assert light(done_since, today=date(2026, 9, 20)).colour == Colour.RED
    assert light(done_since, today=date(2026, 11, 1)).colour == Colour.BLUE


def test_a_milestone_without_a_date_is_grey_and_says_so() -> None:
    assert told(light(milestone(due=None))) == "施工许可证核发没有到期日"


def test_without_data_every_scene_is_grey_and_says_what_is_missing() -> None:
    verdict = judge(Facts(), DEFAULT, TODAY)
    assert set(verdict.scenes.values()) == {Colour.GREY}
    assert [sentence(reason) for reason in verdict.reasons] == [
        "没有节点计划",
        "没有投资计划和月报",
        "没有工程形象",
    ]


def test_a_paused_project_has_no_light() -> None:
    facts = Facts(milestones=(milestone(due=date(2020, 1, 1)),), state=PAUSED)
    verdict = judge(facts, DEFAULT, TODAY)
    assert verdict.colour == Colour.GREY
    assert told(verdict) == "项目已暂停，不判灯"


@pytest.mark.parametrize(
    ("ytd", "colour", "words"),
    [
        ("58050", Colour.YELLOW, "低于序时 15.8 个百分点"),
        ("40900", Colour.RED, "低于序时 35.8 个百分点"),
        ("73300", Colour.GREEN, "超序时 1.9 个百分点"),
        ("86000", Colour.BLUE, "年度计划已完成，完成率 100.0%"),
        ("126506", Colour.BLUE, "年度计划已完成，完成率 147.1%"),
        ("70000", Colour.GREEN, "低于序时 1.9 个百分点"),
    ],
)
def test_investment_is_judged_against_the_months_gone(ytd: str, colour: Colour, words: str) -> None:
    verdict = invested(ytd)
    assert verdict.of("investment") == colour
    assert sentence(verdict.about("investment")[0]) == words


def test_the_bounds_of_ten_and_thirty_points_belong_to_yellow() -> None:
    # 1200 万元 of plan, six months: 序时 50 %, so 480 is exactly 10 and 240 exactly 30 below.
    colours = [invested(ytd, "1200", 6).of("investment") for ytd in ("481", "480", "240", "239")]
    assert colours == [Colour.GREEN, Colour.YELLOW, Colour.YELLOW, Colour.RED]


def test_the_sum_can_be_checked_with_a_calculator() -> None:
    reason = invested("58050").about("investment")[0]
    assert working(reason) == "58,050 ÷ 86,000 = 67.5%　序时 10 ÷ 12 = 83.3%　67.5 − 83.3 = −15.8"
    assert reason.paper.startswith("银川 2025")
    assert reason.since == date(2026, 11, 2)


def test_where_rounded_parts_disagree_the_working_says_why() -> None:
    reason = invested("58015").about("investment")[0]  # 67.459… − 83.333… = −15.874…
    assert working(reason).endswith("67.5 − 83.3 = −15.9（先减后四舍五入）")


@pytest.mark.parametrize(
    ("plan", "ytd", "month", "words"),
    [
        (None, "100", 10, "没有 2026 年投资计划"),
        ("0", "100", 10, "没有 2026 年投资计划"),
        ("86000", None, None, "2026 年还没有投资月报"),
        ("86000", "5", 12, "2026 年还没有投资月报"),
    ],
)
def test_investment_without_plan_or_report_is_grey(
    plan: str | None, ytd: str | None, month: int | None, words: str
) -> None:
    verdict = invested(ytd, plan, month)
    assert verdict.of("investment") == Colour.GREY
    assert words in [sentence(reason) for reason in verdict.about("investment")]


@pytest.mark.parametrize(
    ("today", "colour", "words"),
    [
        (date(2026, 7, 31), Colour.GREY, "计划 2026 年 8 月开工，未到开工月"),
        (date(2026, 8, 31), Colour.GREEN, "计划本月开工"),
        (date(2026, 9, 1), Colour.YELLOW, "应开工未开工，连续 1 个月"),
        (date(2026, 10, 31), Colour.YELLOW, "应开工未开工，连续 2 个月"),
        (date(2026, 11, 1), Colour.RED, "应开工未开工，连续 3 个月"),
    ],
)
def test_a_start_missed_is_yellow_after_its_month_and_red_after_three(
    today: date, colour: Colour, words: str
) -> None:
    verdict = judge(Facts(start=StartFact(date(2026, 8, 15))), YINCHUAN, today)
    assert verdict.of("milestones") == colour
    assert words in [sentence(reason) for reason in verdict.reasons]


def test_an_accepted_reason_keeps_a_missed_start_green() -> None:
    start = StartFact(date(2026, 8, 15), excuse="省级重大项目调整用地")
    verdict = judge(Facts(start=start), YINCHUAN, TODAY)
    assert told(verdict) == "未按月开工，理由已认可：省级重大项目调整用地"


def test_a_start_made_is_done_and_its_lateness_is_told() -> None:
    start = StartFact(date(2026, 8, 15), date(2026, 10, 9))
    verdict = judge(Facts(start=start), YINCHUAN, TODAY)
    assert verdict.of("milestones") == Colour.BLUE
    assert sentence(verdict.about("milestones")[0]) == "2026-10-09 已开工，比计划晚 2 个月"


@pytest.mark.parametrize(
    ("started", "colour"),
    [
        (date(2026, 10, 21), Colour.GREY),
        (date(2026, 10, 20), Colour.YELLOW),
        (date(2026, 9, 21), Colour.YELLOW),
        (date(2026, 9, 20), Colour.RED),
    ],
)
def test_a_start_not_registered_is_yellow_after_a_month_and_red_after_two(
    started: date, colour: Colour
) -> None:
    verdict = judge(Facts(registration=RegistrationFact(started)), YINCHUAN, TODAY)
    assert verdict.of("investment") == colour


def test_without_registration_data_that_rule_is_grey() -> None:
    verdict = judge(Facts(), YINCHUAN, TODAY)
    assert "没有入统数据" in [sentence(reason) for reason in verdict.reasons]
    registered = RegistrationFact(date(2026, 1, 5), date(2026, 2, 1))
    quiet = judge(Facts(registration=registered), YINCHUAN, TODAY)
    assert [r.what for r in quiet.about("investment")] == ["no_investment"]


def test_several_packs_judge_together_and_the_worst_reason_stands_first() -> None:
    facts = Facts(
        milestones=(milestone(due=date(2026, 8, 15)),),
        start=StartFact(date(2026, 8, 15)),
        investment=InvestmentFact(2026, 10, Decimal(62000), Decimal(30100)),
    )
    verdict = judge(facts, DEFAULT + YINCHUAN, TODAY)
    assert headline(verdict) == "应开工未开工，连续 3 个月，另 2 条"
    assert verdict.scenes == {
        "milestones": Colour.RED,
        "investment": Colour.RED,
        "site": Colour.GREY,
        "warnings": Colour.RED,
    }
    assert [r.what for r in verdict.about("warnings")] == [
        "not_started",
        "milestone_late",
        "below_elapsed",
    ]


def test_the_wuhan_pack_judges_the_share_of_what_time_asks_for() -> None:
    fact = InvestmentFact(2026, 10, Decimal(86000), Decimal(58050))  # 58050 ÷ 71667 = 81.0 %
    assert judge(Facts(investment=fact), rules("wuhan"), TODAY).colour == Colour.GREEN
    less = replace(fact, ytd_wan=Decimal(50000))
    verdict = judge(Facts(investment=less), rules("wuhan"), TODAY)
    assert verdict.colour == Colour.YELLOW
    assert told(verdict) == "只完成序时应完成的 69.8%"
    assert verdict.main is not None
    assert working(verdict.main) == "50,000 ÷ (86,000 × 10 ÷ 12) = 69.8%"


def test_a_finished_site_is_blue_and_a_running_one_is_told() -> None:
    seen = judge(Facts(site=SiteFact("主体结顶", Decimal(60))), DEFAULT, TODAY)
    assert [sentence(r) for r in seen.about("site")] == ["主体结顶，完成 60%"]
    assert judge(Facts(site=SiteFact("已投用", Decimal(100))), DEFAULT, TODAY).colour == Colour.BLUE


def test_optional_thresholds_warn_early_when_a_zone_sets_them() -> None:
    soon = replace(DEFAULT[0], params={**DEFAULT[0].params, "due_soon_days": 10})
    verdict = judge(Facts(milestones=(milestone(),)), (soon,), TODAY)
    assert told(verdict) == "施工许可证核发剩 10 天到期"
    slow = replace(DEFAULT[0], params={**DEFAULT[0].params, "behind_points": 20})
    half = milestone(started=date(2026, 11, 10), due=date(2026, 11, 30), percent=Decimal(20))
    verdict = judge(Facts(milestones=(half,)), (slow,), TODAY)
    assert told(verdict) == "施工许可证核发完成比例低于时间进度 30.0 个百分点"


def test_a_silent_site_is_judged_only_where_the_zone_switches_the_rule_on() -> None:
    pack = next(pack for pack in packs_from_json(PACKS) if pack.code == "default")
    silent = replace(next(r for r in pack.rules if r.kind == "site_silent"), on=True)
    facts = Facts(site=SiteFact("基础施工", Decimal(20), date(2026, 10, 1)))
    verdict = judge(facts, (silent,), TODAY)
    assert told(verdict) == "工程形象 50 天没更新"
    assert judge(facts, DEFAULT, TODAY).of("site") == Colour.GREY


def test_a_reason_can_be_stored_and_told_again() -> None:
    verdict = invested("58050")
    for reason in verdict.reasons:
        stored = json.loads(json.dumps(reason.as_plain(), ensure_ascii=False))
        again = Reason.from_plain(stored)
        assert again == reason
        assert sentence(again) == sentence(reason)


def test_since_is_the_first_day_of_the_last_run_of_one_colour() -> None:
    history = [
        (date(2026, 11, 3), Colour.YELLOW),
        (date(2026, 11, 1), Colour.YELLOW),
        (date(2026, 11, 2), Colour.GREEN),
        (date(2026, 11, 4), Colour.YELLOW),
    ]
    assert since(history) == date(2026, 11, 3)
    assert since([]) is None
