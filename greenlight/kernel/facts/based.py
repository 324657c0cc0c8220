"""A figure of a time before belongs to what was told in its unit: 事故11起、死亡7人,上年同期为14起、10人."""

from __future__ import annotations

import re

from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.state import State

_PAST = re.compile(
    r"[ ,、]*(?:但|而|规模|总量|总数|数量|金额)?[由从比较与和同]?"
    r"(?:(?:上年|去年|前年|上一年|20\d\d年|上月|上季度|上半年|前[一二三]季度|1?\d月|[一二三]季度)"
    r"(?:同期|同月|末|底|当月)?|常年同期|常年|多年平均|同期|年初)(?:分别)?(?:实际?(?:完成|招|有|现|得分|支出|投入))?(?:的|为|是|有|达)*"
)
_ON = re.compile("[ 、和及与,]+")
_AMOUNTS = (Kind.LEVEL, Kind.COUNT)


def remember(place: Place, kind: Kind, name: str, state: State) -> None:
    """Keep what was told in this unit last, plans aside."""
    if kind in _AMOUNTS and name and not (state.noun_aimed or state.aim):
        state.in_unit[place.figure.unit] = name


_RATIO = re.compile("(?:率|占比|比重|比例)$")


def no_ratio(subject: str, unit: str, state: State) -> str:
    """Return a subject a count can have: 已整改312处,整改率92.3%,剩余26处 is of no rate."""
    return state.in_unit.get(unit, subject) if _RATIO.search(subject) else subject


def of(place: Place, lead: str, kind: Kind, state: State) -> str:
    """Return what a figure of a time before is of, when the subject carried on is told in another unit."""
    past = bool(_PAST.fullmatch(lead)) or (state.past and bool(_ON.fullmatch(lead)))
    state.past = past and place.figure.sort in (Sort.MONEY, Sort.MEASURE, Sort.COUNT)
    name = state.in_unit.get(place.figure.unit, "")
    told = kind in _AMOUNTS and state.past and (kind == Kind.COUNT or name != state.subject)
    return name if told and not place.tail.startswith("的") else ""
