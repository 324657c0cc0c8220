"""Tables: 合计 is the sum of rows or columns; a column of shares, rates or growths follows from two others.

Tolerance: half a step of every number added; 0.3 points for percentages. A column of percentages is asked
about only where most of its rows follow the rule, which shows that the rule is the column's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Fact, Text
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import plain
from greenlight.kernel.facts.relations.grids import Cell, Grid, as_fact, grids, is_ratio
from greenlight.kernel.facts.relations.slips import misprinted

TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|共\s*计|总\s*数|全[区县市园]合计|全[区县市园]|总体|汇总)\s*$")
SUBTOTAL = re.compile("小计")
OF_WHICH = re.compile(r"^\s*(?:其中|#|＃|—|-)")
NOT_ADDED = re.compile("序号|排名|名次|位次|年份|均|单价|率|代码|电话|编号")
RATIO_HEADS = (
    (re.compile("占比|比重"), re.compile("$^")),
    (re.compile("完成率|完成比例|完成进度|占.*(?:计划|任务|目标)"), re.compile("计划|任务|目标|预算")),
    (re.compile("增速|增幅|增长|同比"), re.compile("上年|去年|同期")),
)
GROWTH = re.compile("增速|增幅|增长|同比")
MOST, LEAST = Decimal("1.6"), Decimal("0.6")
FEWEST = 3
POINTS = Decimal("0.3")
HUNDRED = Decimal(100)


def tables(text: Text) -> Iterator[Conflict]:
    """Ask about totals that their rows or columns do not make, and odd rows of a worked-out column."""
    for number, grid in enumerate(grids(text)):
        yield from _columns(grid, number)
        yield from _rows(grid, number)
        yield from _ratios(grid, number)
        yield from _growths(grid, number)


def _growths(grid: Grid, number: int) -> Iterator[Conflict]:
    """The growth of the row 合计 lies between those of the rows."""
    totals = [row for row in grid.rows if TOTAL.match(row[0].words)]
    rows = [row for row in grid.rows if row not in totals]
    for column, head in enumerate(grid.heads):
        stated = totals[0][column] if len(totals) == 1 and column and GROWTH.search(head) else None
        values = [row[column].value for row in rows]
        told = [value for value in values if value is not None]
        if stated is None or stated.value is None or len(told) < len(rows) or len(told) < FEWEST:
            continue
        if not min(told) - POINTS <= stated.value <= max(told) + POINTS:
            facts = [as_fact(grid, row[column], row, column, number) for row in (totals[0], *rows)]
            bound = min(told) if stated.value < min(told) else max(told)
            yield _asked(
                "between",
                "总体的增速在各部分增速之间",
                facts,
                (bound, POINTS, f"{plain(min(told))}% ≤ 总体 ≤ {plain(max(told))}%"),
                f"表中各行增速在{plain(min(told))}%与{plain(max(told))}%之间，合计写{stated.words}，以哪个为准？",
                (asking.SCOPE, asking.COMPARABLE, asking.PERIOD),
            )


def _columns(grid: Grid, number: int) -> Iterator[Conflict]:
    """The row 合计 against the rows of each column."""
    totals = [row for row in grid.rows if TOTAL.match(row[0].words)]
    if len(totals) != 1:
        return
    rest = [row for row in grid.rows if row is not totals[0] and not OF_WHICH.match(row[0].words)]
    details = [row for row in rest if not SUBTOTAL.search(row[0].words)]
    subtotals = [row for row in rest if SUBTOTAL.search(row[0].words)]
    for column in range(1, len(grid.heads)):
        total = totals[0][column]
        if total.value is None or is_ratio(grid.heads[column]) or NOT_ADDED.search(grid.heads[column]):
            continue
        sums = [
            [row for row in rows if row[column].value is not None] for rows in (details, subtotals) if rows
        ]
        if sums and sums[0] and not any(_makes([row[column] for row in rows], total) for rows in sums):
            parts = [(row[column], row) for row in sums[0]]
            yield from _total(
                grid, number, (total, totals[0], column), [(cell, row, column) for cell, row in parts]
            )


def _rows(grid: Grid, number: int) -> Iterator[Conflict]:
    """The column 合计 against the columns of each row, where most rows agree."""
    columns = [
        at for at, head in enumerate(grid.heads) if at and TOTAL.match(head.split()[-1] if head else "")
    ]
    others = [
        at
        for at in range(1, len(grid.heads))
        if at not in columns and not is_ratio(grid.heads[at]) and not NOT_ADDED.search(grid.heads[at])
    ]
    if len(columns) != 1 or len(others) < 2:
        return
    rows = [
        row
        for row in grid.rows
        if row[columns[0]].value is not None and all(row[at].value is not None for at in others)
    ]
    odd = [row for row in rows if not _makes([row[at] for at in others], row[columns[0]])]
    if len(odd) * 2 < len(rows):
        for row in odd:
            yield from _total(
                grid, number, (row[columns[0]], row, columns[0]), [(row[at], row, at) for at in others]
            )


def _makes(cells: list[Cell], total: Cell) -> bool:
    sum_ = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    return total.value is not None and abs(sum_ - total.value) <= _slack(cells, total)


def one_cell_off(cells: list[Cell], total: Cell) -> bool:
    """Would one slip of the pen, in a cell or in the total, make the sum come out?"""
    sum_ = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    value = total.value or Decimal(0)
    needs = [(total, sum_), *((cell, value - sum_ + (cell.value or Decimal(0))) for cell in cells)]
    return any(cell.value is not None and misprinted(cell.value, cell.step, need) for cell, need in needs)


def _slack(cells: list[Cell], total: Cell) -> Decimal:
    return sum((_half(cell) for cell in cells), _half(total))


def _half(cell: Cell) -> Decimal:
    return cell.step / 2 if cell.step < 1 else Decimal(0)


Placed = tuple[Cell, tuple[Cell, ...], int]


def _total(grid: Grid, number: int, stated: Placed, parts: list[Placed]) -> Iterator[Conflict]:
    cells = [part[0] for part in parts]
    computed = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    total = stated[0].value or Decimal(0)
    if not total or not (LEAST <= computed / total <= MOST or one_cell_off(cells, stated[0])):
        return  # another total than of these rows
    shown = " + ".join(cell.words for cell in cells)
    name = grid.heads[stated[2]] or stated[1][0].words
    yield _asked(
        "total",
        "表中合计",
        [as_fact(grid, cell, row, column, number) for cell, row, column in (stated, *parts)],
        (computed, _slack(cells, stated[0]), f"{shown} = {plain(computed, 4)}"),
        f"表中“{name}”各项相加为{plain(computed, 4)}，合计写{stated[0].words}，以哪个为准？",
        (asking.NOT_ALL, asking.OVERLAP, asking.SCOPE, asking.ROUNDED),
    )


def _ratios(grid: Grid, number: int) -> Iterator[Conflict]:
    """A column 占比, 完成率 or 增速 against the columns it is worked out from."""
    for column, head in enumerate(grid.heads):
        for name, base in RATIO_HEADS:
            if column and name.search(head):
                yield from _ratio(grid, number, column, base, growth="增" in head or "同比" in head)
                break


def _ratio(
    grid: Grid, number: int, column: int, base: re.Pattern[str], *, growth: bool
) -> Iterator[Conflict]:
    amounts = [at for at in range(1, len(grid.heads)) if at != column and not is_ratio(grid.heads[at])]
    bottoms = [at for at in amounts if base.search(grid.heads[at])]
    tops = [at for at in amounts if at not in bottoms and not NOT_ADDED.search(grid.heads[at])]
    share = base.pattern == "$^"
    stated = next((row for row in grid.rows if TOTAL.match(row[0].words)), None)
    for top in tops:
        total = stated or (_summed(grid, top, column) if share else None)
        for bottom in [top] if share else bottoms:
            rows = [
                row
                for row in grid.rows
                if _worked(row, top, bottom, column, total if share else None) is not None
            ]
            odd = [
                row for row in rows if _off(row, top, bottom, column, total if share else None, growth=growth)
            ]
            if len(rows) >= 3 and len(odd) * 2 < len(rows):
                for row in odd:
                    yield _ratio_question(
                        grid, number, row, (top, bottom, column), total if share else None, growth
                    )
                return


def _summed(grid: Grid, top: int, column: int) -> tuple[Cell, ...] | None:
    """What the rows of a table without a total make together; None for one row or none."""
    rows = [row for row in grid.rows if row[top].value is not None and row[column].value is not None]
    if len(rows) < FEWEST or any(OF_WHICH.match(row[0].words) for row in grid.rows):
        return None
    total = sum((row[top].value or Decimal(0) for row in rows), Decimal(0))
    return tuple(replace(cell, value=total, words=plain(total, 4)) for cell in rows[0])


def _worked(
    row: tuple[Cell, ...], top: int, bottom: int, column: int, total: tuple[Cell, ...] | None
) -> Decimal | None:
    below = (total or row)[bottom].value
    above = row[top].value
    return above / below * HUNDRED if above is not None and below and row[column].value is not None else None


def _off(
    row: tuple[Cell, ...], top: int, bottom: int, column: int, total: tuple[Cell, ...] | None, *, growth: bool
) -> bool:
    worked, stated = _worked(row, top, bottom, column, total), row[column]
    if worked is None or stated.value is None:
        return False
    below = (total or row)[bottom]
    spread = (_half(row[top]) + worked / HUNDRED * _half(below)) / abs(below.value or Decimal(1)) * HUNDRED
    return abs(worked - (HUNDRED if growth else 0) - stated.value) > max(POINTS, spread + stated.step / 2)


def _ratio_question(
    grid: Grid,
    number: int,
    row: tuple[Cell, ...],
    columns: tuple[int, int, int],
    total: tuple[Cell, ...] | None,
    growth: bool,
) -> Conflict:
    top, bottom, column = columns
    below = (total or row)[bottom]
    value = _worked(row, top, bottom, column, total) or Decimal(0)
    computed = value - HUNDRED if growth else value
    facts = [
        as_fact(grid, row[column], row, column, number),
        as_fact(grid, row[top], row, top, number),
        as_fact(grid, below, total or row, bottom, number),
    ]
    worked = f"{row[top].words} ÷ {below.words}{' - 1' if growth else ''} = {plain(computed, 1)}%"
    return _asked(
        "table_ratio",
        "表中比率",
        facts,
        (computed, POINTS, worked),
        f"表中“{row[0].words}”一行按数推算为{plain(computed, 1)}%，写的是{row[column].words}，以哪个为准？",
        (asking.SCOPE, asking.COMPARABLE, asking.ROUNDED),
    )


def _asked(
    rule: str,
    relation: str,
    facts: list[Fact],
    worked: tuple[Decimal, Decimal, str],
    question: str,
    answers: tuple[str, ...],
) -> Conflict:
    stated = facts[0]
    return Conflict(
        rule=rule,
        relation=relation,
        computed=worked[0],
        stated=stated.value,
        unit=stated.unit,
        tolerance=worked[1],
        worked=worked[2],
        question=question,
        facts=tuple(facts),
        start=stated.start,
        end=stated.end,
        answers=(*answers, asking.WRONG),
        places=tuple(sorted({(fact.start, fact.end) for fact in facts})),
    )
