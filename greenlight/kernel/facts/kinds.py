"""Kind of a figure: level, growth on the year, other rate, share, rank or count."""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Figure, Sort
from greenlight.kernel.facts.words import cues, verbs
from greenlight.kernel.facts.words.choice import one_of

_OTHER_BASE = re.compile(
    r"环比|比上月|较上月|比上季|较上季|年均|平均增|平均递增|复合|比年初|较年初|(?:比|较)(?:19|20)\d\d年|(?:比|较)“?十|(?:比|较)疫情|月均"
)
_GROWS = re.compile(
    rf"同比|(?:比|较)(?:上年|去年|上一年)|增速|增幅|降幅|涨幅|跌幅|(?:{one_of(verbs.GROWTH, verbs.DECLINE)})(?:了|约|近|超|过|达|到|为|在|左右|[约近超过达为]{{1,3}}|超过|突破|不低于|不少于|达到|保持在|控制在|[^,的率比]{{0,4}})$"
)
_TOWARDS = re.compile(
    r"(?:提高|提升|上升|下降|降低|降|升|增加|增长|减少|扩大|缩短|压缩|回升|回落|收窄)(?:到|至)"
)
_RATIO = re.compile(
    r"(?:率|比重|比例|占比|份额|程度|度|比|面|满意度|负债)(?:.{0,2}(?:同比|(?:比|较)[^,]{1,6}))?(?:再|又|已|将|约|略|共)?(?:提高|提升|上升|下降|降低|降|升|增加|减少|压降|压减|回落)[^,]{0,4}$"
)
_SHARE = re.compile(r"占|比重|比例|份额|构成|增长面|盈利面|亏损面|一半|之一|集中度")
_PLAN = re.compile(
    rf"(?:占|为|完成|相当于|达到?|是|实现)[^,;]{{0,8}}(?:{one_of(cues.PLAN_BASES)})[^,;]{{0,10}}$"
)
_RATE = re.compile(
    r"率|进度|贡献|拉动|度$|满意|系数|命中|准确|优良|健康|参保|普及|渗透|回报|毛利|折|利息|负债"
)
_RATE_END = re.compile(
    r"(?:率|率为|率达|率达到|率在|进度|满意度|程度|利率)(?:[约近超过达到为在均仍已高保持至稳定升降提高控制不低于首次突破全部左右年末]*)$"
)
_AMOUNT = re.compile(r"(?:量|额|产能|能力|年产|生产|吞吐|产销)(?:[^,企户]{0,8})$")
_REDUCED = re.compile(r"压缩|压减|缩短|节约|节省|减轻|减免|降本")
_MORE_THAN = re.compile(r"(?:的|于|是|达)[^,]{0,3}$")


def of(figure: Figure, lead: str, tail: str, previous: Kind | None) -> Kind:
    """Return the kind of a figure from its unit and the words of its lead and tail."""
    if figure.sort == Sort.PERCENT:
        return _percent(lead, tail, previous)
    if figure.sort == Sort.TIMES:
        return _times(lead)
    fixed = _FIXED.get(figure.sort, Kind.LEVEL)
    return Kind.LEVEL if fixed == Kind.COUNT and _is_amount(figure, lead) else fixed


_FIXED = {
    Sort.POINTS: Kind.RATE, Sort.RANK: Kind.RANK, Sort.SAME: Kind.YOY_GROWTH, Sort.COUNT: Kind.COUNT, Sort.RUN: Kind.COUNT,
}  # fmt: skip


def _is_amount(figure: Figure, lead: str) -> bool:
    """Tell whether things are measured rather than counted: 产量增加700万箱, 年产3万台."""
    return (
        figure.sort == Sort.COUNT
        and figure.unit not in ("户", "家", "个", "人", "人次")
        and bool(_AMOUNT.search(lead))
    )


def _times(lead: str) -> Kind:
    return Kind.YOY_GROWTH if _GROWS.search(lead) and not _OTHER_BASE.search(lead) else Kind.RATE


def _percent(lead: str, tail: str, previous: Kind | None) -> Kind:
    if _PLAN.search(lead):
        return Kind.RATE
    if _OTHER_BASE.search(lead) or "贡献率" in lead or "拉动" in lead:
        return Kind.RATE
    if _TOWARDS.search(lead):
        return Kind.SHARE if _SHARE.search(lead) else Kind.RATE
    if _RATIO.search(lead) or _RATE_END.search(lead):
        return Kind.RATE
    return _growth_or_share(lead, tail, previous)


def _growth_or_share(lead: str, tail: str, previous: Kind | None) -> Kind:
    grows, share = _last(_GROWS, lead), _last(_SHARE, lead)
    if grows < 0 and share < 0:
        return _unsaid(lead, tail, previous)
    if _REDUCED.search(lead) and "同比" not in lead:
        return Kind.RATE
    return Kind.YOY_GROWTH if grows > share else Kind.SHARE


def _unsaid(lead: str, tail: str, previous: Kind | None) -> Kind:
    if _RATE.search(lead):
        return Kind.RATE
    if tail[:1] == "的" or re.match(r"(?:以上)?(?:的)?[一-龥]{1,8}(?:销往|用于|来自|为|是|由|实现)", tail):
        return Kind.SHARE
    if not lead.strip("、和及与以(( ") and previous in (Kind.YOY_GROWTH, Kind.SHARE, Kind.RATE):
        return previous
    return Kind.RATE


def _last(pattern: re.Pattern[str], lead: str) -> int:
    return max((found.end() for found in pattern.finditer(lead)), default=-1)


_DOWN = re.compile(rf"(?:{one_of(verbs.DECLINE)})")
_UP = re.compile(rf"(?:{one_of(verbs.GROWTH)})")


def falls(lead: str) -> bool:
    """Tell whether the last movement a lead names is downwards: 同比下降."""
    down, up = _last(_DOWN, lead), _last(_UP, lead)
    return down >= 0 and down >= up
