"""低效用地处置台账 in the words and units of other counties."""

from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, values, workbook

Row = list[Any]


def test_underused_land_in_hectares_under_grouped_headers() -> None:
    rows: list[Row] = [
        ["低效工业用地盘活清单"],
        ["共4宗，已盘活1.5公顷", None, None, None, None, None, None, None, "2024年6月"],
        line(
            "序号|土地使用权人|宗地代码|位置|土地情况|||亩均税收（万元）||盘活情况（公顷）|||"
            "|完成时限|牵头单位|联系领导"
        ),
        line(
            "||||宗地面积（公顷）|土地状态|企业状态|2023年|2022年|盘活方式|已盘活面积"
            "|剩余未处置面积|目前进展|||"
        ),
        line(
            "1|某甲公司|330881002003GB00105|城南|4|闲置土地|停产|2.5|3|司法拍卖|1.5|2.5|推进中"
            "|2024年底|资规局|赵"
        ),
        line("2|某乙公司|330881 002003 gb00106|城北|2|供而未用|停产|1|/|回购|3|-1|约谈中|'2024.9|经信局|钱"),
        line("3|某丙公司|33088100200XGB00107|城北|2|低效用地|正常|1|2|—||1.8|约谈中|9月底|经信局|钱"),
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:I3", "J3:M3", "N3:N4", "O3:O4", "P3:P4"]
    reading = read_any(workbook(rows, merges=merges))
    assert taken_for(reading) == ("underused_land", [])
    first = values(reading)[0]
    assert (first["land_area"], first["disposed_area"], first["remaining_area"]) == (
        60,
        Decimal("22.5"),
        Decimal("37.5"),
    )
    assert (first["tax_per_mu"], first["tax_per_mu_prev"]) == (Decimal("2.5"), Decimal(3))
    assert reading.records[1].values["parcel_code"] == "330881002003GB00106"
    assert kinds(reading) == [
        ("count_mismatch", "A2"), ("disposed_exceeds_area", "K6"),
        ("parcel_code_invalid", "C7"), ("remaining_mismatch", "L7"),
    ]  # fmt: skip


def test_underused_land_of_a_plain_list_is_checked() -> None:
    rows: list[Row] = [
        ["闲置低效用地处置进度表", None, None, None, None, None, None, None, "单位：亩、万元"],
        line(
            "序号|用地单位|地块编号|坐落|占地|低效类型|处置方式|已处置面积|未处置面积|开始时间"
            "|计划完成日期|责任部门|包联领导"
        ),
        line(
            "1|某甲公司|330881002003GB00105F00010001|城南|40.5|闲置|收储、拍卖|20|20.5|'2024.1"
            "|'2023.12|资规局|赵"
        ),
        line("2|某乙公司|330881002003GB00106|城北|20|闲置|回购|30|0|'2024.1|'2024.12|经信局|钱"),
        line("3|某乙公司|330881002003GB00107|城北|10|闲置|回购||8|'2024.1|'2024.12|经信局|钱"),
        ["合计", None, None, None, 70.5, None, None, 60, 28.5],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("underused_land", [])
    assert reading.records[0].values["parcel_code"] == "330881002003GB00105"
    assert reading.records[0].values["mode"] == "收储、拍卖"
    assert kinds(reading) == [
        ("finish_before_start", "K3"), ("disposed_exceeds_area", "H4"), ("remaining_mismatch", "I4"),
        ("remaining_mismatch", "I5"), ("total_mismatch", "H6"),
    ]  # fmt: skip
