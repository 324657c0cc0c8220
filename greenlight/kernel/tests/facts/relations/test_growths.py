"""Growths, points, pulls and averages."""

import pytest

from greenlight.kernel.tests.facts.relations.asking_of import asked, rules

FITTING = {
    "points": [
        "地区生产总值增长9.5%，比全市增速（7.1%）高{}个百分点。|2.4|4.2",
        "规上工业增加值增长8.3%，高于全省平均水平（6.9%）{}个百分点。|1.4|4.1",
        "固定资产投资增长8.4%，增速比1—10月的7.8%加快{}个百分点。|0.6|6.0",
        "民间投资增长11.3%，快于全部投资{}个百分点（全部投资增长6.7%）。|4.6|6.4",
        "外省游客占比由去年的21.5%上升到24.8%，提高{}个百分点。|3.3|3.8",
    ],
    "growth": [
        "高新技术企业总数达到312家，同比增长{}%，净增52家。|20|25",
        "存款余额312.4亿元，比年初增加36.5亿元，增长{}%。|13.2|31.2",
        "规上企业由86家增加到143家，增长{}%。|66.3|63.6",
    ],
    "difference": [
        "发现问题2185个，已整改2047个，其余{}个已明确责任人。|138|183",
        "财政收入18.74亿元，比上年同期的19.05亿元减收{}亿元。|0.31|0.13",
        "在库企业由86家增加到143家，净增{}家。|57|75",
    ],
    "mean": [
        "在保余额19.6亿元，在保户数1120户，户均{}万元。|175|157",
        "新签约项目67个，协议总投资328.5亿元，项目平均投资{}亿元。|4.9|9.4",
    ],
    "contribution": [
        "规上工业增加值增长17.7%。稀土产业增长22.2%，拉动规上工业7.2个百分点，贡献率{}%。|41|14",
    ],
    "yearly": [
        "工业总产值由2021年的320亿元增加到2025年的512亿元，年均增长{}%。|12.5|15.2",
    ],
}
CASES = [(rule, case) for rule, cases in FITTING.items() for case in cases]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_number_is_asked_about_only_when_the_others_do_not_give_it(rule: str, case: str) -> None:
    text, right, wrong = case.split("|")
    assert asked(text.format(right)) == []
    assert rule in rules(text.format(wrong))


def test_the_wrong_way_round_is_asked_about() -> None:
    assert rules("地区生产总值增长5.1%，比全市增速（7.1%）高2.0个百分点。") == {"points"}
    assert asked("地区生产总值增长5.1%，比全市增速（7.1%）低2.0个百分点。") == []


def test_growth_at_constant_prices_is_not_worked_out_from_current_ones() -> None:
    assert asked("地区生产总值由2020年的486亿元提高到2024年的652亿元，年均增长6.8%。") == []
    assert asked("地区生产总值264.3亿元，上年为240.1亿元，增长6.4%。") == []


def test_a_growth_adjusted_for_something_is_left_alone() -> None:
    assert asked("收入18.74亿元，比上年同期的19.05亿元减收0.31亿元；扣除留抵退税因素后增长2.9%。") == []


def test_gains_since_different_days_are_not_mixed() -> None:
    assert asked("各项贷款余额496.3亿元，同比增长13.4%，比年初增加51.2亿元。") == []


def test_a_whole_grows_neither_faster_nor_slower_than_all_its_parts() -> None:
    text = (
        "地区生产总值264.3亿元，增长{}%。第一产业增加值3.8亿元，增长2.7%；"
        "第二产业增加值142.6亿元，增长7.5%；第三产业增加值117.9亿元，增长5.2%。"
    )
    assert asked(text.format("6.4")) == []
    assert rules(text.format("9.4")) == {"between"}
    assert rules(text.format("4.6")) == {"weighed"}
