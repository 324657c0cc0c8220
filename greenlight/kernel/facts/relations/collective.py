"""The share of a group told by its members: 主导产业产值占比23.14% beside 43.55亿元, 33.23亿元 and 124.2亿元.

Tolerance: 0.3 points, more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.base_names import loosely_named
from greenlight.kernel.facts.relations.bounds import head
from greenlight.kernel.facts.relations.fitting import HUNDRED, points_tolerance
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.share_words import share_words
from greenlight.kernel.facts.relations.wholes import FARTHEST, fits_beside, in_sentence_before, is_part

TOGETHER = re.compile(
    "^(?:以上|前)?(?P<many>[两二三四五])(?:税|项|者|类|个[\u4e00-\u9fff]{2,4})(?:合计|共|之和|总和)?占"
)
MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
GROUP = re.compile(
    "主导产业|支柱产业|重点产业|特色产业|两大|三大|四大|五大|上述|以上|两者|三者|两项|三项|合计|合并"
)


def collective(page: Page) -> Iterator[Conflict]:
    """Ask where neither one member nor any run of them gives the group's share."""
    for told in page.told:
        if not is_percent(told.fact):
            continue
        words = share_words(told.before)
        together = TOGETHER.search(told.clause) if words and words.base and not words.of_plan else None
        if together and words:
            yield from _together(page, told, MANY[together["many"]], words.base)
        elif words and words.subject and GROUP.search(words.subject) and not words.of_plan:
            members = _members(page, told, words.subject)
            whole = _whole(page, members) if len(members) >= 2 else None
            if whole and not _fits(told, members, whole):
                yield _question(told, members, whole)


def _together(page: Page, told: Told, many: int, base: str) -> Iterator[Conflict]:
    """增值税14.2亿元，企业所得税9.6亿元，两税合计占税收收入的65.4%: as many numbers before as are counted."""
    near = list(in_sentence_before(page, told))
    members = near[:many][::-1]
    if len(members) < many or any(one.amount.unit != near[0].amount.unit for one in members):
        return
    total = sum((one.amount.value for one in members), Decimal(0))
    for whole in page.earlier(members[0], 16):
        if fits_beside(whole, members[0]) and loosely_named(base, whole) and whole.amount.value >= total:
            if not _fits_all(told, members, whole):
                yield _question(told, members, whole)
            return


def _fits_all(told: Told, members: list[Told], whole: Told) -> bool:
    return abs(_share(members, whole) - told.amount.value) <= _slack(told, members, whole)


def _members(page: Page, told: Told, subject: str) -> list[Told]:
    """Numbers of the sentence whose words end as the group's do: 产值."""
    return [
        one
        for one in page.in_sentence(told)
        if one.at < told.at and is_quantity(one.fact) and subject.endswith(head(one)) and len(head(one)) == 2
    ]


def _whole(page: Page, members: list[Told]) -> Told | None:
    total = sum((one.amount.value for one in members), Decimal(0))
    first = members[0]
    for at in range(first.at - 1, max(-1, first.at - 1 - FARTHEST), -1):
        one = page.told[at]
        if (
            fits_beside(one, first)
            and head(one) == head(first)
            and one.amount.value > total
            and near_time(one.fact.period, first.fact.period)
            and not is_part(page, one)
        ):
            return one
    return None


def _fits(told: Told, members: list[Told], whole: Told) -> bool:
    runs = [members[a:b] for a in range(len(members)) for b in range(a + 1, len(members) + 1)]
    return any(abs(_share(run, whole) - told.amount.value) <= _slack(told, run, whole) for run in runs)


def _share(run: list[Told], whole: Told) -> Decimal:
    return sum((one.amount.value for one in run), Decimal(0)) / whole.amount.value * HUNDRED


def _slack(told: Told, run: list[Told], whole: Told) -> Decimal:
    halves = sum((one.amount.half for one in run), whole.amount.half)
    return points_tolerance(told, halves / whole.amount.value * HUNDRED)


def _question(told: Told, members: list[Told], whole: Told) -> Conflict:
    computed = _share(members, whole)
    units = {one.fact.unit for one in [*members, whole]}
    shown = [plain(one.fact.value) if len(units) == 1 else printed(one.fact) for one in [*members, whole]]
    return asking.asked(
        asking.Finding(
            rule="share",
            relation="几项合计的占比",
            facts=(told, *members, whole),
            computed=computed,
            tolerance=_slack(told, members, whole),
            worked=f"({' + '.join(shown[:-1])}) ÷ {shown[-1]} = {plain(computed, 1)}%",
            question=f"前面几项合计占{printed(whole.fact)}的{plain(computed, 1)}%，"
            f"文中写{printed(told.fact)}，是哪几项的占比？以哪个为准？",
            answers=(asking.SCOPE, asking.BASE, asking.PERIOD),
        )
    )
