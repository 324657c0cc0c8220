"""Which ledger a workbook is of: told by its headers, asked when two are as likely."""

from typing import Any

from greenlight.base.tests.clerks import line, read_any, workbook

Row = list[Any]


def test_a_table_that_may_be_two_ledgers_is_asked_about() -> None:
    reading = read_any(
        workbook([["企业名称", "联系人", "联系电话", "备注"], ["甲厂", "张三", "13800001111", None]])
    )
    assert reading.questions[0].kind == "ledger"
    assert len(reading.questions[0].options) > 1


def test_a_sheet_of_another_table_beside_the_ledger_is_not_read() -> None:
    hazards: list[Row] = [
        line("隐患编号|受检单位|检查日期|隐患描述|隐患等级|整改期限|是否销号"),
        ["H1", "甲厂", "2024/7/1", "堵塞", "一般", "2024/7/9", "否"],
    ]
    firms: list[Row] = [["企业名称", "联系人", "联系电话"], ["甲厂", "张三", "13800001111"]]
    reading = read_any(workbook(hazards, sheet="隐患", more={"通讯录": firms, "说明": [["填表说明"]]}))
    assert [s.role for s in reading.sheets] == ["data", "irrelevant", "irrelevant"]
