"""Numbers that are gains, losses or plans, not the value itself: 净增52家, 减收0.31亿元, 年初预算35.5亿元."""

from __future__ import annotations

import re
from functools import lru_cache

from greenlight.kernel.facts.relations.page import Told

DONE_MORE = re.compile(  # 比上年扩种0.3万亩, 较去年多接待; not 比上年的, 比上年末为
    "(?:比|较)(?:上年同期|去年同期|上年末|去年末|上年底|去年底|上年|去年|年初)[多少增减扩新超][\u4e00-\u9fff]{0,3}$"
)
THAN = re.compile("(?:比|较)[^，,；;。]*(?:增|减|多|少|升|降)[^，,；;。到至为]{0,3}$")
MORE = re.compile(
    "(?:净增加?|增产|增加|增收|增长|多增|新增|增|多|高|[增多](?:收|支|产|销|发|供|用|投|贷|缴|存|蓄))(?:了|约|出)?$|多(?:减|降|压减)$|(?:比|较)[^，,；;。]{2,12}多[\u4e00-\u9fff]{1,3}$"
)
LESS = re.compile(
    "(?:缩短|压缩|回落|降低|净减少?|减产|减少|减收|下降|少增|短收|(?<!多)压减|(?<!多)减|少|低|[减少](?:收|支|产|销|发|供|用|投|贷|缴|存|蓄))(?:了|约)?$|(?:比|较)[^，,；;。]{2,12}少[\u4e00-\u9fff]{1,3}$"
)
BY_SO_MUCH = re.compile(r"^\s*[)）]?\s*的?(?:多|少)[\u4e00-\u9fff]{0,2}$")  # 比上年的4126万立方米多供154万
LAST_YEAR = re.compile(
    "(?:常年(?:同期|平均)?|多年平均|上年|去年|上年同期|去年同期|上一年度?)[^，,；;。]{0,8}$"
)
SET_YEAR = re.compile(
    r"(?:比|较|与|同)(?:(?:20)?\d\d年|[一二两三四五六七八九十\d]{1,2}年前|此前|改革前|实施前)(?:同期|全年|[末底])?的?$"
)  # 比2023年的3921件
PAST = re.compile("上年|去年|年初|上月|上季|同期|原来|此前|\\d年")
FROM = re.compile("(?:由|从)[^，,；;。]*$")
INTO = re.compile(
    "(?:增加|增长|提高|扩大|上升|发展|增|升|减少|下降|降低|降)?(?:到|至|为)(?:了)?(?:[^，,；;。]{0,8})$"
)
AIM = re.compile("(?:为|占|完成|达到?|相当于|超|比|较)[^，,；;。]*(?:任务|目标|计划|预算)[数值额]?的?$")
PLAN = re.compile("任务|目标|计划|预算(?!收入|支出)")


def is_step(told: Told) -> bool:
    """Is the number a gain or a loss (净增52家, 减收0.31亿元, 比上年增产0.42万吨), not a value?"""
    return _steps(told.clause)


@lru_cache(maxsize=1024)
def _steps(clause: str) -> bool:
    return bool(
        DONE_MORE.search(clause)
        or MORE.search(clause)
        or LESS.search(clause)
        or THAN.search(clause)
        or BY_SO_MUCH.match(clause)
    )


def is_plan(told: Told) -> bool:
    """Is the number a plan or a task, not what was reached?"""
    return told.fact.is_target or bool(PLAN.search(told.clause))


def is_past(told: Told) -> bool:
    """Is it last year's number (比上年同期的30.46亿元, 由上年的86家): another's base, never its whole?"""
    return _of_the_past(told.clause)


@lru_cache(maxsize=1024)
def _of_the_past(clause: str) -> bool:
    return bool(
        LAST_YEAR.search(clause) or SET_YEAR.search(clause) or (FROM.search(clause) and PAST.search(clause))
    )


def is_aside(told: Told) -> bool:
    """Is it a step, another time's number or a plan: anything but the value itself?"""
    return is_step(told) or is_past(told) or is_plan(told)


def is_aim(told: Told) -> bool:
    """Is it what a result is measured by (完成年度预算38.2亿元), not what was reached?"""
    return bool(AIM.search(told.clause))


def in_brackets(told: Told) -> bool:
    """Does it stand in brackets, as a remark on another number: 高于全省（6.8%）?"""
    opens = max(told.before.rfind("（"), told.before.rfind("("))
    return opens > max(told.before.rfind("）"), told.before.rfind(")"))
