"""Tables of a report: the heads of a cell's row and column give indicator, unit, kind and period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from greenlight.kernel.facts import figures, naming, numerals, periods
from greenlight.kernel.facts.fact import Comparator, Fact, Kind, Table, Text
from greenlight.kernel.facts.figure import COUNTED, SORTS
from greenlight.kernel.facts.periods import Period
from greenlight.kernel.facts.words.units import SCALES

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,15}(?:\.\d{1,9})?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT_HEAD = re.compile(r"单位|计量单位")
_BRACKET = re.compile(r"\(([^()]{1,14})\)")
_CAPTION = re.compile(r"单位[::]\s*([^\s,。;、()]{1,10})")
_ORDER = re.compile(r"序号|编号|代码|年份|电话|备注|日期|时间")
_TOTAL = re.compile(r"(?:合|总|小|共)计|总数|全部")
_GROWTH = re.compile(r"同比|增长|增幅|增速|±|增减|比上年|比去年|比增")
_SHARE = re.compile(r"占比|比重|份额|占[^地]")
_RANK = re.compile(r"排名|位次|名次|排位")
_TARGET = re.compile(r"目标|任务|计划|预期|预算")
_DONE = re.compile(r"率|进度|完成")
_RATE_ALONE = re.compile(r"(?:计划|任务|目标)?(?:完成率|完成进度|进度)")
_WEAK = re.compile(
    r"累计|本月|当月|完成数?(?!率)|实绩|数值|数据|数量|总量|绝对值|绝对额|实际|金额|指标(?:名称"
    r"|值)?|同比|增长|增幅|增速|占比|比重|排名|±|情况|合计|(?:19|20)\d\d年(?:度)?|"
    r"1?\d月?(?:—|-|~|至)1?\d月|上半年|[一二三四]季度|全年|[()%, ]|项目(?=$)"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts with their places; a merged cell carries the text before or above it."""

    texts: list[list[str]]
    spans: list[list[tuple[int, int] | None]]
    first: int
    caption: str


def read(folded: str, text: Text, base: int | None) -> Iterator[Fact]:
    """Yield the facts of the tables of a text: 固定资产投资(亿元) × 1—11月 is a level of that period."""
    for number, table in enumerate(text.tables):
        yield from (fact for fact in _facts(_grid(folded, table), base, number) if fact)


def in_lines(folded: str) -> list[Table]:
    """Return the tables plain text prints as lines of cells between tabs, at least two lines of two cells."""
    tables: list[Table] = []
    rows: list[tuple[tuple[int, int] | None, ...]] = []
    if "\t" not in folded:
        return tables
    for line in re.finditer(r"[^\n]*\n?", folded):
        cells = _cells(folded, line.start(), line.end())
        if len(cells) > 1 and (not rows or abs(len(rows[0]) - len(cells)) <= 1):
            rows.append(cells)
            continue
        tables += [Table(tuple(rows))] if len(rows) > 1 else []
        rows = [cells] if len(cells) > 1 else []
    return tables


def _cells(folded: str, start: int, end: int) -> tuple[tuple[int, int] | None, ...]:
    if "\t" not in folded[start:end]:
        return ()
    return tuple(
        (cell.start() + start, cell.end() + start) for cell in re.finditer(r"[^\t\n]+", folded[start:end])
    )


def _grid(folded: str, table: Table) -> Grid:
    spans = [list(row) for row in table.rows if row]
    texts = [[_squeezed(folded, cell) if cell else "" for cell in row] for row in spans]
    first = next((at for at, row in enumerate(texts) if any(_is_value(cell) for cell in row[1:])), len(texts))
    for row in texts[:first]:
        for at in range(1, len(row)):
            row[at] = row[at] or row[at - 1]
    starts = [cell[0] for row in spans for cell in row if cell]
    before = folded[max(0, min(starts) - 60) : min(starts)] if starts else ""
    return Grid(texts, spans, first, before + " ".join(texts[0][:1] if texts else []))


def _squeezed(folded: str, cell: tuple[int, int]) -> str:
    return "".join(folded[cell[0] : cell[1]].split())


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) and not _YEAR.fullmatch(cell) and not re.search("[月年季]", cell)


def _facts(grid: Grid, base: int | None, number: int) -> Iterator[Fact | None]:
    caption = _CAPTION.search(grid.caption)
    common = caption.group(1) if caption else ""
    widest = max((len(row) for row in grid.texts), default=0)
    heads = [_head(grid, at) for at in range(widest)]
    levels = sum(_plain_head(head) for head in heads[1:])
    for row in range(grid.first, len(grid.texts)):
        texts = grid.texts[row]
        side = _side(texts, grid, row)
        unit = (
            next((cell for cell, head in zip(texts, heads, strict=False) if _UNIT_HEAD.search(head)), "")
            or common
        )
        for at, cell in enumerate(texts):
            span = grid.spans[row][at]
            if at and span and not _ORDER.search(heads[at]):
                yield _fact(
                    cell,
                    span,
                    (side, heads[at], unit, grid.caption, _kin(heads, at)),
                    base,
                    levels > 1,
                    number,
                )


