"""The whole reading: places, order, speed, hostile text."""

import json
import time

from greenlight.kernel.facts import Text, conflicts, read
from greenlight.kernel.facts.wire import as_json, in_pieces

REPORT = (
    "园区2023年工作总结\n一、主要成效\n1—11月,规上企业34户,实现工业总产值124.2亿元,同比增长16.33%。"
    "完成基础设施投资15.43亿元,工业投资38.43亿元。\n"
)


def test_places_are_those_of_the_text_as_it_is() -> None:
    body = "  １—１１月，税收１．５２亿元；新增企业２５家。"
    assert [body[fact.start : fact.end] for fact in read(Text(body))] == ["１．５２亿元", "２５家"]


def test_facts_come_in_the_order_of_the_text() -> None:
    starts = [fact.start for fact in read(Text(REPORT * 3))]
    assert starts == sorted(starts)
    assert len(starts) == 15


def test_the_last_printed_digit_gives_the_step_of_rounding() -> None:
    steps = [str(fact.step) for fact in read(Text("产值711亿元,投资15.43亿元,主体1.5万户"))]
    assert steps == ["1", "0.01", "1000.0"]


def test_a_text_without_numbers_has_no_facts() -> None:
    assert read(Text("")) == []
    assert read(Text("深入学习贯彻会议精神,扎实推进各项工作。")) == []


def test_ten_pages_take_less_than_a_second() -> None:
    pages = REPORT * 60
    began = time.process_time()
    assert len(read(Text(pages))) == 300
    assert time.process_time() - began < 1


def test_hostile_text_takes_time_in_proportion() -> None:
    for unit in (
        "增长1.2%、",
        "1,",
        "(",
        "完成实现",
        "的",
        "“",
        "一二三百千万亿",
        "8至",
        "占A的",
        "1\t",
        "预计3家",
        "1.2%、",
    ):
        began = time.process_time()
        read(Text(unit * (40_000 // len(unit)) + "12亿元"))
        assert time.process_time() - began < 3, unit


def test_the_wire_form_is_plain_json() -> None:
    (fact,) = as_json(read(Text("2023年,税收增长6.50%左右")), [])["facts"]
    assert fact["value"] == 6.5
    assert (fact["indicator"], fact["value_kind"], fact["comparator"]) == ("税收", "yoy_growth", "approx")
    assert (fact["period"], fact["is_target"], fact["start"], fact["end"]) == ("2023", False, 10, 15)


def test_json_written_in_pieces_is_that_of_the_whole() -> None:
    text = Text(REPORT * 2 + "其中工业投资3.1亿元,占比96%。")
    for body in ("", "没有数。", text.body):
        whole = Text(body)
        facts, asked = read(whole), conflicts(read(whole), whole)
        for lines in (False, True):
            assert json.loads("".join(in_pieces(facts, asked, lines))) == as_json(facts, asked)
        assert "".join(in_pieces(facts, asked)) == json.dumps(as_json(facts, asked), ensure_ascii=False)
