"""One thing told twice, lists and places counted, parts and wholes, time."""

from greenlight.kernel.tests.facts.relations.asking_of import asked, questions, rules

TWICE = "开发区半年总结：固定资产投资{}亿元\n上半年，完成固定资产投资38.43亿元，同比增长8.1%。"


def test_a_heading_tells_the_number_of_its_text() -> None:
    assert asked(TWICE.format("38.43")) == []
    assert rules(TWICE.format("34.83")) == {"repeat"}


def test_two_tellings_of_one_investment_are_asked_about_to_the_last_digit() -> None:
    text = "2023年1-11月，完成基础设施投资15.43亿元。\n项目建设加快。1-11月，完成基础设施投资{}亿元。"
    assert asked(text.format("15.43")) == []
    assert rules(text.format("15.44")) == {"repeat"}


def test_the_same_name_for_another_place_or_year_is_another_number() -> None:
    assert asked("全区固定资产投资增长8.4%。全市固定资产投资增长8.9%。") == []
    assert asked("2022年，固定资产投资38.4亿元。2023年，固定资产投资43.8亿元。") == []


def test_a_set_gone_back_to_has_the_number_it_was_given() -> None:
    text = "对首批下放的审批事项整合更新为12项，新下放11项。{}项审批权限中规划条件由园区直接出具。"
    assert asked(text.format(12)) == []
    assert asked(text.format(13)) == [("count", "12项 ≠ 13项")]


def test_names_listed_are_as_many_as_is_said() -> None:
    text = "今年以来，华美电子、东方纺织、鼎新材料、安泰食品、永固建材{}个项目建成投产。"
    assert asked(text.format(5)) == []
    assert rules(text.format(6)) == {"list"}


def test_an_open_list_may_be_shorter_than_is_said() -> None:
    assert asked("推进华美电子、东方纺织、鼎新材料等11个重点项目落地。") == []


def test_names_in_brackets_are_as_many_as_is_said() -> None:
    text = "共建的{}家研究院（装备研究院、医药研究院、材料研究院）全部运作。"
    assert asked(text.format(3)) == []
    assert rules(text.format(5)) == {"list"}
    assert asked("在全市9个县（市、区）中列第2位。") == []


def test_points_numbered_are_as_many_as_is_said() -> None:
    text = "全年重点抓好{}项工作：一是稳增长。二是抓项目。三是优服务。"
    assert asked(text.format("三")) == []
    assert rules(text.format("四")) == {"list"}


def test_a_part_is_no_more_than_its_whole() -> None:
    assert asked("新签约项目29个，其中工业项目23个。") == []
    assert rules("新签约项目29个，其中工业项目32个。") == {"part"}


def test_the_branches_have_no_more_firms_than_all_have() -> None:
    text = "规上企业{}户，实现产值124.2亿元。\n纺织产业13户实现产值43.55亿元，食品产业22户实现产值33.23亿元。"
    assert asked(text.format(44)) == []
    assert asked(text.format(34)) == [("branches", "13户 + 22户 = 35户 > 34户")]


def test_places_move_by_their_difference() -> None:
    text = "综合考核由第10位升至第7位，前移{}位。"
    assert asked(text.format(3)) == []
    assert rules(text.format(5)) == {"rank"}


def test_progress_ahead_of_the_calendar_is_more_than_the_months_gone() -> None:
    text = "2023年1—6月，完成投资45亿元，占年计划100亿元的45%，{}时间进度。"
    assert rules(text.format("快于")) == {"timing"}
    assert asked(text.format("慢于")) == []


def test_a_part_of_the_year_holds_no_more_than_the_year() -> None:
    text = "2023年1—9月，完成工业总产值{}亿元。2023年，完成工业总产值320.5亿元。"
    assert asked(text.format("250.4")) == []
    assert "spell" in rules(text.format("450.2"))


def test_every_question_has_words_to_answer_it() -> None:
    for question in questions(TWICE.format("34.83")):
        assert question.question.endswith("？")
        assert "写错了，需要改" in question.answers
        assert question.worked


def test_nothing_is_asked_of_a_text_without_numbers() -> None:
    assert asked("") == []
    assert asked("各部门要把任务细化到月、落实到人。") == []