def _head(grid: Grid, at: int) -> str:
    cells = [row[at] for row in grid.texts[: grid.first] if at < len(row)]
    return "".join(dict.fromkeys(cell for cell in cells if cell))


def _kin(heads: list[str], at: int) -> str:
    """Return the measure a column of growths, or of nothing but 完成率, is of: the plain column before it."""
    if not (_GROWTH.search(heads[at]) or _RATE_ALONE.fullmatch(_BRACKET.sub("", heads[at]))):
        return ""
    plain = (head for head in reversed(heads[1:at]) if _plain_head(head) and _bare(head))
    return next(
        (_bare(head) for head in plain if not (_RATE_ALONE.fullmatch(head) or _TARGET.search(head))), ""
    )


def _bare(head: str) -> str:
    return _WEAK.sub("", _BRACKET.sub("", head))


def _plain_head(head: str) -> bool:
    return not (
        _GROWTH.search(head)
        or _SHARE.search(head)
        or _RANK.search(head)
        or _UNIT_HEAD.search(head)
        or _ORDER.search(head)
    )


def _side(texts: list[str], grid: Grid, row: int) -> str:
    words = [cell for cell in texts[:3] if cell and not _NUMBER.fullmatch(cell)]
    side = next((cell for cell in words if cell not in SORTS), "")
    if not texts[0] and row > grid.first:
        return grid.texts[row - 1][0] + side
    return side


def _fact(
    cell: str,
    span: tuple[int, int],
    heads: tuple[str, str, str, str, str],
    base: int | None,
    several: bool,
    number: int,
) -> Fact | None:
    token = figures.TOKEN.fullmatch(cell.lstrip("+-"))
    side, head, common, caption, kin = heads
    if not token or (_YEAR.fullmatch(cell) and not token["unit"]):
        return None
    unit = f"{token['scale'] or ''}{token['unit'] or ''}{token['per'] or ''}" or _unit(side, head, common)
    kind = _kind(side, head, unit)
    value = numerals.arabic(token["num"]) * (-1 if token["minus"] or cell.startswith("-") else 1)
    value, unit, step = _counted(value, unit, numerals.step_of(token["num"]), kind)
    period = str(periods.said(head, periods.said(caption[-60:], Period(base), base), base))
    return Fact(
        _name(side, head, several, kin), value, unit, kind, Comparator.EQUAL,
        bool(_TARGET.search(head + side) and not _DONE.search(head)),
        period, span[0], span[1], step, sentence=span[0], clause=span[0], table=number,
    )  # fmt: skip


def _unit(side: str, head: str, common: str) -> str:
    """Return the unit of a bare number: of its column's head, its row's, the column 单位 or the caption."""
    if _RANK.search(head):
        return "位"
    for words in (head, side):
        for found in _BRACKET.findall(words):
            unit = re.sub("[±+-]|单位[::]?|增长|同比", "", found)
            if _known(unit):
                return unit
    if _GROWTH.search(head) or _SHARE.search(head) or re.search("率", head):
        return "%"
    return common


def _known(unit: str) -> bool:
    bare = re.sub(rf"^(?:{'|'.join(SCALES)})", "", unit)
    return unit in SORTS or bare in SORTS or bare.partition("/")[0] in SORTS


def _kind(side: str, head: str, unit: str) -> Kind:
    if _RANK.search(head):
        return Kind.RANK
    if unit in ("%", "百分点", "个百分点"):
        return _percent(side, head, unit)
    return Kind.COUNT if SORTS.get(re.sub(rf"^(?:{'|'.join(SCALES)})", "", unit)) in COUNTED else Kind.LEVEL


def _percent(side: str, head: str, unit: str) -> Kind:
    if unit != "%":
        return Kind.RATE
    for words in (head, side):
        for pattern, kind in ((_DONE, Kind.RATE), (_GROWTH, Kind.YOY_GROWTH), (_SHARE, Kind.SHARE)):
            if pattern.search(re.sub("增长率", "增长", words)):
                return kind
    return Kind.RATE


def _counted(value: Decimal, unit: str, step: Decimal, kind: Kind) -> tuple[Decimal, str, Decimal]:
    """Return counts written out: 1.2 under 万户 is 12000户."""
    scale = next((one for one in SCALES if unit.startswith(one) and len(unit) > len(one)), "")
    if kind != Kind.COUNT or not scale:
        return value, unit, step
    factor = Decimal(10) ** SCALES[scale]
    return value * factor, unit[len(scale) :], step * factor


def _name(side: str, head: str, several: bool, kin: str) -> str:
    row = _BRACKET.sub("", side)
    row = re.sub(r"^(?:其中[::]?|[#*]|\d+[.、])", "", row).strip()
    column = _bare(head)
    if _RATE_ALONE.fullmatch(column) and naming.is_measure(kin):
        column = kin + column
    if _TOTAL.fullmatch(row) or not row:
        return column or kin or row
    if several and column and column not in row and not naming.is_measure(row):
        return row + (column.removeprefix("项目") if row.endswith("项目") else column)
    return row
