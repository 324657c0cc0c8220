"""The batch form gives the colours of the single form, whatever the facts."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.lights import (
    PAUSED,
    Facts,
    InvestmentFact,
    MilestoneFact,
    RegistrationFact,
    Rule,
    SiteFact,
    StartFact,
    in_force,
    judge,
    packs_from_json,
)
from greenlight.kernel.lights.batch import NoBatchForm, columns_of, judge_batch
from greenlight.kernel.months import PRECISIONS

PACKS = packs_from_json(
    json.loads((Path(__file__).parents[1] / "data" / "rule_packs.json").read_text("utf-8"))
)
TODAY = date(2026, 3, 30)  # so that months of 28, 30 and 31 days lie around it
RULES = in_force([pack for pack in PACKS if pack.code in ("default", "yinchuan-2025")], TODAY)

SHARES = [rule for pack in PACKS for rule in pack.rules if rule.kind == "share_of_elapsed"]

near = st.integers(-120, 60).map(lambda days: TODAY + timedelta(days=days))
maybe_near = st.none() | near
percents = st.none() | st.decimals(0, 100, places=1)
wan = st.none() | st.sampled_from(["0", "1200", "360", "120", "119.9999", "86000", "99999999999"]).map(
    Decimal
)
milestones = st.builds(
    MilestoneFact,
    key=st.text("ab", max_size=2),
    name=st.just("节点"),
    due=maybe_near,
    due_precision=st.sampled_from(PRECISIONS),
    started=maybe_near,
    done=maybe_near,
    percent=percents,
    slip_pending=st.booleans(),
)
facts = st.builds(
    Facts,
    milestones=st.lists(milestones, max_size=4).map(tuple),
    investment=st.none()
    | st.builds(
        InvestmentFact,
        year=st.just(2026) | st.just(2025),
        month=st.none() | st.integers(1, 12),
        year_plan_wan=wan,
        ytd_wan=wan,
    ),
    start=st.none() | st.builds(StartFact, maybe_near, maybe_near, st.sampled_from(["", "因故"])),
    registration=st.none() | st.builds(RegistrationFact, maybe_near, maybe_near),
    site=st.none() | st.builds(SiteFact, st.just("结顶"), percents),
    state=st.sampled_from(["", "", "", PAUSED]),
)


@given(st.lists(facts, max_size=6))
@settings(deadline=None)
def test_the_batch_lights_are_the_single_lights(portfolio: list[Facts]) -> None:
    batch = judge_batch(columns_of(portfolio), RULES, TODAY)
    single = [judge(each, RULES, TODAY).scenes for each in portfolio]
    for scene, colours in batch.items():
        assert colours.tolist() == [int(scenes[scene]) for scenes in single], scene


@given(
    st.lists(facts, max_size=6),
    st.sampled_from(SHARES),
    st.sampled_from(["80", "100", "33.3"]),
    st.sampled_from([None, "0.5", "360", "1000"]),
)
@settings(deadline=None)
def test_a_share_of_what_the_elapsed_time_asks_is_judged_the_same(
    portfolio: list[Facts], rule: Rule, yellow: str, least: str | None
) -> None:
    rule = replace(rule, params={**rule.params, "yellow_percent": yellow, "least_plan_wan": least})
    batch = judge_batch(columns_of(portfolio), [rule], TODAY)
    single = [judge(each, [rule], TODAY).of("investment") for each in portfolio]
    assert batch["investment"].tolist() == single


@given(
    plan=st.integers(1, 10**18),
    ytd=st.integers(0, 10**18),
    month=st.integers(1, 12),
    yellow=st.sampled_from(["10", "12.5", "0", "7.25"]),
)
@settings(deadline=None)
def test_sums_too_large_for_the_machine_word_are_still_judged_right(
    plan: int, ytd: int, month: int, yellow: str
) -> None:
    rule = next(rule for rule in RULES if rule.kind == "points_below_elapsed")
    rule = replace(rule, params={"yellow_points": yellow, "red_points": "33.3"})
    fact = InvestmentFact(2025, month, Decimal(plan) / 10_000, Decimal(ytd) / 10_000)
    one = Facts(investment=fact)
    batch = judge_batch(columns_of([one]), [rule], TODAY)
    assert batch["investment"].tolist() == [judge(one, [rule], TODAY).of("investment")]


def test_a_rule_without_a_batch_form_is_named() -> None:
    bonds = [rule for pack in PACKS for rule in pack.rules if rule.kind == "bond_spending"]
    with pytest.raises(NoBatchForm, match="bond_spending"):
        judge_batch(columns_of([Facts()]), bonds, TODAY)
    early = replace(RULES[0], params={**RULES[0].params, "due_soon_days": 7})
    with pytest.raises(NoBatchForm, match="milestone_days_late"):
        judge_batch(columns_of([Facts()]), [early], TODAY)


def test_no_project_at_all_gives_no_light() -> None:
    batch = judge_batch(columns_of([]), RULES, TODAY)
    assert {scene: len(colours) for scene, colours in batch.items()} == {
        "milestones": 0,
        "investment": 0,
        "site": 0,
        "warnings": 0,
    }


def test_colours_are_small_numbers() -> None:
    rules: tuple[Rule, ...] = RULES
    batch = judge_batch(columns_of([Facts(), Facts()]), rules, TODAY)
    assert {colours.dtype for colours in batch.values()} == {np.dtype(np.int8)}
