"""An August workbook made from July's: what a county office would send a month later, all invented.

Some projects are finished, some slip, two are new, one is missing, one bears another name; the months
roll on. What is done here is listed below, so that a test can say exactly what must change.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl

SHEET = "重点项目"
FIRST, LAST = 8, 102
TOTALS = {5: (8, 102), 6: (8, 78), 7: (8, 42), 43: (44, 78), 79: (80, 102)}
JUNE, MONTH, YTD, RATE, FINISH, STARTED, WORDS = 9, 10, 11, 12, 15, 16, 17
# row: what 目前形象进度 says now
FINISHED = {38: "已竣工验收", 50: "项目已投产", 92: "已完工，交付使用"}
# row: the new 计划竣工（投产）时间
SLIPPED = {13: "2024.12", 27: "2023年10月", 55: "2023.3", 88: "2023年12月底"}
EARLIER = {29: "2024年1月"}
# row: the new name; the row has a 项目代码
RENAMED = {65: "岩岫资源高纯石英二期"}
MISSING = 97
NEW: dict[int, dict[int, Any]] = {
    28: {2: "贺村年产3000台智能叉车项目", 3: "2208-330881-04-01-338201", 4: "贺村片区",
         5: "新建厂房4万平方米",
         6: 0.62, 8: 1800, 13: "2022.8", 14: "2022年8月18日", 15: "2024.6", 16: "是", 17: "场地平整",
         19: "贺村镇", 20: "周国平",
         21: "杨帆", 22: "13600000021"},
    78: {2: "城北片区雨污分流改造工程", 4: "城北片区", 5: "改造管网9公里", 6: 0.38, 8: 900, 13: "2022.10",
         15: "2023年6月", 16: "否", 17: "方案设计", 19: "市住建局", 20: "何一鸣", 21: "毛峰",
         22: "13600000022"},
}  # fmt: skip


def august(july: bytes) -> bytes:
    """Return the August workbook as .xlsx bytes."""
    book = openpyxl.load_workbook(BytesIO(july))
    sheet = book[SHEET]
    _titles(sheet)
    for row in range(FIRST, LAST + 1):
        _months(sheet, row)
    for column, changes in ((WORDS, FINISHED), (FINISH, SLIPPED), (FINISH, EARLIER), (2, RENAMED)):
        for row, value in changes.items():
            _put(sheet, row, column, value)
    for row, cells in NEW.items():
        _clear(sheet, row)
        for column, value in cells.items():
            _put(sheet, row, column, value)
    _clear(sheet, MISSING)
    _sums(sheet)
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def month_of(row: int, july_month: float) -> int:
    """Return what was invested in August, from July's month: deterministic and never 0."""
    return int(abs(july_month) * 0.8) + 20 + row % 7


def _titles(sheet: Any) -> None:
    _put(sheet, 1, 1, str(sheet.cell(1, 1).value).replace("7月", "8月"))
    _put(sheet, 2, 6, "截止时间：2022年8月31日")
    _put(sheet, 4, JUNE, "1-7月累计完成投资（万元）")
    _put(sheet, 4, MONTH, "8月完成投资（万元）")
    _put(sheet, 4, YTD, "1-8月累计完成投资（万元）")


def _months(sheet: Any, row: int) -> None:
    month, ytd = sheet.cell(row, MONTH).value, sheet.cell(row, YTD).value
    if not isinstance(ytd, int | float):
        return
    done = month_of(row, month)
    for column, value in ((JUNE, ytd), (MONTH, done), (YTD, ytd + done), (RATE, None)):
        _put(sheet, row, column, value)


def _clear(sheet: Any, row: int) -> None:
    for column in range(1, 25):
        _put(sheet, row, column, None)


def _put(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    if not isinstance(cell, openpyxl.cell.cell.MergedCell):
        cell.value = value
        if isinstance(value, str):
            cell.number_format = "General"


def _sums(sheet: Any) -> None:
    for total, (first, last) in TOTALS.items():
        for column in (JUNE, MONTH, YTD):
            rows = [row for row in range(first, last + 1) if row not in TOTALS]
            values = [sheet.cell(row, column).value for row in rows]
            _put(sheet, total, column, sum(value for value in values if isinstance(value, int | float)))
