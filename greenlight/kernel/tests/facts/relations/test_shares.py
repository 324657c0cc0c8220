"""Shares, completions and rates follow from their parts."""

import pytest

from greenlight.kernel.tests.facts.relations.asking_of import asked, rules

FITTING = [
    "限额以上零售额13.53亿元，其中汽车类12.17亿元，占限额以上零售额的{}%。|89.9|79.9",
    "税金6925万元，为年任务3.5亿元的{}%。|19.8|18.9",
    "排查隐患4815条，已整改4702条，整改率{}%。|97.7|79.7",
    "纳入统计的35个行业中，27个实现正增长，增长面为{}%。|77.1|71.7",
    "完成年初预算的{}%（年初预算35.5亿元）。|52.8|58.2",
    "抽检食品3420批次，不合格48批次，合格率{}%。|98.6|96.8",
    "新签约项目67个；其中制造业项目41个、服务业项目26个，制造业项目数占比{}%。|61.2|68.2",
    "全区安排重点项目86个。1—9月，已开工79个，开工率{}%。|91.9|81.9",
    "规上工业企业412家。亏损企业62家，亏损面{}%。|15.0|51.0",
    "12家景区接待游客57.2万人次，占全区的{}%。|58.0|85.0",
]
LEADS = {4: "一般公共预算收入18.74亿元，", 9: "全区接待游客98.6万人次。"}


@pytest.mark.parametrize("case", range(len(FITTING)))
def test_a_share_is_asked_about_only_when_its_parts_do_not_give_it(case: int) -> None:
    text, right, wrong = FITTING[case].split("|")
    lead = LEADS.get(case, "")
    assert asked(lead + text.format(right)) == []
    assert rules(lead + text.format(wrong)) == {"share"}


def test_the_sum_is_written_out() -> None:
    text = "限额以上零售额13.53亿元，其中汽车类12.17亿元，占限额以上零售额的79.9%。"
    assert asked(text) == [("share", "12.17 ÷ 13.53 = 89.9%")]
    assert asked("税金6925万元，为年任务3.5亿元的29.8%。") == [("share", "6925万元 ÷ 3.5亿元 = 19.8%")]


def test_a_gap_within_three_tenths_of_a_point_is_left_alone() -> None:
    assert asked("工业投资1.42亿元，为年任务14亿元的10.2%。") == []


def test_ninety_percent_and_more_is_met_by_more() -> None:
    assert asked("收集问题300项，办理270项，办结率90%以上。") == []


def test_a_share_of_the_economy_is_of_the_total_told_before() -> None:
    text = (
        "主营业务收入1051亿元，其中工业主营业务收入933亿元。\n"
        "两光一车全年主营业务收入711亿元，占经济总量的{}%。"
    )
    assert asked(text.format("67.6")) == []
    assert asked(text.format("76")) == [("share", "711 ÷ 1051 = 67.6%")]


def test_a_plan_of_other_projects_is_no_base() -> None:
    text = "重点谋划项目537个，年计划投资约1800亿元。一季度，86个在建项目完成投资232亿元，相当于年计划的31%。"
    assert asked(text) == []


def test_a_rate_without_its_parts_is_left_alone() -> None:
    assert asked("新增消防车3辆，补建消火栓96个，完好率99%以上。") == []
    assert asked("重点人群签约率82.4%，建档率达95%以上。") == []


def test_shares_told_in_a_row_belong_to_the_parts_in_their_order() -> None:
    text = (
        "全年投入2.68亿元，其中基础类1.12亿元，服务类0.97亿元，治理类0.59亿元，占比分别为41.8%、{}%和22.0%。"
    )
    assert asked(text.format("36.2")) == []
    assert asked(text.format("32.6")) == [("share", "0.97 ÷ 2.68 = 36.2%")]


def test_a_group_has_the_share_of_its_members() -> None:
    text = (
        "规上企业实现工业总产值124.2亿元。\n纺织产业实现产值43.55亿元；食品产业实现产值33.23亿元；"
        "主导产业产值占比{}%。"
    )
    assert asked(text.format("61.8")) == []
    assert asked(text.format("23.14")) == [("share", "(43.55 + 33.23) ÷ 124.2 = 61.8%")]


def test_a_proportion_makes_a_hundred() -> None:
    assert asked("三次产业结构为2.6:49.6:47.8。") == []
    assert rules("三次产业结构为2.6:46.9:47.8。") == {"hundred"}


def test_a_ratio_with_a_name_is_worked_out_its_own_way() -> None:
    text = "各项存款余额582.7亿元，各项贷款余额496.3亿元，存贷比{}%。"
    assert asked(text.format("85.2")) == []
    assert asked(text.format("82.5")) == [("known_ratio", "496.3亿元 ÷ 582.7亿元 = 85.17%")]
