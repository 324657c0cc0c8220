"""Each cross-check has a case it must catch and one it must leave alone."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from greenlight.kernel import crosschecks
from greenlight.kernel.crosschecks import BadMoneyRules, MoneyFacts

RULES = {
    one.code: one
    for one in crosschecks.rules_from_json(
        json.loads((files("greenlight.kernel") / "data" / "money_rules.json").read_text("utf-8"))
    )
}
QUIET = MoneyFacts(
    kind="attraction", day=date(2022, 7, 31), year=2022, month=6, ytd=Decimal(5000),
    ytd_before=Decimal(4200), paid=Decimal(4000), since_start=Decimal(9000), total=Decimal(20000),
    site_percent=Decimal(40), site_day=date(2022, 7, 20), proven=Decimal(4500),
)  # fmt: skip
CAUGHT = {
    "rising_without_site": replace(QUIET, site_day=date(2022, 6, 30)),
    "ahead_of_site": replace(QUIET, site_percent=Decimal(10)),
    "s_curve": replace(QUIET, site_percent=Decimal(80)),
    "payment_ratio": replace(QUIET, paid=Decimal(900)),
    "vouchers_short": replace(QUIET, proven=Decimal(2000)),
}
LEFT_ALONE = {
    # Exactly the limit; no growth; never a word from the site; all done.
    "rising_without_site": [
        replace(QUIET, site_day=date(2022, 7, 1)),
        replace(QUIET, site_day=date(2022, 1, 1), ytd=Decimal(4200)),
        replace(QUIET, site_day=None), replace(QUIET, site_day=date(2022, 1, 1), site_percent=Decimal(100)),
    ],
    "ahead_of_site": [
        replace(QUIET, site_percent=Decimal(15)), replace(QUIET, site_percent=None),
        replace(QUIET, total=None), replace(QUIET, total=Decimal(0)),
    ],
    "s_curve": [replace(QUIET, site_percent=Decimal(45)), replace(QUIET, site_percent=None)],
    "payment_ratio": [
        replace(QUIET, paid=Decimal(1500)), replace(QUIET, paid=Decimal(6000)), replace(QUIET, paid=None),
        replace(QUIET, ytd=Decimal(0)),
    ],
    "vouchers_short": [
        replace(QUIET, proven=Decimal(2500)), replace(QUIET, ytd=Decimal(999), proven=Decimal(0)),
    ],
}  # fmt: skip


def hits(code: str, facts: MoneyFacts) -> list[crosschecks.Hit]:
    return list(crosschecks.run(facts, [RULES[code]]))


@pytest.mark.parametrize("code", sorted(CAUGHT))
def test_it_catches_what_it_must_and_shows_its_numbers(code: str) -> None:
    (hit,) = hits(code, CAUGHT[code])
    assert (hit.code, hit.period) == (code, "2022-06")
    assert crosschecks.asked(code, hit.inputs) != code
    assert len(crosschecks.inputs_told(code, hit.inputs)) == len(hit.inputs)


@pytest.mark.parametrize("code", sorted(LEFT_ALONE))
def test_it_leaves_alone_what_it_must(code: str) -> None:
    assert [hits(code, facts) for facts in (QUIET, *LEFT_ALONE[code])] == [
        [] for _ in (QUIET, *LEFT_ALONE[code])
    ]


def test_every_check_has_its_two_cases() -> None:
    assert set(CAUGHT) == set(LEFT_ALONE) == set(crosschecks.CHECKS)


def test_the_sentence_says_the_numbers() -> None:
    (hit,) = hits("payment_ratio", CAUGHT["payment_ratio"])
    assert crosschecks.asked(hit.code, hit.inputs) == "付款是工作量的 18.0%，不在 30%—120% 之间"
    assert ("财务支出法累计", "900 万元") in crosschecks.inputs_told(hit.code, hit.inputs)


def test_rules_nobody_has_seen_the_paper_of_ship_off() -> None:
    assert {code for code, one in RULES.items() if not one.on} == {
        "other_within",
        "s_curve",
        "vouchers_short",
    }
    day = date(2022, 7, 31)
    held = crosschecks.in_force(RULES.values(), {"s_curve": True, "ahead_of_site": False}, day)
    assert "s_curve" in held
    assert "ahead_of_site" not in held
    assert "vouchers_short" not in crosschecks.in_force(
        RULES.values(), {"vouchers_short": True}, date(2020, 1, 1)
    )


def test_a_rule_that_is_not_one_is_named() -> None:
    wrongs: list[object] = [{}, [1], [{"code": "x"}], [{"code": "x", "params": {"a": "b"}}]]
    for wrong in wrongs:
        with pytest.raises(BadMoneyRules):
            crosschecks.rules_from_json(wrong)
