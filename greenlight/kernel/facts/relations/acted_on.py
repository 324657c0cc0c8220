"""Of so many, so many were dealt with: 12万名重点人群中已签约9.84万人，签约率82%.

So too 签约项目72个 … 签约项目中已开工49个，开工率68.1%. The rate bears the name of the act, the act stands
after …中, and what stands before 中 is the number just before or one told earlier under that name. Where
those told differ, the words name none of them, and nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.steps import is_past, is_plan, is_step

OF_THESE = re.compile(
    "(?P<whole>[\u4e00-\u9fff“”]{2,12}?)中[，,]?(?:已经?|有|共|累计|实际)*(?P<act>[\u4e00-\u9fff]{2,4})$"
)
ASIDE = re.compile("[；;。]|其$")
PERSONS = frozenset({"人", "名", "位", "人次"})
FARTHEST = 60


def acted_on(page: Page) -> Iterator[Conflict]:
    """Ask where the rate of an act is not what was acted on over all there are."""
    for rate in page.told:
        part = page.told[rate.at - 1] if rate.at else None
        found = OF_THESE.search(part.clause) if part and is_quantity(part.fact) else None
        if part is None or found is None or not is_percent(rate.fact) or part.sentence != rate.sentence:
            continue
        if f"{found['act'][-2:]}率" in rate.clause and not ASIDE.search(found["whole"]):
            yield from _ask(rate, part, _wholes(page, part, found["whole"]))


def _wholes(page: Page, part: Told, name: str) -> list[Told]:
    """The number just before (12万名重点人群中), else those told earlier under the name."""
    before = page.told[part.at - 1] if part.at else None
    if before and before.sentence == part.sentence and part.before.startswith(name):
        return [before] if _may_hold(before, part) else []
    found, alike = [], same_name(name)
    for one in page.told[max(0, part.at - FARTHEST) : part.at]:
        told = same_name(one.fact.indicator)
        if told.endswith(alike) and _may_hold(one, part) and not is_step(one):
            found.append(one)
    return found


def _may_hold(one: Told, part: Told) -> bool:
    units = {one.amount.unit, part.amount.unit}
    same = len(units) == 1 or units <= PERSONS
    plainly = is_quantity(one.fact) and not is_plan(one) and not is_past(one)
    return same and units <= COUNTERS | PERSONS and plainly and near_time(one.fact.period, part.fact.period)


def _ask(rate: Told, part: Told, wholes: list[Told]) -> Iterator[Conflict]:
    if len({one.amount.value for one in wholes}) != 1 or not wholes[0].amount.value:
        return
    whole = wholes[-1]
    value, spread = quotient(part.amount, whole.amount)
    tolerance = points_tolerance(rate, spread)
    if apart(value, rate, tolerance):
        shown = f"{plain(value, 1)}%"
        yield asking.asked(
            asking.Finding(
                rule="share",
                relation="做了的占全部的比率",
                facts=(rate, part, whole),
                computed=value,
                tolerance=tolerance,
                worked=f"{printed(part.fact)} ÷ {printed(whole.fact)} = {shown}",
                question=f"按{printed(part.fact)}与{printed(whole.fact)}算是{shown}，"
                f"文中写{printed(rate.fact)}，以哪个为准？",
                answers=(asking.BASE, asking.PERIOD, asking.ROUNDED),
            )
        )
