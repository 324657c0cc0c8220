"""The text tells the total of a table beside it: 安排项目86个，…分领域看： and a column of 项目数（个）.

Only within a paragraph before or after the table, of the column's own name and unit, and only where none of
the text's numbers is the sum of the column and one slip of the pen explains the gap. Tolerance: half a step
of every number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Fact, Text
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.between import growth_of
from greenlight.kernel.facts.relations.grids import UNIT, Cell, Grid, as_fact, grids, is_ratio
from greenlight.kernel.facts.relations.names import elsewhere, same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past, is_step
from greenlight.kernel.facts.relations.totals import GROWTH, NOT_ADDED, OF_WHICH, POINTS, TOTAL, one_cell_off

BEFORE, AFTER = 240, 120  # letters of text looked at
LEAST = 3
WORDS = re.compile("[数（(]|投资额|额$|情况|（.*）")
LAST = re.compile("上年|去年|同期|计划|任务|目标|完成|新|累计")


def beside_tables(text: Text, page: Page) -> Iterator[Conflict]:
    """Ask where the text beside a table tells another total than the table's column makes."""
    for number, grid in enumerate(grids(text)):
        near = _near(page, *grid.span)
        for column, head in enumerate(grid.heads):
            found = UNIT.search(head)
            if column and found and not is_ratio(head) and not NOT_ADDED.search(head):
                told = [one for one in near if _is_its_total(one, UNIT.sub("", head), found["unit"])]
                yield from _ask(page, grid, number, column, told)


def _near(page: Page, start: int, end: int) -> list[Told]:
    return [*page.told.between(start - BEFORE, start), *page.told.between(end, end + AFTER)]


def _is_its_total(told: Told, head: str, unit: str) -> bool:
    """Is the number of the column's unit and name, and of no other sort (上年同期, 新开工)?"""
    name = WORDS.sub("", same_name(head))
    words = same_name(told.fact.indicator + told.clause)
    same = scale(unit)[1] == told.amount.unit and is_quantity(told.fact)
    sort = frozenset(LAST.findall(head)) == frozenset(LAST.findall(told.clause))
    plainly = not is_past(told) and not is_step(told) and not elsewhere(told.words)
    return same and plainly and len(name) >= 2 and (name in words or name in told.clause) and sort


def _ask(page: Page, grid: Grid, number: int, column: int, told: list[Told]) -> Iterator[Conflict]:
    rows = [row for row in grid.rows if not OF_WHICH.match(row[0].words) and row[column].value is not None]
    totals = [row for row in rows if TOTAL.match(row[0].words)]
    parts = [row for row in rows if row not in totals]
    if not told or len(parts) < LEAST or len(totals) > 1:
        return
    factor = scale(told[0].fact.unit)[0] / scale(_unit(grid, column))[0]
    stated = [_as_cell(one, factor) for one in told]
    makes = [totals[0][column]] if totals else []
    sum_ = sum((row[column].value or Decimal(0) for row in parts), Decimal(0))
    slack = sum((row[column].step / 2 for row in parts if row[column].step < 1), Decimal(0))
    for one, cell in zip(told, stated, strict=True):
        value = cell.value or Decimal(0)
        if abs(value - sum_) <= slack + cell.step / 2 or any(value == made.value for made in makes):
            yield from _growth(page, grid, number, one)
            return
    if one_cell_off([row[column] for row in parts], stated[0]):
        yield _question(grid, number, column, [*totals, *parts], told[0], sum_)


def _growth(page: Page, grid: Grid, number: int, told: Told) -> Iterator[Conflict]:
    """全社会货运量5820万吨，同比增长6.4%: between the growths of the rows."""
    mine = growth_of(page, told)
    heads = [at for at, head in enumerate(grid.heads) if at and GROWTH.search(head)]
    rows = [row for row in grid.rows if not TOTAL.match(row[0].words) and not OF_WHICH.match(row[0].words)]
    values = [row[heads[0]].value for row in rows] if len(heads) == 1 else []
    known = [value for value in values if value is not None]
    if mine is None or len(known) < max(LEAST, len(rows)):
        return
    low, high = min(known), max(known)
    if low - POINTS <= mine.amount.value <= high + POINTS:
        return
    finding = asking.asked(
        asking.Finding(
            rule="between",
            relation="总体的增速在各部分增速之间",
            facts=(mine,),
            computed=low if mine.amount.value < low else high,
            tolerance=POINTS,
            worked=f"{plain(low)}% ≤ 总体 ≤ {plain(high)}%",
            question=f"表中各行增速在{plain(low)}%与{plain(high)}%之间，文中总体写{printed(mine.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.COMPARABLE, asking.PERIOD),
        )
    )
    yield _with_cells(finding, [as_fact(grid, row[heads[0]], row, heads[0], number) for row in rows])


def _unit(grid: Grid, column: int) -> str:
    found = UNIT.search(grid.heads[column])
    return found["unit"] if found else ""


def _as_cell(told: Told, factor: Decimal) -> Cell:
    return Cell(
        printed(told.fact),
        (told.fact.start, told.fact.end),
        told.fact.value * factor,
        told.fact.step * factor,
    )


def _question(
    grid: Grid, number: int, column: int, rows: list[tuple[Cell, ...]], told: Told, sum_: Decimal
) -> Conflict:
    head = UNIT.sub("", grid.heads[column]).strip()
    facts = [as_fact(grid, row[column], row, column, number) for row in rows]
    finding = asking.asked(
        asking.Finding(
            rule="total",
            relation="文中总数与表中合计",
            facts=(told,),
            computed=sum_,
            tolerance=Decimal(0),
            worked=f"{' + '.join(row[column].words for row in rows)} = {plain(sum_, 4)}",
            question=f"表中“{head}”各行相加为{plain(sum_, 4)}，文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.NOT_ALL, asking.SCOPE, asking.PERIOD),
        )
    )
    return _with_cells(finding, facts)


def _with_cells(finding: Conflict, facts: list[Fact]) -> Conflict:
    places = tuple(sorted({*finding.places, *((fact.start, fact.end) for fact in facts)}))
    return replace(finding, facts=(*finding.facts, *facts), places=places)
