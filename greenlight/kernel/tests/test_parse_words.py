"""Yes and no, choices, persons, phones and names as clerks write them."""

import pytest

from greenlight.kernel.parse import (
    clean,
    name,
    name_key,
    phase,
    read_bool,
    read_choice,
    read_person,
    read_phone,
    read_units,
    severity,
)


@pytest.mark.parametrize("raw", ["是", "√", "●", "已开工", "Y", 1.0, True])
def test_yes_is_said_in_many_ways(raw: object) -> None:
    assert read_bool(raw).value is True


@pytest.mark.parametrize("raw", ["否", "×", "○", "未开工", "办理中", 0, False])
def test_no_is_said_in_many_ways(raw: object) -> None:
    assert read_bool(raw).value is False


def test_a_word_that_is_neither_is_told() -> None:
    assert read_bool("部分").value is None
    assert [note.kind for note in read_bool("部分").notes] == ["unknown_value"]
    assert read_bool("/").notes == ()


def test_a_choice_may_carry_the_word_class_or_project() -> None:
    words = {"续建": "continuing", "新建": "new"}
    assert read_choice("续建类", words).value == "continuing"
    assert read_choice("新建项目", words).value == "new"
    assert [note.kind for note in read_choice("扩建", words).notes] == ["unknown_value"]


def test_several_units_are_joined_and_a_spaced_name_is_one_name() -> None:
    assert read_units("市住建局\n开投集团") == "市住建局、开投集团"
    assert read_units("周国平 毛建军") == "周国平、毛建军"
    assert read_units("王 敏") == "王敏"
    assert read_units("/") is None


def test_a_phone_is_text_whether_number_or_not() -> None:
    assert read_phone(13900000555.0) == "13900000555"
    assert read_phone("0570-0000118/\n13800000118") == "0570-0000118/13800000118"


def test_a_person_and_a_phone_in_one_cell_are_two_values() -> None:
    assert read_person("姜浩 13900004017") == ("姜浩", "13900004017")
    assert read_person("毛俊（0570-4000118）") == ("毛俊", "0570-4000118")
    assert read_person("何伟明") == ("何伟明", None)


def test_a_name_stands_on_one_line() -> None:
    assert name("砚川产业园锂盐生产线\n（二期）") == "砚川产业园锂盐生产线（二期）"
    assert name("\u3000人才公寓 ") == "人才公寓"
    assert name("年产５００万台互感器") == "年产500万台互感器"


def test_two_spellings_of_a_name_share_a_key_and_two_phases_do_not() -> None:
    assert name_key("锂盐生产线\n（二期）") == name_key("锂盐生产线(第二期)") == name_key("锂盐生产线2期")
    assert name_key("锂盐生产线（一期）") != name_key("锂盐生产线（二期）")
    assert name_key("江山某某有限公司年产1万吨项目") == name_key("江山某某年产１万吨项目")


def test_the_phase_of_a_name_is_a_number() -> None:
    assert (phase("岩岫资源二期"), phase("Ⅲ期工程"), phase("人才公寓")) == (2, 3, None)


def test_control_characters_never_reach_the_database() -> None:
    assert clean("a\x00b\r\nc\ud800") == "ab\nc"


def test_kinds_have_the_grade_of_the_papers() -> None:
    assert severity("unit_suspect") == "error"
    assert severity("total_mismatch") == "warning"
    assert severity("date_imprecise") == "info"
