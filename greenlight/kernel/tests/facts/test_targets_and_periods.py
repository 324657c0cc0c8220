"""What is aimed at, what is achieved, and of when."""

import pytest

from greenlight.kernel.tests.facts.said import periods, said


@pytest.mark.parametrize(
    "words",
    [
        "力争全年税收增长8%",
        "确保完成投资20亿元",
        "计划新建厂房5万平方米",
        "预期目标为:税收增长8%",
        "到2030年,产值将达到300亿元",
        "年度任务8亿元",
        "有望突破50亿元",
    ],
)
def test_words_of_planning_make_a_target(words: str) -> None:
    assert said(words)[0].endswith("目标")


@pytest.mark.parametrize(
    "words",
    [
        "已完成投资20亿元",
        "列入省重点建设计划的46个项目",
        "占年度计划的96%",
        "主要指标中,税收增长8%",
        "入选人才计划14人",
        "争取上级资金6.2亿元",
        "投资20亿元的产业园开园",
    ],
)
def test_other_uses_of_these_words_do_not(words: str) -> None:
    assert not said(words)[0].endswith("目标")


def test_a_planned_noun_speaks_of_its_own_number_only() -> None:
    facts = said("重点项目9个,年计划投资10亿元,已完成6亿元,占年计划的60%")
    assert [fact.endswith("目标") for fact in facts] == [False, True, False, False]


def test_an_expected_year_is_a_target_while_it_runs_and_a_result_when_it_has_ended() -> None:
    assert said("1—11月,税收1.5亿元。预计全年税收1.9亿元。")[1].endswith("目标")
    assert not said("岁末盘点,全年主要指标预计如下:税收1.9亿元。")[0].endswith("目标")


def test_a_heading_of_plans_makes_what_follows_a_target() -> None:
    text = "一、2023年工作总结\n新建厂房5万平方米。\n二、2024年工作计划\n新建厂房8万平方米。"
    assert said(text) == ["新建厂房 5万平方米 level", "新建厂房 8万平方米 level 目标"]
    assert periods(text) == ["2023", "2024"]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2023年,税收2亿元", "2023"),
        ("2023年上半年,税收2亿元", "2023H1"),
        ("2023年一季度,税收2亿元", "2023Q1"),
        ("2023年前三季度,税收2亿元", "2023-01..2023-09"),
        ("2023年1—11月,税收2亿元", "2023-01..2023-11"),
        ("2023年9月,税收2亿元", "2023-09"),
        ("截至2023年6月底,企业200家", "2023-06"),
        ("2023年总结。“十四五”期间,累计投资20亿元", "2021..2025"),
        ("上半年,税收2亿元", "H1"),
        ("税收2亿元", ""),
    ],
)
def test_a_period_is_said_as_far_as_the_text_says_it(words: str, period: str) -> None:
    assert periods(words) == [period]


def test_a_period_of_comparison_is_not_the_period_of_the_number() -> None:
    assert periods("2023年,税收较上年同期增长5%,较上半年提高1.2个百分点") == ["2023", "2023"]


def test_the_period_a_text_opens_with_holds_for_the_lines_after_it() -> None:
    assert periods("2023年一季度,税收2亿元。\n投资增长5%。\n9月当月,增长6%。") == [
        "2023Q1",
        "2023Q1",
        "2023-09",
    ]
