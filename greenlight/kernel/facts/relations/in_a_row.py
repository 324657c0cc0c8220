"""A number, that of before and the step between them in a row: 存栏6200头，年初5400头，增加800头.

Or the step first: 退税3.8亿元，同比多退0.9亿元，上年同期为2.9亿元. Step and base say nothing else in their
clauses. Tolerance: half a step of each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import fits, question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past, is_step

BASE = re.compile(r"^[，,（(]?(?:而)?(?:上年|去年|年初|期初)(?:同期|末|底)?(?:数)?(?:为|是|有)?$")
STEP = re.compile(
    "^[，,]?(?:同比|比上年|较上年|比去年|比年初|较年初)?(?:净)?(?:多|少|增加|减少|增|减)[\u4e00-\u9fff]?(?:了)?$"
)


def in_a_row(page: Page) -> Iterator[Conflict]:
    """Ask where the step told beside a number and its base is not their difference."""
    for value in page.told:
        row = page.told[value.at + 1 : value.at + 3]
        if len(row) == 2 and row[1].sentence == value.sentence and _plain(value):
            for base, step in (row, row[::-1]):
                if _alike(value, base, step) and BASE.match(base.before) and STEP.match(step.before):
                    yield from _ask(value, base, step)


def _plain(told: Told) -> bool:
    return is_quantity(told.fact) and not (told.fact.is_target or is_step(told) or is_past(told))


def _alike(value: Told, base: Told, step: Told) -> bool:
    told = (value, base, step)
    same = all(is_quantity(one.fact) and one.amount.unit == value.amount.unit for one in told)
    return same and all(one.fact.comparator is Comparator.EQUAL for one in told)


def _ask(value: Told, base: Told, step: Told) -> Iterator[Conflict]:
    more, less = (value, base) if value.amount.value >= base.amount.value else (base, value)
    if not fits(step, more, less):
        yield question(step, more, less)
