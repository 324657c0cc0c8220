"""A batch of special bonds has six months: on its way green, a little below yellow, far below red."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from greenlight.kernel.bonds import BondFact
from greenlight.kernel.lights import Colour, Facts, judge, sentence, working
from greenlight.kernel.lights.stored import facts_from_plain, facts_plain
from greenlight.kernel.lights.turning import next_turn
from greenlight.kernel.tests.test_lights_kept import rule

RULE = rule("bond_spending", months=6, red_percent=30)
BATCH = BondFact("2022 年第一批", date(2022, 3, 18), Decimal(6000), Decimal(1500))
JUNE = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("spent", "colour"),
    [(2000, Colour.GREEN), (1999, Colour.YELLOW), (1400, Colour.YELLOW), (1399, Colour.RED), (0, Colour.RED)],
)
def test_the_light_follows_what_is_spent_of_what_should_be(spent: int, colour: Colour) -> None:
    facts = Facts(bonds=(replace(BATCH, spent_wan=Decimal(spent)),))
    assert judge(facts, [RULE], JUNE).of("investment") == colour


def test_the_reason_says_the_sum() -> None:
    reason = judge(Facts(bonds=(BATCH,)), [RULE], JUNE).about("investment")[0]
    assert sentence(reason) == "专项债“2022 年第一批”应支出 2,000 万元，已支出 1,500 万元，低 25.0%"
    assert working(reason) == "6,000 × 2 ÷ 6 个月 = 2,000 万元，2022-09-30 前用完"
    assert reason.since == date(2022, 5, 31)


def test_the_light_is_judged_anew_at_the_end_of_the_month() -> None:
    facts = Facts(bonds=(BATCH,))
    assert next_turn(facts, [RULE], JUNE) == date(2022, 6, 30)
    assert next_turn(facts, [RULE], date(2022, 6, 30)) == date(2022, 7, 31)


def test_a_new_issue_asks_for_nothing_and_one_to_come_is_not_known() -> None:
    facts = Facts(bonds=(BATCH,))
    assert judge(facts, [RULE], date(2022, 4, 2)).of("investment") == Colour.GREY
    assert "没有" in sentence(judge(facts, [RULE], date(2022, 3, 1)).about("investment")[0])


def test_bonds_are_kept_with_the_other_facts() -> None:
    facts = Facts(bonds=(BATCH,))
    assert facts_from_plain(facts_plain(facts)) == facts
