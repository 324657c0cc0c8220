"""Facts are kept as plain values, and the day is known on which a light may turn by itself."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.lights import (
    PAUSED,
    AreaFact,
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
    WaiverFact,
    facts_from_plain,
    facts_plain,
    judge,
    next_turn,
)
from greenlight.kernel.lights.kinds import KINDS
from greenlight.kernel.lights.stored import PARTS
from greenlight.kernel.lights.thin import Thin
from greenlight.kernel.months import PRECISIONS

TODAY = date(2026, 3, 30)
FIRST = date(2000, 1, 1)


def rule(kind: str, **params: str | int | None) -> Rule:
    return Rule(kind, 1, KINDS[kind].scene, kind, params, FIRST, paper="—")


RULES = (
    rule(
        "milestone_days_late", yellow_days=1, red_days=30, due_soon_days=7, behind_points=20, key_red_days=15
    ),
    rule("start_months_late", yellow_months=1, red_months=3),
    rule("points_below_elapsed", yellow_points=10, red_points=30),
    rule("share_of_elapsed", yellow_percent=100, red_percent=50, least_plan_wan=1000),
    rule("registration_months_late", yellow_months=1, red_months=2),
    rule("site_silent", yellow_days=30, red_days=60),
    rule("papers_missing", yellow_days=7, red_days=30),
    rule("reports_missing", yellow_months=1, red_months=2, from_day=15),
    rule("yellow_kept", yellows=2),
)
near = st.integers(-120, 60).map(lambda days: TODAY + timedelta(days=days))
maybe = st.none() | near
percents = st.none() | st.integers(0, 100).map(Decimal)
words = st.sampled_from(["", "节点", "@", "#1", "~a"])
milestones = st.builds(
    MilestoneFact,
    key=st.sampled_from("ab"),
    name=words,
    due=maybe,
    owner=words,
    due_precision=st.sampled_from(PRECISIONS),
    started=maybe,
    done=maybe,
    percent=percents,
    slip_pending=st.booleans(),
    is_key=st.booleans(),
    lacking=st.lists(words, max_size=2).map(tuple),
)
wan = st.none() | st.sampled_from(["0", "1200", "360.5"]).map(Decimal)
waivers = st.builds(
    WaiverFact, st.sampled_from([one.code for one in RULES]), near, words, st.sampled_from(["", "a"])
)
portfolios = st.builds(
    Facts,
    milestones=st.lists(milestones, max_size=3).map(tuple),
    investment=st.none()
    | st.builds(InvestmentFact, st.just(2026), st.none() | st.integers(1, 6), wan, wan, maybe),
    start=st.none() | st.builds(StartFact, maybe, maybe, words),
    registration=st.none() | st.builds(RegistrationFact, maybe, maybe),
    site=st.none() | st.builds(SiteFact, words, percents, maybe),
    state=st.sampled_from(["", "", "", PAUSED]),
    area=st.none() | st.builds(AreaFact, percents, percents, percents),
    waivers=st.lists(waivers, max_size=2).map(tuple),
    memory=st.dictionaries(st.sampled_from(["milestones", "investment", "site"]), near, max_size=2),
)


@given(portfolios)
@settings(deadline=None)
def test_what_is_kept_is_read_as_the_same_facts(facts: Facts) -> None:
    assert facts_from_plain(json.loads(json.dumps(facts_plain(facts)))) == facts


def test_every_record_of_facts_is_kept() -> None:
    records = {name for name, kind in Facts.__annotations__.items() if "Fact" in str(kind)}
    assert records == set(PARTS)
    assert all(is_dataclass(kind) and fields(kind) for kind in PARTS.values())


GROWING = {"today", "days", "months", "behind", "percent"}


def fixed(reasons: tuple[Reason, ...]) -> set[tuple[object, ...]]:
    return {
        (one.scene, one.colour, one.what, one.about, one.since,
         *(item for item in sorted(one.numbers.items()) if item[0] not in GROWING))
        for one in reasons
    }  # fmt: skip


@given(portfolios, st.integers(0, 90))
@settings(deadline=None, max_examples=300)
def test_nothing_turns_before_the_day_that_was_named(facts: Facts, wait: int) -> None:
    turn = next_turn(facts, RULES, TODAY)
    last = TODAY + timedelta(days=wait) if turn is None else min(TODAY + timedelta(days=wait), turn)
    day = max(TODAY, last - timedelta(days=1)) if turn == last else last
    assert fixed(judge(facts, RULES, day).reasons) == fixed(judge(facts, RULES, TODAY).reasons)


@given(portfolios, st.integers(0, 60))
@settings(deadline=None, max_examples=300)
def test_what_calls_for_somebody_is_the_same_when_only_what_matters_is_read(facts: Facts, wait: int) -> None:
    rules, day = [one for one in RULES if one.kind != "yellow_kept"], TODAY + timedelta(days=wait)
    thin, turn = Thin(rules, day).judge(facts_plain(facts))
    whole, later = judge(facts, rules, day), next_turn(facts, rules, day)
    assert thin.scenes == whole.scenes
    assert loud(thin) == loud(whole)
    if whole.of("milestones") < Colour.YELLOW:
        assert thin == whole
    assert later is None or (turn is not None and day < turn <= later)


@given(portfolios, st.integers(0, 20), st.integers(0, 80))
@settings(deadline=None, max_examples=400)
def test_what_was_cut_weeks_ago_says_what_the_whole_says(facts: Facts, begun: int, wait: int) -> None:
    rules, cut = [one for one in RULES if one.kind != "yellow_kept"], TODAY + timedelta(days=begun)
    near, day = Thin(rules, cut).near(facts_plain(facts)), cut + timedelta(days=wait)
    found = Thin(rules, day).glance(near)
    if found is None:
        return
    whole, later = judge(facts, rules, day), next_turn(facts, rules, day)
    assert (found[0].colour, found[0].scenes) == (whole.colour, whole.scenes)
    assert loud(found[0]) == loud(whole)
    assert later is None or (found[1] is not None and day < found[1] <= later)


def loud(verdict: Verdict) -> list[Reason]:
    return [r for r in verdict.reasons if r.colour >= Colour.YELLOW or "waived_until" in r.numbers]


def test_a_start_dated_after_the_end_of_what_is_done_turns_nothing() -> None:
    done = MilestoneFact("a", "开工", None, started=TODAY + timedelta(days=1), done=TODAY)
    late = MilestoneFact("b", "验收", None, done=TODAY - timedelta(days=7), lacking=("验收单",))
    facts, rules = Facts((done, late)), [RULES[0], RULES[6]]
    turn = next_turn(facts, rules, TODAY)
    assert turn == TODAY + timedelta(days=23)
    assert Thin(rules, TODAY).judge(facts_plain(facts))[1] == turn


def test_a_plan_that_is_late_is_judged_by_what_is_near_of_it() -> None:
    plan = [MilestoneFact(f"n{n}", f"节点{n}", TODAY + timedelta(days=14 * n - 28)) for n in range(60)]
    rules = RULES[:1]
    near = Thin(rules, TODAY).near(facts_plain(Facts(tuple(plan))))
    assert (len(near.plain["milestones"]), near.beyond) == (6, TODAY + timedelta(days=56))
    found = Thin(rules, TODAY).glance(near)
    assert found
    assert found[0].of("milestones") == Colour.YELLOW
    assert Thin(rules, TODAY + timedelta(days=49)).glance(near) is None
