"""What reading a report may cost, decided before it is opened, and the refusals in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The bounds of reading. Sizes in bytes, `seconds` for one file, `length` in characters of text."""

    file_size: int = 64 * MB
    part_size: int = 48 * MB  # of the text of a .docx, unpacked; 1,000 pages take 20 MB
    small_part: int = 8 * MB  # styles, numbering, notes
    length: int = 3_000_000
    cells: int = 500_000  # of tables, those a merged cell covers among them
    tags: int = 2_000_000  # of a .docx; 1,000 pages have 700,000
    pages: int = 3_000
    seconds: float = 60.0
    memory: int = 1536 * MB  # of the process that reads a .pdf or a web page


DEFAULT = Limits()
REMEDY = "请用 Word 或 WPS 打开后另存为 .docx 再来"
MESSAGES = {
    "empty_file": "是空的（0 字节），请确认保存成功后重新选择。",
    "file_too_large": "有 {detail}，超过 64 MB，没有打开。请删去图片后另存一份，或分成几个文件。",
    "old_word": f"是旧的 .doc 格式（只改扩展名不算数），读不了。{REMEDY}。",
    "encrypted": "设了打开密码，读不了。请去掉密码另存一份再来。",
    "damaged": f"坏了或者不完整（{{detail}}），读不了。{REMEDY}，或重新导出一份。",
    "entities": "含有不允许的 XML 实体定义，可能有害，没有打开。请用 Word 或 WPS 重新保存。",
    "unpacked": "解开以后有 {detail}，不像一份报告，没有打开。请删去无关内容后另存一份。",
    "too_many_cells": "里的表格太大，超过 50 万格，没有读。请删去无关的表，或分成几个文件。",
    "scanned": "是扫描件：{detail} 页都只有图片，没有文字。请找电子版，或先用文字识别转成带文字的文件。",
    "no_text": "里没有文字，没有什么可核的。请确认选对了文件。",
    "too_long": "的文字超过 300 万字，没有读。请按章分成几个文件。",
    "too_many_pages": "有 {detail} 页，超过 3000 页，没有读。请按章分成几个文件。",
    "timeout": "读了 {detail} 秒还没有读完，已停下。请另存为 .docx 再来，或分成几个文件。",
    "encoding": "的文字编码认不出来。请另存为 UTF-8 或 GB18030（ANSI）编码的 .txt。",
    "other_kind": "是{detail}，不是报告。核数认得 .docx、带文字的 .pdf、.html 和 .txt。",
    "save_as_word": f"是{{detail}}，这里读不了。{REMEDY}。",
    "too_many_numbers": "里有 {detail} 个数，超过 2 万个，没有核。请按章分开，或删去后面的大表。",
    "layout": "是{detail}，这里读不了。请找它的 Word 原稿；没有的，用阅读器导出带文字的 .pdf 再来。",
    "no_place": "里找不到要改的那个地方，没有生成批注副本。请把文件重新核一遍。",
}


class Unreadable(ValueError):
    """A file that is not read: `reason` names why; the text is one Chinese sentence with the way out."""

    def __init__(self, reason: str, name: str = "", detail: object = "") -> None:
        self.reason, self.name, self.detail = reason, name, str(detail)
        told = MESSAGES[reason].format(detail=detail)
        super().__init__(f"“{name}”{told}" if name else f"这份文件{told}")

    def of(self, name: str) -> Unreadable:
        """Return the same refusal with the file's name."""
        return Unreadable(self.reason, name, self.detail)
