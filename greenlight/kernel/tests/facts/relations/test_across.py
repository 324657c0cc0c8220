"""Two files beside each other: last year's plan, this year's result."""

import pytest

from greenlight.kernel.facts import Conflict, Text, compare, read
from greenlight.kernel.facts.relations import page


def beside(*bodies: str) -> list[Conflict]:
    texts = [Text(body=body, name=str(at)) for at, body in enumerate(bodies)]
    return compare([(text, read(text)) for text in texts])


PLAN = (
    "2024年，固定资产投资完成100.2亿元。\n"
    "2025年工作目标：力争固定资产投资完成120亿元，一般公共预算收入增长5%。"
)


def test_a_result_short_of_its_plan_is_asked_about() -> None:
    (question,) = beside(PLAN, "2025年，全区固定资产投资完成112.4亿元。")
    assert question.rule == "plan"
    assert question.files == (1, 0)
    assert question.question.endswith("？")
    assert question.worked == "计划120亿元，结果112.4亿元，相差7.6亿元"


def test_a_result_told_again_and_again_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first telling of each file counts, however much was told and let go of since."""
    monkeypatch.setattr(page, "MOST_MADE", 20)
    again = "2025年，全区固定资产投资完成112.4亿元。\n全年新签约项目12个，总投资36.5亿元。\n" * 60
    (question,) = beside(PLAN, again)
    assert question.worked == "计划120亿元，结果112.4亿元，相差7.6亿元"
    assert question.start == again.index("112.4亿元")


def test_a_result_that_meets_its_plan_is_not() -> None:
    assert beside(PLAN, "2025年，全区固定资产投资完成121.4亿元。") == []


def test_last_year_told_anew_is_asked_about() -> None:
    (question,) = beside(PLAN, "2025年，固定资产投资完成125.0亿元。2024年，固定资产投资完成102.2亿元。")
    assert question.rule == "restated"
    assert question.files == (1, 0)


def test_a_growth_fits_the_values_of_both_files() -> None:
    text = "2025年，固定资产投资完成125.3亿元，增长{}%。"
    assert beside(PLAN, text.format("25.0")) == []
    assert [question.rule for question in beside(PLAN, text.format("15.0"))] == ["growth"]


def test_a_short_name_is_held_together_by_the_words_it_stands_in() -> None:
    plan = "2025年工作目标：力争招引项目15个以上，开工项目12个。"
    (question,) = beside(plan, "2025年，园区共招引项目13个，其中招引项目2个属外资。")
    assert question.question.startswith("“招引项目”计划15个，结果写13个")
    (question,) = beside("2025年工作目标：税收突破8亿元。", "2025年，完成税收7.6亿元。")
    assert question.worked == "计划8亿元，结果7.6亿元，相差0.4亿元"


def test_a_short_name_in_other_words_is_another_thing() -> None:
    plan = "2025年工作目标：招引项目15个，新增企业20家，项目9个。"
    assert beside(plan, "2025年，签约项目13个，园区企业18家，项目8个。") == []
    assert beside(plan, "2025年，全市招引项目13个。") == []


def test_a_base_many_times_too_large_is_another_thing() -> None:
    result = "2025年，固定资产投资完成117.3亿元，增长15.0%。"
    assert beside("2024年，固定资产投资完成736.2亿元。", result) == []
    (slip,) = beside("2024年，固定资产投资完成1020亿元。", result)
    assert slip.rule == "growth"


def test_one_file_alone_has_nothing_to_compare() -> None:
    assert beside(PLAN) == []
