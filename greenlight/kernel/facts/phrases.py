"""Phrases that name a fact by more than its noun: 占…的, 比全市高, 拉动…, 完成年任务的, 提高."""

from __future__ import annotations

import re

from greenlight.kernel.facts import naming
from greenlight.kernel.facts.words import cues, verbs
from greenlight.kernel.facts.words.choice import one_of

_SHARE = re.compile(
    r"^(?P<own>.*?)占(?!地(?!区|方)|比(?!例|重))(?:到|了)?(?P<whole>[^,]{1,30}?)(?:的)?(?:比重"
    r"|比例|份额|总量比重)?(?:的)?(?:为|达到|达|是|约|近|超过|超|在|提高到|提升至|上升到"
    r"|升至|稳定|保持|[,: ])*$"
)
_LEVELLED = (
    r"(?:的)?(?:平均水平|平均增速|平均增幅|平均数|平均|增速|增幅|水平|均值|同期)?(?:均|分别|\([^)]*\))?"
)
_PAST = "[一二三四]季度|前[一二三]季度|上半年|1?\\d月"
_PAST += "|上年|去年|常年|历史|上月|同期|年初|上季|目标|任务|计划|年度|(?:19|20)\\d\\d|“?十"
_THAN = re.compile(
    rf"^(?P<own>.*?)(?:比(?!例|重|率|值)|较)(?P<whom>(?!上年|去年|常年|历史|上月|同期|年初"
    rf"|上季|目标|年度目标|[一二三四]季度|[上下]半年|1?\d月|(?:19|20)\d\d|“?十)[^,]{{2,16}}?){_LEVELLED}(?P<way>高出|(?<!提)(?<!新)高"
    rf"|(?<![降减])低|(?<!加)快|(?<!放)慢|(?<!增)多|(?<!减)少|领先|落后)(?:了|约|近|出)?$"
)
_ABOVE = re.compile(
    rf"^(?P<own>.*?)(?P<way>高于|低于|超(?=序时|时间进度|目标|进度)|快于|慢于|高出|低出"
    rf"|领先于?|超出|超过|好于|优于|跑赢|落后于?)(?P<whom>[^,\d]{{2,16}}?){_LEVELLED}(?:约"
    rf"|近|了)?$"
)
_PULL = re.compile(
    r"^(?P<own>.*?)拉动(?:了)?(?P<whom>[^,]{2,24}?)(?:增长|增速|上升|提高|提升|增)?(?:约|近|了|超|达)*$"
)
_GIVE = re.compile(
    r"^(?P<own>.*?)(?:对(?P<whom>[^,]{2,20}?)(?:的)?)?(?:增长的?)?(?P<what>贡献率|贡献度"
    r"|贡献)(?:率)?(?:为|达到|达|约|超过|超|近|是|[, ])*$"
)
_PLAN = re.compile(
    r"^(?P<own>.*?)(?:占|为|完成|相当于|达到|达|是|实现|完成了|不足|不到|超过|仅占|仅为|仅完成|只完成|超额完成)?(?:全年|年度|年|年初|调整"
    r"|市|县|区|省|上级)*(?:下达)?(?:的)?"
    rf"(?:{one_of(cues.PLAN_BASES)})[^,]{{0,6}}$"
)
_BUDGET = re.compile(
    r"^(?P<own>.*?)(?:为|占|完成|达到?|完成了|不足|不到|超过|仅占|仅为|仅完成|只完成)(?:调整|年初|年度|全年|当年|年)?预算(?:数|任务)?的?(?:约|近|超)?$"
)
_MOVE = re.compile(rf"(?P<way>{one_of(verbs.GROWTH, verbs.DECLINE)})(?:了|约|近|超过|超|达)*$")


def share(lead: str) -> tuple[str, str] | None:
    """Return (own noun, the whole) of a share: 汽车类占限额以上零售额的 → 汽车类, 限额以上零售额."""
    found = _SHARE.match(lead[-80:])
    if not found or not found["whole"].strip("的近约超过逾达不到将了"):
        return None
    return naming.of_lead(found["own"]), found["whole"].removesuffix("的")


def difference(lead: str) -> tuple[str, str, str] | None:
    """Return (own noun, 高于 or 低于, whom): 增速比全市平均水平快 → "", 高于, 全市."""
    found = _THAN.match(lead[-80:]) or _ABOVE.match(lead[-80:])
    if not found:
        return None
    way = _way(found["way"])
    return naming.of_lead(found["own"]), way, found["whom"].strip("的")


