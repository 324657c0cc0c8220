"""Parts make their whole; a list introduced by 其中 need not be complete."""

from decimal import Decimal

from greenlight.kernel.tests.facts.relations.asking_of import asked, questions

INDUSTRIES = (
    "全区实现地区生产总值{}亿元。分产业看，第一产业增加值12.3亿元，第二产业增加值210.5亿元，"
    "第三产业增加值177.2亿元。"
)


def test_three_industries_that_make_the_product_are_not_asked_about() -> None:
    assert asked(INDUSTRIES.format("400.0")) == []


def test_three_industries_that_do_not_make_the_product_are_asked_about() -> None:
    assert asked(INDUSTRIES.format("440.0")) == [("sum", "12.3 + 210.5 + 177.2 = 400亿元")]


def test_a_gap_of_the_last_digit_is_rounding() -> None:
    assert asked(INDUSTRIES.format("400.1")) == []
    assert asked("固定资产投资51.3亿元，其中工业投资38.6亿元，政府投资12.6亿元。") == []


def test_counted_things_have_no_rounding() -> None:
    text = "全年安排重点项目{}个，其中新建项目31个，续建项目44个。"
    assert asked(text.format(75)) == []
    assert asked(text.format(76)) == [("sum", "31 + 44 = 75个")]


def test_a_list_of_which_may_leave_something_out() -> None:
    assert asked("全年减税降费8.65亿元，其中减免增值税4.21亿元、减免企业所得税1.83亿元。") == []


def test_two_digits_exchanged_are_asked_about_even_in_a_list_of_which() -> None:
    text = "医保基金支出6.84亿元，其中门诊支出2.51亿元、住院支出{}亿元。"
    assert asked(text.format("4.33")) == []
    assert asked(text.format("3.43")) == [("sum", "2.51 + 3.43 = 5.94亿元")]


def test_numbers_nested_in_each_other_are_not_added() -> None:
    assert asked("新签约项目98个，其中亿元以上项目52个，10亿元以上项目16个。") == []


def test_a_total_told_after_its_parts_is_added_up() -> None:
    text = "教育、卫生、社保支出分别为12.46亿元、6.57亿元和9.83亿元，三项合计{}亿元。"
    assert asked(text.format("28.86")) == []
    assert asked(text.format("28.68"))[0][0] == "sum"


def test_a_list_beside_a_complete_list_is_complete_too() -> None:
    text = (
        "全年招引项目20个，总投资{}亿元，其中装备制造类项目9个40.2亿元，新材料类项目6个35.1亿元，"
        "食品类项目5个14.9亿元。"
    )
    assert asked(text.format("90.2")) == []
    assert asked(text.format("88.7")) == [("sum", "40.2 + 35.1 + 14.9 = 90.2亿元")]


def test_what_goes_on_after_a_semicolon_is_no_part() -> None:
    assert asked("实施政府投资项目202个，其中配套项目123个，投入19亿元；推进省市重点项目75个。") == []


def test_a_question_shows_both_places_the_tolerance_and_reasons() -> None:
    (question,) = questions(INDUSTRIES.format("440.0"))
    assert question.question.endswith("？")
    assert len(question.places) == 4
    assert question.tolerance == Decimal("0.2")
    assert "其中项未列全" in question.answers


def test_a_lost_point_is_a_slip_too() -> None:
    text = "农林牧渔业总产值43.2亿元，其中种植业22.6亿元、林果业2.9亿元、养殖业{}亿元、水产业7.9亿元。"
    assert asked(text.format("9.8")) == []
    assert asked(text.format("98"))[0][0] == "sum"
