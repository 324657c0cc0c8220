"""What reading a workbook may cost, decided before it is opened, and the refusals."""

from dataclasses import dataclass
from time import monotonic
from typing import Literal

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The bounds of reading. Sizes in bytes, time in seconds."""

    file_size: int = 32 * MB
    parts: int = 2_000
    part_size: int = 160 * MB  # unpacked; 100,000 rows of 25 columns take 90 MB
    unpacked: int = 256 * MB
    ratio: int = 150  # of a part larger than ratio_from, unpacked to packed
    ratio_from: int = 16 * MB
    slow_part: int = 48 * MB  # a part only the slow parser understands
    rows: int = 150_000
    columns: int = 400
    cells: int = 6_000_000
    sheets: int = 100
    text: int = 8_000  # characters of one cell
    seconds: float = 60.0
    problems: int = 20_000
    # A file that is not what its name says: a macro workbook without macro, a page named .xls.
    macro_type: Literal["read", "refuse"] = "refuse"
    html: Literal["read", "refuse"] = "refuse"


DEFAULT = Limits()

MESSAGES = {
    "empty_file": "文件是空的（0 字节）；请确认保存成功后重新选择文件。",
    "file_too_large": "文件超过 {detail} MB，未打开；请删去图片和无关工作表，或按年份拆成几份。",
    "encrypted": "文件设有打开密码，无法读取；请在 Excel 中另存一份不带密码的再导入。",
    "not_a_workbook": "这不是电子表格（实际是{detail}）；请选择 .xlsx、.xls 或 .csv 文件。",
    "damaged": "文件已损坏或不完整（{detail}）；请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
    "uncompressed_size": "表内空白太多，解开后有 {detail} MB，未打开；请删去数据下方和右侧的空行空列后另存。",
    "too_many_parts": "文件内部件过多（{detail} 个），未打开；请另存为新的 .xlsx 再导入。",
    "too_many_rows": "数据超过 {detail} 行，未读入；请删去空行，或拆成几份导入。",
    "too_many_columns": "数据超过 {detail} 列，未读入；请删去右侧多余的列后另存。",
    "too_many_cells": "表格范围过大（{detail} 格），未读入；请删去远处零散的内容后另存。",
    "too_many_sheets": "工作表超过 {detail} 张，未读入；请只保留要导入的表。",
    "xml_entities": "文件含有不允许的 XML 实体定义，可能有害，未打开；请用 Excel 重新填写后保存。",
    "macros": "文件含有宏，未打开；请用 Excel 另存为“Excel 工作簿（.xlsx）”再导入。",
    "macro_extension": "文件是启用宏的格式（.xlsm），未打开；请另存为“Excel 工作簿（.xlsx）”再导入。",
    "html_table": "文件名是 .xls，内容却是网页；请用 Excel 打开后另存为 .xlsx 再导入。",
    "xml_2003": "文件是 XML 表格 2003 格式；请用 Excel 打开后另存为 .xlsx 再导入。",
    "xlsb": "文件是二进制工作簿（.xlsb）；请用 Excel 打开后另存为 .xlsx 再导入。",
    "timeout": "读取超过 {detail} 秒，已停止，没有写入任何内容；请拆成几份导入。",
    "unknown_encoding": "文本编码无法识别；请另存为 UTF-8 或 GB18030（ANSI）编码的 .csv。",
    "no_sheet": "文件里没有工作表；请确认文件内容。",
    "other_ledger": "这份表像是《{detail}》，不是本台账，未读入；请到对应的台账中导入。",
    "no_table": "没有找到表头（应有“{detail}”一列）；请确认选对了文件，表头写在数据上方。",
    "hidden_sheets": "能读的表都在隐藏的工作表里；请取消隐藏后保存再导入。",
}


class Rejected(ValueError):
    """A file that is not read: `reason` names why, the text is one Chinese sentence."""

    def __init__(self, reason: str, detail: object = "") -> None:
        self.reason = reason
        self.detail = str(detail)
        super().__init__(MESSAGES[reason].format(detail=detail))


class Deadline:
    """The time one reading may take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = monotonic() + seconds

    def check(self) -> None:
        """Raise Rejected when the time is up."""
        if monotonic() > self.end:
            raise Rejected("timeout", int(self.seconds))
