"""The style part of a workbook: a red copy of each cell format that is asked for."""

import re

from greenlight.base.workbook.annotate_package import CannotAnnotate, append_child
from greenlight.base.workbook.write_spec import MAIN, XML

RED = "FFFF7C80"  # Excel's own light red: black text on it keeps a contrast of 8:1
_XF = re.compile(r"<(?:\w+:)?xf(?=[\s/>])([^>]*?)(/>|>.*?</(?:\w+:)?xf\s*>)", re.S)
# A workbook may come without styles: this is the least the schema asks for.
LEAST = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class RedStyles:
    """Copies of formats with a red fill; number format, font, border and alignment stay."""

    def __init__(self, text: str) -> None:
        self._fill = len(re.findall(r"<(?:\w+:)?fill[\s/>]", _section(text, "fills")))
        self._formats = _XF.findall(_section(text, "cellXfs"))
        if not self._formats:
            raise CannotAnnotate("工作簿没有单元格格式，不能在原表上批注")
        self._text, self._red = text, dict[int, int]()

    def red(self, style: int) -> int:
        """The index of the red copy of a format."""
        style = style if style < len(self._formats) else 0
        return self._red.setdefault(style, len(self._formats) + len(self._red))

    def text(self) -> str:
        """The style part with the fill and the copies."""
        fill = (
            'fill><{0}patternFill patternType="solid"><{0}fgColor rgb="{1}"/>'
            '<{0}bgColor indexed="64"/></{0}patternFill></{0}fill>'
        )
        text = self._text
        prefix = re.search(r"<((?:\w+:)?)styleSheet[\s>]", text)
        text = append_child(text, "fills", fill.format(prefix[1] if prefix else "", RED))
        text = _counted(text, "fills", self._fill + 1)
        for style in self._red:
            text = append_child(text, "cellXfs", self._copy(*self._formats[style]))
        return _counted(text, "cellXfs", len(self._formats) + len(self._red))

    def _copy(self, names: str, rest: str) -> str:
        """A format in red, without its first < and prefix."""
        names = re.sub(r"""\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')""", "", names)
        return f'xf{names.rstrip()} fillId="{self._fill}" applyFill="1"{rest}'


def _section(text: str, name: str) -> str:
    hit = re.search(rf"<((?:\w+:)?){name}(?:\s[^>]*)?>(.*?)</\1{name}\s*>", text, re.S)
    if hit is None:
        raise CannotAnnotate(f"工作簿的样式没有 {name} 部分，不能在原表上批注")
    return hit[2]


def _counted(text: str, name: str, count: int) -> str:
    pattern = rf"""(<(?:\w+:)?{name}(?:\s[^>]*?)?\scount\s*=\s*["'])\d+"""
    return re.sub(pattern, rf"\g<1>{count}", text, count=1)
