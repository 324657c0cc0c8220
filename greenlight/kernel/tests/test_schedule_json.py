"""Plans as files: the documented examples run, and mistakes are named."""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.kernel.schedule import ScheduleError, network_from_json, schedule_json
from greenlight.kernel.tests.chinese_days import CHINA
from greenlight.kernel.workdays import OutOfRange

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "schedule.md").read_text(encoding="utf-8")
EXAMPLES = sorted((DOCS / "examples").glob("schedule_*.json"))


def answered(data: object) -> dict[str, Any]:
    return schedule_json(data, CHINA)


def dates(answer: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {each["key"]: (each["start"], each["finish"]) for each in answer["activities"]}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_files_run_and_are_named_in_the_page(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    answer = answered(data)
    assert len(answer["activities"]) + len(answer["off"]) == len(data["activities"])
    assert json.loads(json.dumps(answer)) == answer
    assert f"examples/{path.name}" in PAGE


def test_the_example_of_the_page_gives_the_answer_of_the_page() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    answer = answered(json.loads(block))
    assert dates(answer) == {
        "备案": ("2026-03-02", "2026-03-04"),
        "公告": ("2026-03-05", "2026-03-24"),
        "签合同": ("2026-03-25", "2026-04-08"),
    }
    assert [each["total_float"] for each in answer["activities"]] == [2, 2, 2]
    assert answer["feasible"]
    assert answer["hand_ins"]["自然资源和规划局"][0] == {
        "key": "公告",
        "latest": "2026-03-26",
        "total_float": 2,
    }


def test_a_plan_from_the_promise_alone_says_when_to_begin() -> None:
    path = DOCS / "examples" / "schedule_backward.json"
    answer = answered(json.loads(path.read_text(encoding="utf-8")))
    assert (answer["start"], answer["finish"]) == ("2026-07-07", "2026-09-30")


def test_a_broken_promise_is_said_in_one_sentence_with_its_chain() -> None:
    answer = answered(
        {
            "start": "2026-03-02",
            "finish": "2026-03-10",
            "activities": [
                {"key": "A", "name": "设计", "duration": 5},
                {"key": "B", "duration": 5, "after": [{"key": "A", "type": "SS", "lag": 3}]},
                {"key": "C", "duration": 1, "after": ["B"]},
            ],
        }
    )
    (shortfall,) = answer["shortfalls"]
    assert (shortfall["late_days"], shortfall["late_workdays"]) == (2, 2)
    assert shortfall["said"] == (
        "“C”最早 2026-03-12 完成，比承诺的 2026-03-10 晚 2 天（2 个工作日）。"
        "依据：从计划开始日起，A 设计（2026-03-02 至 2026-03-06）"
        " →（开始后开始，隔 3 个工作日）→ B（2026-03-05 至 2026-03-11） → C（2026-03-12）"
    )


def test_links_may_stand_apart_and_in_chinese() -> None:
    activities = [{"key": "A", "duration": 2, "clock": "自然日"}, {"key": "B", "duration": 1}]
    link = {"pred": "A", "succ": "B", "type": "完成后开始", "lag": 1, "lag_clock": "工作日"}
    answer = answered({"start": "2026-03-02", "activities": activities, "links": [link]})
    assert dates(answer)["B"] == ("2026-03-05", "2026-03-05")


A = {"key": "A", "duration": 1}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "文件要写成"),
        ({"activities": []}, "没有节点"),
        ({"activities": {}}, "activities”要写成"),
        ({"activities": [A], "strat": "2026-03-02"}, "不认识的字段“strat”"),
        ({"activities": [1]}, "第 1 个节点要写成"),
        ({"activities": [A, {"duration": 1}]}, "第 2 个节点没有编号"),
        ({"activities": [{"key": 7}]}, "第 1 个.*key 要写成文字"),
        ({"activities": [{**A, "duration": -2}]}, "“A”：工期不能为负"),
        ({"activities": [{**A, "duration": 10**9}]}, "“A”：duration 的天数大得"),
        ({"activities": [{**A, "duration": "3"}]}, "“A”：duration 要写成整数"),
        ({"activities": [{**A, "duration": 2.5}]}, "“A”：duration 要写成整数"),
        ({"activities": [{**A, "duration": True}]}, "“A”：duration 要写成整数"),
        ({"activities": [{**A, "clock": "小时"}]}, "“A”：clock 里的“小时”不认识"),
        ({"activities": [{**A, "calendar": "夜班"}]}, "“A”：日历“夜班”不存在"),
        ({"activities": [{**A, "rolls": 1}]}, "“A”：rolls 要写成 true"),
        ({"activities": [{**A, "name": "a\nb"}]}, "“A”：name 不能超过"),
        ({"activities": [{**A, "durtion": 1}]}, "“A”：不认识的字段“durtion”"),
        ({"activities": [{**A, "deadline": "1989-12-31"}]}, "“A”：deadline 的日期 1989-12-31"),
        ({"activities": [{**A, "deadline": "2026.3.1"}]}, "“A”：deadline 的日期“2026.3.1”"),
        ({"activities": [{**A, "deadline": 45000}]}, "“A”：deadline 的日期“45000”"),
        ({"activities": [{**A, "after": ["X"]}]}, "“A”：前置节点“X”不存在"),
        ({"activities": [{**A, "after": "X"}]}, "“A”要写成"),
        ({"activities": [{**A, "after": [{"key": "A", "type": "XX"}]}]}, "“A”：type 里的“XX”"),
        ({"activities": [{**A, "after": ["A"]}]}, "“A”：前后关系成了环：A → A"),
        ({"activities": [A, A]}, "“A”：编号重复"),
        ({"activities": [A], "links": [{"pred": "A", "succ": "X"}]}, "“A”：后续节点“X”不存在"),
        ({"activities": [A], "links": [{"pred": "A"}]}, "第 1 条关系缺 pred 或 succ"),
        ({"activities": [{**A, "after": [{"type": "SS"}]}]}, "“A”：有一条前置没有写编号"),
        ({"activities": [A], "calendars": {"夜班": {"holidays": ["x"]}}}, "日历 夜班”：holidays"),
        ({"activities": [A], "start": "明天"}, "start 的日期“明天”"),
        ({"activities": [A]}, "至少要给一个"),
    ],
)
def test_a_mistake_in_the_file_is_named_in_chinese(data: object, why: str) -> None:
    with pytest.raises(ScheduleError, match=why):
        answered(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "duration", "after", "links", "activities", "clock", "start"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_file_whatever_breaks_the_reader(data: object) -> None:
    for given_data in (data, {"activities": data}, {"activities": [data], "start": "2026-03-02"}):
        with suppress(ScheduleError, OutOfRange):
            assert answered(given_data)["activities"]


def test_a_network_alone_can_be_read() -> None:
    network = network_from_json({"activities": [A]}, CHINA)
    assert [activity.key for activity in network.activities] == ["A"]
