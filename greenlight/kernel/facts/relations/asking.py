"""How a question is put: both places, the sum worked out, the tolerance, reasons one may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import plain
from greenlight.kernel.facts.relations.page import Told

SCOPE = "口径不同：两处统计范围不一样"
PERIOD = "时间段不同"
ROUNDED = "四舍五入"
NOT_ALL = "其中项未列全"
OVERLAP = "各项有交叉，不能相加"
COMPARABLE = "增速按可比价格（或可比口径）计算，不能用现价数推算"
REVISED = "上年基数后来调整过"
ESTIMATED = "一处是预计数或快报数"
BASE = "含（不含）的范围不同：分母不是这一项"
OTHERS = "含（不含）其他企业或项目"
WRONG = "写错了，需要改"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule hands over: the stated fact first, then those it was worked out from."""

    rule: str
    relation: str
    facts: Sequence[Told]
    computed: Decimal
    tolerance: Decimal
    worked: str
    question: str
    answers: tuple[str, ...]


def asked(finding: Finding) -> Conflict:
    """The finding as a question that can be shown, printed and answered."""
    stated = finding.facts[0].fact
    places = tuple(sorted({(told.fact.start, told.fact.end) for told in finding.facts}))
    return Conflict(
        rule=finding.rule,
        relation=finding.relation,
        computed=finding.computed,
        stated=stated.value,
        unit=stated.unit,
        tolerance=finding.tolerance,
        worked=finding.worked,
        question=finding.question,
        facts=tuple(told.fact for told in finding.facts),
        start=stated.start,
        end=stated.end,
        answers=(*finding.answers, WRONG),
        places=places,
    )


def moved(percent: Decimal) -> str:
    """增长5.2% or 下降5.2%."""
    return f"{'下降' if percent < 0 else '增长'}{plain(abs(percent), 1)}%"


def allowed(tolerance: Decimal, unit: str) -> str:
    """The tolerance in words: 允许相差0.3个百分点."""
    shown = plain(tolerance, 4) if tolerance < 1 else plain(tolerance, 2)
    return f"允许相差{shown}{'个百分点' if unit == '%' else unit}"
