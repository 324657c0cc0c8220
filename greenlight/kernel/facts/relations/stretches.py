"""How far a list of parts goes: over counters that differ, up to a ； after which something else is done."""

from __future__ import annotations

import re

from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.page import Told

THINGS = frozenset("家个户处所座项条")
AGAINST = re.compile(
    "比(?!赛|例|亚)|较|上年|去年|同期|占(?!道|地|用)|超(?!限|载|标|市|声|高|龄|期|算|前|级|长|短|大|低|净|薄|细)|目标|任务|计划|预算(?!收入|支出|内|外)|均(?!衡)|净增|新增|增加(?!值)|减少|减收|增收|每|当月|日均"
)
SHORTEST = 2  # letters that name a part
REST_OF = re.compile("其余|剩余|余下|剩下")
NEAR_BY = 4  # letters
BREAK = re.compile("[；;]")
ACTS = re.compile(
    r"^\s*(?:推进|促成|实施|引进|新引进|完成|实现|新增|全年|累计|开展|建成|争取|培育|组织|依托|新|预计|截至|全区|社会|再|已)"
)


def with_other_counters(rest: list[Told], parts: list[Told]) -> list[Told]:
    """工贸企业1176家，建筑工地214个，其他418家: what stands between two parts is one as well."""
    if len(parts) < 2 or parts[0].amount.unit not in THINGS:
        return parts
    return [
        one
        for one in rest
        if one in parts
        or (
            parts[0].at < one.at < parts[-1].at
            and one.amount.unit in THINGS
            and is_quantity(one.fact)
            and not AGAINST.search(one.clause)
            and not BREAK.search(one.before)
        )
    ]


def of_one_stretch(parts: list[Told]) -> list[Told]:
    """其中4A级3家、3A级8家；民宿216家: what follows a ； goes on with other things, if none stood before."""
    breaks = [at for at, one in enumerate(parts) if at and BREAK.search(one.before)]
    return parts if len(breaks) in (0, len(parts) - 1) else parts[: breaks[0]]


def up_to_inner(parts: list[Told]) -> list[Told]:
    """第二产业30.48亿，…，第二产业中的工业29.15亿: what lies in a part before is none itself."""
    for at, one in enumerate(parts):
        heads = [part.clause for part in parts[:at] if len(part.clause) >= SHORTEST]
        if any(one.clause.startswith(f"{head}{word}") for head in heads for word in ("中", "里", "其中")):
            return parts[:at]
    return parts


def is_rest(whole: Told, counted: Told) -> bool:
    """单体20亿元，其余5个共36亿元: what is left of all is no sum of what was told."""
    beside = counted.sentence == whole.sentence and len(whole.before) <= NEAR_BY
    return bool(REST_OF.search(whole.clause) or (beside and REST_OF.search(counted.clause)))


def unbroken(rest: list[Told], place: int) -> list[Told]:
    """Up to a ； after which something else is done: …；推进重点项目75个 goes on with no list of parts."""
    for at, one in enumerate(rest):
        broken = at and one.fact.start > place and BREAK.search(one.before)
        if broken and ACTS.search(BREAK.split(one.before)[-1]):
            return rest[:at]
    return rest
