"""隐患排查整改台账 in the words and layouts of other counties."""

from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, workbook

Row = list[Any]


def test_hazards_in_the_words_of_another_county() -> None:
    rows: list[Row] = [
        ["安全生产大检查隐患清单"],
        line(
            "序号|被检查单位|检查时间|检查人员|存在部位|隐患内容|隐患分类|级别|整改措施"
            "|投入资金（元）|责任人|限期整改时间|实际完成时间|整改情况|复查人|备注"
        ),
        line("1|甲厂|2024/7/1|张一、李二|仓库|堵塞通道|消防|一般|清理|2000|王一|7日内|2024/7/5|已整改|张一|"),
        line(
            "2|乙厂|2024.7.3|张一|车间|无防护栏|机械|重大事故隐患|加装|15000|王二|2024.7.1"
            "|2024.7.2|整改中|张一|"
        ),
        line("3|丙厂|2024.7.3|张一|车间|线路老化|用电|中等|更换|约3万|王三|10个工作日||整改完成|张一|"),
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("hazard_rectification", [])
    assert [r.values["deadline"] for r in reading.records] == ["2024-07-08", "2024-07-01", "2024-07-17"]
    assert [r.values["fund"] for r in reading.records] == [Decimal("0.2"), Decimal("1.5"), Decimal(3)]
    assert [r.values["level"] for r in reading.records] == ["general", "major", None]
    assert kinds(reading) == [
        ("deadline_before_received", "L4"), ("rectified_before_found", "M4"), ("status_contradiction", "N4"),
        ("unknown_value", "H5"), ("approximate_value", "J5"), ("status_contradiction", "N5"),
    ]  # fmt: skip


def test_hazards_of_a_text_file_in_gb18030() -> None:
    text = (
        "隐患排查治理台账,,,,,,,,\n编号,企业名称,排查日期,排查单位,隐患描述,隐患级别,整改时限,整改完成时间,是否闭环\n"
        'H1,甲厂,2024-07-01,应急局,"通道\n堵塞",一般,2024-07-10,2024-07-08,已闭环\n'
        "H2,乙厂,2024-07-02,应急局,护栏缺失,重大,2024-07-10,,否\n"
    )
    reading = read_any(text.encode("gb18030"), "隐患.csv")
    assert taken_for(reading) == ("hazard_rectification", [])
    assert [r.values["hazard_no"] for r in reading.records] == ["H1", "H2"]
    assert kinds(reading) == []
