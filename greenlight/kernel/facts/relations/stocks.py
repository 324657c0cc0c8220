"""What there was and what came to it make what there is: 上年末140座，新建46座，累计186座.

Only where a sentence tells all three of one thing, the old stock as such (上年末、去年底、年初), the new as
new; something may have gone out of the old: asked about only where one slip of the pen explains the gap.
Tolerance: half a step of each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import fits, question
from greenlight.kernel.facts.relations.page import Page, Told, around
from greenlight.kernel.facts.relations.slips import slipped
from greenlight.kernel.facts.relations.steps import is_plan
from greenlight.kernel.facts.relations.wholes import fits_beside

OLD = re.compile(
    "(?:去年(?!同期)|上年(?!同期)|原有|上年末|上年底|去年末|去年底|年初|上年同期末|\\d{4}年[末底])[^，,；;。]{0,8}$"
)
NEW = re.compile(
    "(?:[又再](?:新?[增建添投开引]|投放)|新增|新建|新投放|新投用|新开通|新设|净增|新发展|新认定|新培育|新引进)[^，,；;。]{0,8}$"
)
NOW = re.compile(
    "(?:累计|总数|总量|总[长里面装]|达到?|保有量|存量|共有|拥有|现有|期末|年末|总规模)[^，,；;。]{0,8}$"
)
FLOW = re.compile("(?:比|较|由|从)[^，,；;。]*$")
REACH = 4


def stocks(page: Page) -> Iterator[Conflict]:
    """Ask where the old stock and what is new do not make the new stock, by one slip of the pen."""
    for old in page.told:
        if not is_quantity(old.fact) or not OLD.search(old.clause) or FLOW.search(old.clause):
            continue
        near = [one for one in around(page.in_sentence(old), old, REACH) if one is not old]
        near = [one for one in near if fits_beside(one, old) and one.amount.unit == old.amount.unit]
        new = next((one for one in near if NEW.search(one.clause) and not is_plan(one)), None)
        now = next((one for one in near if one is not new and _is_now(one)), None)
        if new and now and _one_slip(new, now, old):
            yield question(new, now, old)


def _is_now(told: Told) -> bool:
    return bool(NOW.search(told.clause)) and not NEW.search(told.clause) and not OLD.search(told.clause)


def _one_slip(new: Told, now: Told, old: Told) -> bool:
    """Do they not fit, and would one of the three, read anew, make them fit?"""
    if fits(new, now, old):
        return False
    gap = now.amount.value - old.amount.value
    whole = old.amount.value + new.amount.value
    needs = ((new, gap), (now, whole), (old, now.amount.value - new.amount.value))
    return any(need > 0 and slipped(one, need) for one, need in needs)