_GAP = re.compile(
    "^(?P<own>.*?)(?:与|同|和|比|较|距离?|离)[^,]{0,12}?(?:目标|任务|计划|预期)[^,]{0,6}?(?:还|仍|尚|相)?[差缺](?:了|约|近)?$"
)
_BESIDE = re.compile(
    rf"^(?P<own>.*?)(?:比(?!例|重|率|值)|较|高于|低于|快于|慢于|优于|好于|超(?:过|出|额完成)|超(?!过|出|额))(?!{_PAST})(?P<whom>[^,\d]{{2,16}}?){_LEVELLED}$"
)


def gap(lead: str) -> bool:
    """Tell whether a number is what a target lacks: 与预期目标相比还差."""
    return bool(_GAP.match(lead[-60:]))


def beside(lead: str) -> str:
    """Return whom the number of a bracket is told of: 比城镇居民(4.7%) → 城镇居民; empty without one."""
    found = _BESIDE.match(lead[-60:])
    return found["whom"].strip("的") if found else ""


def _way(word: str) -> str:
    """Return 高于, 低于 or the word the text itself uses (快于, 慢于)."""
    if word in ("快于", "慢于", "超"):
        return word
    return "低于" if re.match("低|慢|少|落后", word) else "高于"


def differences(lead: str, count: int) -> tuple[str, list[str]]:
    """Return (own noun, 快于 with each whom) of a list: 快于全国、全省 → "", [快于全国, 快于全省]."""
    found = difference(lead)
    whom = re.split("、|和|及|与", found[2]) if found else []
    if not found or len(whom) != count:
        return "", []
    return found[0], [found[1] + one for one in whom]


def pull(lead: str) -> tuple[str, str] | None:
    """Return (own noun, whom) of 拉动: 拉动规上工业 → "", 规上工业."""
    found = _PULL.match(lead[-80:])
    return (naming.of_lead(found["own"]), found["whom"]) if found else None


def contribution(lead: str) -> tuple[str, str] | None:
    """Return (own noun, whom) of 贡献率: 对GDP增长贡献率 → "", GDP增长."""
    found = _GIVE.match(lead[-80:])
    return (naming.of_lead(found["own"]), found["whom"] or "") if found else None


def of_budget(lead: str) -> bool:
    """Tell whether a rate of completion is of a budget: 为年初预算的102.9%."""
    return bool(_BUDGET.match(lead[-80:]))


def plan_rate(lead: str) -> str | None:
    """Return the own noun of a rate of completion, None for another rate: 税收完成年任务的 → 税收."""
    found = _PLAN.match(lead[-80:]) or _BUDGET.match(lead[-80:]) or _DESIGNED.match(lead)
    return naming.of_lead(found["own"]) if found else None


_DESIGNED = re.compile(
    "^[ ,、]*(?P<own>)(?:已|只|仅)?完成(?:设计|合同|概算|总)[^,]{1,6}的$"
)  # 完成设计长度的92.5%
_TASK = re.compile(
    r"^(?P<own>.*?)(?:占|为|完成|相当于|达到|是|不足|不到|超过|仅占|仅为|仅完成|,)?(?P<task>(?:全年|年度|今年|年初|年|总"
    r"|市定|县定|省定|上级)?(?:下达)?(?:的)?"
    r"(?:目标任务|任务|目标|计划|预算)(?:数|值|量)?)(?:为|是|约|的|达|达到)*$"
)


def task(lead: str) -> tuple[str, str] | None:
    """Return (own noun, the plan's word) before a planned number: 为年任务 → "", 年任务."""
    found = _TASK.match(lead[-60:])
    return (naming.of_lead(found["own"]), found["task"]) if found else None


_AIM = re.compile(
    "[ ,、]*(?:比|较|高于|低于|快于|慢于|优于|好于|超[过出]?|达到|完成)?"
    "(?:[省市县区]定|国家|全年|年度|年初|既定)?的?(?P<aim>目标|任务|计划)(?:值|数)?"
)


def aim(lead: str) -> str:
    """Return the plan's word when a lead says no more: 高于年度目标(86%) → 目标; empty without one."""
    found = _AIM.fullmatch(lead)
    return found["aim"] if found else ""


_SPAN = re.compile("[降跌涨]幅")  # 降幅比上月收窄1.5个百分点


def movement(lead: str) -> str:
    """Return the word of movement a lead ends with: 提高, 下降; empty without one."""
    found = _MOVE.search(lead[-12:])
    if found and found["way"] == "收窄" and (span := _SPAN.search(lead[-40:])):
        return span.group() + found["way"]
    return _IN_FULL.get(found["way"], found["way"]) if found else ""


_IN_FULL = {
    "降": "下降",
    "升": "上升",
    "涨": "上涨",
    "跌": "下跌",
    "抬高": "提高",
    "抬升": "提升",
    "拉高": "提高",
}
