"""A whole and its parts with nothing but a comma between: 造林3.6万亩，人工1.5万、封育1.3万、修复0.8万亩。

Three parts or more joined by 、, to the end of the sentence or its ；. The words do not say that they are
all, so the rules of sums ask only where the parts' names tell it or one slip of the pen explains the gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.relations.page import Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_past, is_step

OPENS = re.compile(r"^[\u4e00-\u9fff]{0,8}[，,][\u4e00-\u9fff]{2,10}$")
GOES_ON = re.compile(r"^[\u4e00-\u9fff]{0,6}(?:、|和|及|以及)[\u4e00-\u9fff]{2,10}$")
ENDS = re.compile(r"^[\u4e00-\u9fff]{0,8}[。；;\n]|^[\u4e00-\u9fff]{0,8}$")
OTHERWISE = re.compile("分别|比|较|同比|均|每|平均|提高|增长|下降|另有|还有|带动|惠及")
FEWEST = 3
SHARP = 3  # digits of the whole: with fewer a slip of the pen explains too much


def spread(rest: list[Told], whole: Told, may_be_part: Callable[[Told, Told], bool]) -> tuple[Told, ...]:
    """Return the parts after a comma, empty unless the sentence holds nothing else after the whole."""
    opens = rest and OPENS.match(rest[0].before) and not (is_step(whole) or is_past(whole))
    if not opens or whole.fact.comparator is not Comparator.EQUAL or digits(whole) < SHARP:
        return ()
    parts: list[Told] = []
    for one in rest:
        goes_on = not parts or GOES_ON.match(one.before)
        if not goes_on or OTHERWISE.search(one.before) or not may_be_part(one, whole):
            return ()
        parts.append(one)
        if re.search("[；;]", one.after):
            break
    same = all(part.amount.unit == whole.amount.unit for part in parts)
    ended = len(parts) >= FEWEST and ENDS.match(parts[-1].after)
    return tuple(parts) if same and ended else ()
