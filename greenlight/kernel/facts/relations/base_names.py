"""Does a base (占签约总数的, 占限上零售的) mean that number? By its letters, or with its measure left out."""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Told

MEASURES = frozenset(
    {
        "面积",
        "供应面积",
        "供应",
        "投资",
        "规模",
        "户",
        "人口",
        "产值",
        "供地",
        "金额",
        "支出",
        "收入",
        "人次",
        "人数",
        "次数",
        "件数",
        "户数",
    }
)
NUMBER_OF = re.compile("^(?P<what>[\u4e00-\u9fff]{2,6})总(?:数|量)$")  # 全年新签约项目26个，…占签约总数的


def loosely_named(words: str, told: Told) -> bool:
    """Are all letters of the base, in their order, letters of the name (限上零售 of 限上企业零售)?"""
    base = same_name(words)
    counted = NUMBER_OF.match(words)
    if counted and told.fact.kind is Kind.COUNT and counted["what"] in told.clause:
        return True
    return len(base) >= 2 and any(
        _in_order(base, same_name(name)) or _begins(base, same_name(name))
        for name in (told.fact.indicator, told.clause)
    )


def _begins(base: str, name: str) -> bool:
    """工业用地1932亩 for 占工业用地供应面积的: the measure is left out beside the unit."""
    return len(name) >= 3 and base.startswith(name) and base[len(name) :] in MEASURES


def _in_order(base: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in base) or (len(name) > 2 and base.endswith(name))
