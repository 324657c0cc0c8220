"""Rule packs: which rules hold on a day, and what is refused as a pack."""

from dataclasses import replace
from datetime import date

import pytest

from greenlight.kernel.lights import BadRulePack, in_force, packs_from_json
from greenlight.kernel.tests.test_lights import PACKS, rules


def test_rules_of_another_day_are_not_in_force() -> None:
    assert [rule.code for rule in rules("yinchuan-2025")] == ["yinchuan-1", "yinchuan-2", "yinchuan-3"]
    assert rules("yinchuan-2025", on=date(2024, 12, 31)) == ()


def test_a_newer_version_takes_the_place_of_the_older_from_its_first_day() -> None:
    pack = packs_from_json(PACKS)[0]
    newer = replace(pack.rules[0], version=2, valid_from=date(2026, 6, 1), params={"yellow_days": 7})
    both = replace(pack, rules=(newer, pack.rules[0]))
    assert [rule.version for rule in in_force([both], date(2026, 5, 31))] == [1]
    assert [rule.version for rule in in_force([both], date(2026, 6, 1))] == [2]


def test_weak_rules_ship_switched_off() -> None:
    weak = [rule for pack in packs_from_json(PACKS) for rule in pack.rules if rule.grade == "weak"]
    assert weak
    assert not any(rule.on for rule in weak)


def test_every_shipped_rule_names_its_paper() -> None:
    assert all(rule.paper for pack in packs_from_json(PACKS) for rule in pack.rules)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "moon_phase"}, "不认识的规则种类"),
        ({"params": {"yellow_days": 30, "red_days": 1}}, "比黄灯还宽"),
        ({"params": {"yellow_days": "七"}}, "应是数字"),
        ({"params": {"yellow_days": 1.5, "red_days": 30}}, "应是整数"),
        ({"params": {"yellow_days": -1, "red_days": 30}}, "在 0 到 10000 之间"),
        ({"params": {"blue_days": 3}}, "没有参数 blue_days"),
        ({"valid_from": "2026/1/1"}, "应写成 2026-01-01"),
        ({"valid_to": "1999-12-31"}, "止日早于起日"),
        ({"paper": ""}, "缺少 paper"),
        ({"version": 0}, "从 1 起的整数"),
    ],
)
def test_a_bad_rule_is_refused_by_pack_and_number(change: dict[str, object], why: str) -> None:
    rule = {**PACKS[0]["rules"][0], **change}
    with pytest.raises(BadRulePack, match=why) as refused:
        packs_from_json([{**PACKS[0], "rules": [rule]}])
    assert refused.value.place == "default 第 1 条"


@pytest.mark.parametrize("obj", [{}, "x", [1], [{"code": "a"}], [PACKS[0], PACKS[0]]])
def test_what_is_no_list_of_packs_is_refused(obj: object) -> None:
    with pytest.raises(BadRulePack):
        packs_from_json(obj)
