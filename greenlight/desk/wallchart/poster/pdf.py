"""Sheets as one vector PDF, set in the machine's Chinese font; without one it is refused in words."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from greenlight.base.refusals import Refused
from greenlight.desk.wallchart.poster.layout import SIZES
from greenlight.desk.wallchart.poster.style import FAMILIES

NO_FONT = (
    "服务器上没有中文字体，作战图排不成 PDF。请管理员安装 Noto Sans CJK"
    "（Debian：apt-get install fonts-noto-cjk）后再试。"
)


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the machine, looked for once a process."""
    return typst.Fonts()


def bound(sheets: Sequence[str], size: str) -> bytes:
    """Return the sheets as a PDF of a paper size, one a page; Refused without a Chinese font."""
    if not set(FAMILIES) & set(fonts().families()):
        raise Refused(NO_FONT)
    wide, high = SIZES[size]
    with tempfile.TemporaryDirectory() as folder:
        for n, one in enumerate(sheets):
            Path(folder, f"{n}.svg").write_text(one, "utf-8")
        pages = "\n#pagebreak()\n".join(f'#image("{n}.svg", width: 100%)' for n in range(len(sheets)))
        source = f"#set page(width: {wide}mm, height: {high}mm, margin: 0pt)\n{pages}\n"
        made = typst.Compiler(source.encode(), root=folder, font_paths=fonts()).compile(format="pdf")
    if not isinstance(made, bytes):
        raise Refused("作战图没有排成 PDF，请再试一次。")
    return made
