"""企业问题清单 in the words, orders and layouts of other counties."""

from datetime import date
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, workbook

Row = list[Any]
USCC = "91330881TTTT02124B"


def test_a_list_of_issues_counts_its_deadlines_in_working_days() -> None:
    rows: list[Row] = [
        ["助企服务问题台账（2024年第二季度）"],
        line(
            "受理单号|收集时间|企业|信用代码|乡镇（街道）|反映人|联系方式|反映事项|类别|派单时间"
            "|承办单位|配合单位|办结时限（工作日）|办理进展|销号情况|销号时间|企业评价"
        ),
        [
            "A-01",
            date(2024, 4, 28),
            "某甲有限公司",
            USCC,
            "虎山街道",
            "周一",
            13800001111,
            "厂区门口积水",
            "基础设施",
            date(2024, 4, 30),
            "住建局",
            "城投",
            5,
            "已处理",
            "已销号",
            date(2024, 5, 9),
            "满意",
        ],
        line(
            "A-02|2024年5月6日|某乙有限公司|／|贺村镇|吴二|'13900002222|用工缺口30人|用工|5月7日"
            "|人社局/就业中心||3|对接中|办理中||未评价"
        ),
        line("A-03|2024.5.8|某丙有限公司||贺村镇|郑三|'13900003333|贷款难|融资||金融办||10|对接中|否||"),
    ]
    reading = read_any(workbook(rows, sheet="台账"))
    assert taken_for(reading) == ("enterprise_issue", [])
    read = [(r.values["deadline"], r.values["deadline_workdays"]) for r in reading.records]
    # 1 to 5 May 2024 are a holiday, 11 May a working Saturday.
    assert read == [("2024-05-10", 5), ("2024-05-10", 3), ("2024-05-21", 10)]
    assert [r.values["closed"] for r in reading.records] == [True, False, False]
    assert reading.records[1].values["lead_unit"] == "人社局、就业中心"
    assert reading.records[0].values["satisfaction"] == "satisfied"
    assert kinds(reading) == []


def test_issues_are_told_apart_without_a_number_and_checked() -> None:
    rows: list[Row] = [
        line(
            "序号|诉求企业|诉求来源|诉求内容|提出时间|交办日期|主办单位|完成时限|是否解决"
            "|解决时间|满意情况|备注"
        ),
        line("1|甲厂|热线|断电|2024/6/3|2024/6/4|供电局|3个工作日内|已解决|2024/6/1|基本满意|"),
        line("2|甲厂|热线|路灯不亮|2024/6/3|2024/6/4|住建局|2024/6/1|是|2024/6/7|还行|"),
        line("3|甲厂|热线|断电|2024/6/3|2024/6/4|供电局|3个工作日内|已解决|2024/6/1|基本满意|"),
        line("4|乙厂|走访|断水|2024/6/5|2024/6/6|水务集团|15日内|否|2024/6/9||"),
        [5, "丙厂", "走访", "融资", "2024/6/5", "2024/6/6", "金融办", "尽快", "是", None, "满意", None],
    ]
    reading = read_any(workbook(rows, sheet="企业诉求"))
    assert taken_for(reading) == ("enterprise_issue", [])
    assert [r.values["deadline"] for r in reading.records] == ["2024-06-07", "2024-06-01", "2024-06-21", None]
    assert kinds(reading) == [
        ("closed_before_received", "J2"), ("deadline_before_received", "H3"), ("unknown_value", "K3"),
        ("duplicate_row", "B4"), ("status_contradiction", "I5"), ("date_unreadable", "H6"),
        ("status_contradiction", "I6"),
    ]  # fmt: skip


def test_a_deadline_that_counts_from_an_unknown_day_is_left_empty_and_told() -> None:
    rows: list[Row] = [
        line("编号|企业名称|问题描述|主办部门|交办时间|办理时限|是否办结|满意度"),
        ["1", "甲厂", "断电", "供电局", None, "3个工作日", "否", None],
        ["2", "乙厂", "断电", "供电局", "2024/6/4", "3个工作日", "否", None],
    ]
    reading = read_any(workbook(rows))
    assert kinds(reading) == [("deadline_without_start", "F2")]
    assert reading.records[0].values["deadline_workdays"] == 3
    assert "从交办或发现之日算起" in reading.problems[0].sentence
