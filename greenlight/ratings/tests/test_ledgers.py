"""小升规培育库 in the words and orders of other counties."""

from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, values, workbook

Row = list[Any]
USCC = "91330881TTTT02124B"


def test_a_growth_ladder_of_another_county() -> None:
    rows: list[Row] = [
        ["2024年拟上规企业培育名单"],
        line(
            "序号|乡镇|培育企业|信用代码|所属行业|成立时间|2023年营业收入（万元）"
            "|2024年1-6月营收（万元）|预计全年营收（万元）|距上规标准差额（万元）|员工人数（人）"
            "|科技型中小企业|计划升规时间|目前进展|困难问题|帮扶单位|联系领导|企业负责人|手机"
        ),
        [
            1,
            "贺村",
            "甲厂",
            USCC,
            "门业",
            "2020年5月",
            1500,
            900,
            1900,
            100,
            30,
            "√",
            "2024年12月",
            "培育中",
            "缺工",
            "经信局",
            "周",
            "吴一",
            13800001111,
        ],
        line(
            "2|清湖|乙厂||机械|'2021.3|1200|2500|2400|0|50人||2024年三季度|已入规|/|统计局|周"
            "|吴二|13800001112"
        ),
        line("3|清湖|丙厂||机械|'2021.3|1200|500|1000|800|50||2024年底|已放弃|/|统计局|周|吴三|13800001113"),
        ["合计", None, None, None, None, None, 3900, 3900, 5300],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("growth_ladder", [])
    assert values(reading)[0] == {
        "sub_area": "贺村", "enterprise_name": "甲厂", "uscc": USCC, "industry": "门业",
        "in_production_on": "2020-05", "revenue_prev_year": Decimal(1500), "revenue_ytd": Decimal(900),
        "revenue_expected": Decimal(1900), "gap_to_threshold": Decimal(100), "employees": 30,
        "tech_sme": True, "expected_on": "2024-12", "state": "growing", "difficulty": "缺工",
        "unit": "经信局", "sponsor": "周", "contact": "吴一", "contact_phone": "13800001111",
    }  # fmt: skip
    assert kinds(reading) == [
        ("expected_below_ytd", "I4"), ("number_with_text", "K4"), ("remaining_mismatch", "J5"),
        ("unknown_value", "N5"),
    ]  # fmt: skip


def test_a_growth_ladder_with_grouped_headers_and_other_order() -> None:
    rows: list[Row] = [
        ["小微企业升规培育库"],
        ["截至2024年9月", None, None, None, "单位：万元"],
        line(
            "企业名称|培育类别|营业收入|||差额|从业人员|是否科小|预计入库时间|培育状态|责任单位|联系人及电话"
        ),
        line("||上年|1-9月|全年预计||||||||"),
        [
            "甲厂",
            "月度上规",
            1500,
            900,
            1900,
            100,
            30,
            "是",
            "2024.12",
            "已上报",
            "经信局",
            "吴一 13800001111",
        ],
        [
            "乙厂",
            "年度上规",
            "新投产",
            1100,
            2100,
            0,
            30,
            "否",
            "2024.12",
            "准备材料",
            "经信局",
            "吴二 13800001112",
        ],
    ]
    merges = ["A3:A4", "B3:B4", "C3:E3", *[f"{c}3:{c}4" for c in "FGHIJKL"]]
    reading = read_any(workbook(rows, merges=merges))
    assert taken_for(reading) == ("growth_ladder", [])
    assert [r.values["revenue_ytd"] for r in reading.records] == [900, 1100]
    assert [r.values["revenue_prev_year"] for r in reading.records] == [1500, None]
    assert [r.values["state"] for r in reading.records] == ["applied", "preparing"]
    assert reading.records[1].values["contact_phone"] == "13800001112"
    assert kinds(reading) == []
