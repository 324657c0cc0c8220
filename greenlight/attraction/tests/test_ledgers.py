"""招商引资项目台账 in the words, orders and units of other counties."""

from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, reasons, taken_for, values, workbook

Row = list[Any]


def test_a_list_of_signed_projects_in_the_words_of_another_county() -> None:
    rows: list[Row] = [
        ["2024年度招商引资签约项目一览表"],
        ["填报单位：投资促进局", None, None, None, None, "单位：万元、亩"],
        line(
            "序号|客商|项目名称|所属产业|首谈单位|总投资|其中固定资产|实际到位资金"
            "|新增用地（公顷）|项目阶段|签约日期|预计开工|预计竣工投产时间|亩均税收（万元/亩）"
            "|项目负责人及电话"
        ),
        line(
            "1|杭州某某公司|高端轴承项目|装备制造|驻沪组|52000|30000|1200|2|开工建设|@2024-03-05"
            "|2024年6月|2025年底|32.5|李明13800001234"
        ),
        line(
            "2|宁波甲公司|医药中间体|医药|驻杭组、招商二组|1.2亿元|13000|/|0.4|已签约|'2024.5"
            "|待定|'2024.2|20|王强 13900005678"
        ),
    ]
    reading = read_any(workbook(rows, sheet="签约"))
    assert taken_for(reading) == ("investment_attraction", [])
    first, second = values(reading)
    assert first == {
        "investor": "杭州某某公司", "project_name": "高端轴承项目", "industry": "装备制造", "unit": "驻沪组",
        "agreed_investment": Decimal(52000), "fixed_asset_investment": Decimal(30000),
        "paid_in": Decimal(1200), "land_demand": Decimal(30), "stage": "groundbreaking",
        "signed_on": "2024-03-05", "groundbreaking_on": "2024-06", "in_production_on": "2025-12-31",
        "tax_per_mu": Decimal("32.5"), "liaison": "李明", "contact_phone": "13800001234",
    }  # fmt: skip
    assert second["agreed_investment"] == Decimal(12000)
    assert second["unit"] == "驻杭组、招商二组"
    assert kinds(reading) == [("completed_exceeds_total", "G5")]


def test_projects_in_talks_are_grouped_by_their_stage_and_by_their_industry() -> None:
    rows: list[Row] = [
        ["XX高新区在谈项目推进表（2024年1-5月）"],
        ["共在谈项目4个，拟投资额12亿元。"],
        line("序号|项目名称|投资主体|投资方注册地|项目信息||||招引情况|||"),
        line(
            "||||拟投资额（亿元）|用地需求（亩）|能耗（吨标煤）|预计年产值（亿元）|首次对接时间"
            "|招商专员|联系方式|招商组"
        ),
        ["一、重点洽谈项目（2个）", None, None, None, 7, 60],
        [1, "锂电池项目", "深圳甲", "广东深圳", 5, 40, 3000, 8, "2024年3月", "张三", "13800001111", "一组"],
        [2, "光伏项目", "苏州乙", "江苏", 2, 20, "3,500", "—", "5月中旬", "李四", 13900002222, "二组"],
        ["二、达成意向", None, None, None, 5, 30],
        [3, "门业项目", "永康丙", "浙江", 5, 30, None, 3, "2024/4/1", "王五", "13800003333", "一组"],
        ["小计", None, None, None, 5, 30],
        ["合计", None, None, None, 12, 90],
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:H3", "I3:L3"]
    reading = read_any(workbook(rows, merges=merges))
    assert taken_for(reading) == ("investment_attraction", [])
    assert [r.values["stage"] for r in reading.records] == ["negotiating"] * 2 + [None]
    assert [r.values["category"] for r in reading.records] == [None, None, "达成意向"]
    assert [r.values["expected_output"] for r in reading.records] == [80000, None, 30000]
    assert reading.records[1].values["energy_tce"] == Decimal(3500)
    assert reading.records[1].values["first_contact_on"] == "2024-05-20"
    assert kinds(reading) == [("count_mismatch", "A2")]
    assert reasons(reading) == {
        1: "title", 2: "unit_row", 3: "header", 4: "header", 5: "group", 8: "group",
        10: "subtotal", 11: "total",
    }  # fmt: skip
