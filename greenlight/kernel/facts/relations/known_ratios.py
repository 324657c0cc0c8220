"""Ratios with a name of their own: 存贷比 is loans over deposits, 财政自给率 income over expenditure.

Sources: 中国人民银行金融统计 (存贷比), 财政部通行口径 (财政自给率), 国家统计局 (城镇化率, 城乡居民收入比).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED, apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.names import elsewhere
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.share_words import CLAUSE
from greenlight.kernel.facts.relations.steps import LAST_YEAR, is_past, is_step
from greenlight.kernel.facts.relations.wholes import fits_beside


@dataclass(frozen=True, slots=True)
class Known:
    """A ratio's name, what is divided, by what; `percent` or a plain multiple."""

    name: re.Pattern[str]
    top: re.Pattern[str]
    bottom: re.Pattern[str]
    percent: bool = True


CURRENCIES = "(?:全[区县市])?(?:金融机构)?(?:人民币|本外币)?(?:各项)?"
KNOWN = (
    Known(
        re.compile("存贷比"),
        re.compile(f"各项贷款余额|^{CURRENCIES}贷款余额"),
        re.compile(f"各项存款余额|^{CURRENCIES}存款余额"),
    ),
    Known(re.compile("财政自给率"), re.compile("一般公共预算收入$"), re.compile("一般公共预算支出$")),
    Known(
        re.compile("资产负债率"),
        re.compile("负债(?:总额|合计)?$"),
        re.compile("(?<!净)资产(?:总额|合计|总计)$"),
    ),
    Known(re.compile("产销率"), re.compile("销售产值$"), re.compile("(?<!销售)(?:总产值|现价产值)$")),
    Known(
        re.compile("城镇化率"),
        re.compile("城镇(?:常住)?人口"),
        re.compile("^(?:全[区县市])?(?:年末)?常住(?:总)?人口"),
    ),
    Known(
        re.compile("营业?(?:业)?收入?利润率|营收利润率"),
        re.compile("利润总额$|^(?:实现)?利润$"),
        re.compile("(?:营业|主营业务)(?:总)?收入$|营收$"),
    ),
    Known(
        re.compile("不良(?:贷款)?率"),
        re.compile("不良贷款(?:余额)?$"),
        re.compile(f"各项贷款余额|^{CURRENCIES}贷款余额$"),
    ),
    Known(re.compile("节约率|节资率"), re.compile("节约|节资"), re.compile("预算金?额?$|控制价|招标限价")),
    Known(re.compile("税占比|税收占比"), re.compile("^税收(?:收入)?$"), re.compile("一般公共预算收入$")),
    Known(
        re.compile("城乡(?:居民)?(?:人均)?(?:可支配)?收入(?:倍差|比|之比|差距)"),
        re.compile("^城镇(?:常住)?(?:居民)?人均可支配收入$"),
        re.compile("^农村(?:常住)?(?:居民)?人均可支配收入$"),
        percent=False,
    ),
)
NOW = re.compile("^(?:缩小|扩大|提高|上升|下降|降|升|增)(?:到|至|为)$")
SLACK = Decimal("0.01")


def known_ratios(page: Page) -> Iterator[Conflict]:
    """Ask where both numbers stand in the paragraph and do not give the named ratio."""
    for told in page.told:
        if told.fact.kind in (Kind.LEVEL, Kind.COUNT, Kind.YOY_GROWTH, Kind.RANK) and is_percent(told.fact):
            continue
        clause = "" if LAST_YEAR.search(told.before) else _name_before(page, told)
        for known in KNOWN:
            if known.name.search(clause) and is_percent(told.fact) == known.percent:
                yield from _ask(page, told, known)


def _name_before(page: Page, told: Told) -> str:
    """城乡居民收入比由上年的2.02缩小到1.97: the name stands before the number that was."""
    if NOW.match(told.before) and told.at and page.told[told.at - 1].sentence == told.sentence:
        return page.told[told.at - 1].clause
    return CLAUSE.split(told.before)[-1]


def _ask(page: Page, told: Told, known: Known) -> Iterator[Conflict]:
    top, bottom = (_nearest(page, told, pattern) for pattern in (known.top, known.bottom))
    if not top or not bottom or not bottom.amount.value or not fits_beside(top, bottom):
        return
    value, spread = quotient(top.amount, bottom.amount)
    tolerance = points_tolerance(told, spread)
    if not known.percent:
        value, tolerance = value / HUNDRED, spread / HUNDRED + told.amount.half + SLACK
    if apart(value, told, tolerance):
        yield _question(told, top, bottom, value, tolerance)


def _question(told: Told, top: Told, bottom: Told, value: Decimal, tolerance: Decimal) -> Conflict:
    shown = f"{plain(value, 2)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="known_ratio",
            relation="有固定算法的比率",
            facts=(told, top, bottom),
            computed=value,
            tolerance=tolerance,
            worked=f"{printed(top.fact)} ÷ {printed(bottom.fact)} = {shown}",
            question=f"按{printed(top.fact)}与{printed(bottom.fact)}算应为{shown}，文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )


def _nearest(page: Page, told: Told, pattern: re.Pattern[str]) -> Told | None:
    for one in page.earlier(told):
        fits = is_quantity(one.fact) and not one.fact.is_target and pattern.search(one.fact.indicator)
        if (
            fits
            and not is_step(one)
            and not is_past(one)
            and not elsewhere(one.words)
            and near_time(one.fact.period, told.fact.period)
        ):
            return one
    return None
