"""Kind of a figure: level, growth on the year, other rate, share, rank or count."""

from __future__ import annotations

import re

from greenlight.kernel.facts import targets
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Figure, Sort
from greenlight.kernel.facts.words import cues, verbs
from greenlight.kernel.facts.words.choice import one_of, words

_MOVE = one_of(verbs.GROWTH, verbs.DECLINE)
_NEAR = (
    r"(?:[约近超过达为在了至少多余和的 ,:、(]|左右|突破|不低于|不少于|高达|保持|控制|稳定"
    r"|力争|预计|目标|分别|均|将|"
    r"目标为|大约|接近|首次|预期|实现)"
)
_OTHER_BASE = re.compile(
    r"环比|(?:比|较)(?:上月|上季|常年|正常年|历史|多年|年初|月初|(?:19|20)\d\d年|“?十|疫情"
    r"|建[园区]|前年|成立|开园|改革前|期初)|[年月]均(?:增|递增|复合|下降|提高|增速)"
    r"|(?<!月)(?<!季度)(?<!年)累计(?:下降|降低|减少)|平均(?:增长|递增|增速|增幅|下降)|复合增长"
)
_AT_END = re.compile(rf"(?P<move>{_MOVE}){_NEAR}{{0,4}}$")
_ON_YEAR = re.compile(r"同比|(?:比|较)(?:上一?年|去年)|(?:增速|增幅|降幅|涨幅|跌幅)(?!高于|快于)")
_TOWARDS = re.compile(
    r"(?:提高|提升|上升|下降|降低|降|升|增加|增长|减少|扩大|缩短|压缩|回升|回落|收窄"
    r"|压减|压降|缩减|攀升|跃升|抬高|抬升|拉高|优化|改善|压|提|拉|涨|跌|抬|缩)(?:到|至)"
)
_RATIO_MOVES = re.compile(
    rf"(?:率|比重|比例|占比|份额|程度|满意度|集中度|密度)(?:同比|(?:比|较)[^,]{{1,8}}?)?"
    rf"[再又已将约略共由]?(?:{_MOVE}){_NEAR}{{0,4}}$"
)
_SAVED = re.compile(r"压缩|压减|缩短|节约|节省|减轻|节能")
_SHARE = re.compile(
    r"(?<!的)比率|占(?!地(?!区|方))|比重|比例|份额|构成|(?:增长|盈利|亏损|达标|覆盖|受益|惠及|合格)面|集中度|结构(?:比|为"
    r"|由|调整|优化|是|达)|产业比例|产业比|^(?:调整|优化)为$"
)
_PLAN = re.compile(
    rf"(?:为|占|完成|达到?|完成了|不足|不到|超过)(?:调整|年初|年度|全年)?预算(?:数|任务)?的?(?:约|近|超)?$"
    rf"|(?:占|为|完成|相当于|达到?|是|实现)[^,;]{{0,8}}(?:{one_of(cues.PLAN_BASES)})(?:投资"
    rf"|数|总数|总量|值|指标|进度|总额|额度|量)?(?:的|约|近|为|,|超过|超)*$"
)
_RATE = re.compile(r"率|进度|贡献|拉动|满意度?|系数|程度|利息|折扣|浓度|强度|湿度|完成")
_CONTINUES = re.compile(
    r"[、和及与以,( ]*(?:力争|争取|确保|冲刺|奋斗目标)?|(?:.*(?:比|较|于))?全[国省市区县州][^,]{0,4}\(?"
    r"|.*(?:比|较)[^,]{2,8}\(?"
)
_PART_OF = re.compile(r"(?:以上|左右)?的|(?:以上)?(?:销往|用于|来自|由)")
_NOUN_AFTER = re.compile("的?[一-龥]{2}")
_PRODUCED = frozenset(
    words("辆 台 套 箱 只 支 张 部 羽 头 尾 枚 把 双 条 册 艘 架 根 盏 块 片 份 单 颗 粒 株 棒 袋")
)
_AMOUNT = re.compile(
    r"(?:[产销]量|产能|能力|年产|日产|吞吐量|业务量|[客货]运量|订单量|发送量|投递量|交易量"
    r"|装机量|出货量|产销|生产|[种养][植殖]规模)[^,企户家]{0,8}$"
)
_YEARS = re.compile("年均|平均|累计|复合")
_LAST_YEARS = re.compile(
    r"(?:^|比|较)(?:上一?年|去年)(?:同期|末|底|年末|国庆|春节|五一|中秋|端午|元旦)?(?:水平)?[的为是]?\(?$"
)  # 比上年(22.2%)
_PLACES = re.compile("(?:前移|前进|上升|提升|进位|跃升|晋升|后移|下降|下滑|进步)了?$")  # 排名较上年前移3位
_PROPORTION = re.compile("收入比|比值|系数|容积率")  # 城乡收入比1.9, not an index
_RATIOS = (Kind.YOY_GROWTH, Kind.SHARE, Kind.RATE)
_FIXED = {
    Sort.POINTS: Kind.RATE, Sort.RANK: Kind.RANK, Sort.SAME: Kind.YOY_GROWTH, Sort.COUNT: Kind.COUNT,
    Sort.RUN: Kind.COUNT,
}  # fmt: skip


def of(figure: Figure, lead: str, tail: str, previous: Kind | None) -> Kind:
    """Return the kind of a figure from its unit and the words of its lead and tail.

    `previous` is the kind of the figure before, for lists (增长3%、4%).
    """
    if figure.sort == Sort.PERCENT:
        return _percent(figure, lead, tail, previous)
    if figure.sort == Sort.TIMES:
        return Kind.YOY_GROWTH if _grows(lead) and not _OTHER_BASE.search(lead) else Kind.RATE
    if figure.sort == Sort.SAME:
        return Kind.RATE if "环比" in lead else Kind.YOY_GROWTH
    if figure.unit in ("位", "名") and _PLACES.search(lead):
        return Kind.COUNT
    if figure.unit in ("天", "个工作日", "工作日"):
        return Kind.COUNT
    if figure.sort == Sort.SCORE and (previous == Kind.RATE or _PROPORTION.search(lead)):
        return Kind.RATE
    fixed = _FIXED.get(figure.sort, Kind.LEVEL)
    return Kind.LEVEL if fixed == Kind.COUNT and _is_amount(figure, lead) else fixed


def moves(figure: Figure, lead: str) -> str:
    """Return the word of a move by so many places: 较上年前移3位 → 前移; empty for another figure."""
    found = _PLACES.search(lead) if figure.unit in ("位", "名", "个位次", "位次") else None
    return found.group().removesuffix("了") if found and figure.sort == Sort.COUNT else ""


def _is_amount(figure: Figure, lead: str) -> bool:
    """Tell whether things are measured rather than counted: 产量增加700万箱, 年产3万台."""
    return figure.sort == Sort.COUNT and figure.unit in _PRODUCED and bool(_AMOUNT.search(lead))


def _percent(figure: Figure, lead: str, tail: str, previous: Kind | None) -> Kind:
    if _PLAN.search(lead) or _OTHER_BASE.search(lead) or re.search("贡献|拉动", lead):
        return Kind.RATE
    if previous in _RATIOS and _LAST_YEARS.search(lead):
        return previous
    if _TOWARDS.search(lead):
        return Kind.SHARE if _SHARE.search(lead) or previous == Kind.SHARE else Kind.RATE
    if _RATIO_MOVES.search(lead):
        return Kind.RATE
    if _grows(lead):
        return Kind.YOY_GROWTH
    if _SHARE.search(lead):
        return Kind.SHARE
    return _unsaid(figure, lead, tail, previous)


def _grows(lead: str) -> bool:
    """Tell whether a lead ends in a growth on the year: 同比增长, 增速为; 压缩 and 增长面为 are none."""
    found = _AT_END.search(lead)
    if found and found["move"] == "增长率":
        return bool(_ON_YEAR.search(lead))
    if found:
        return not _SAVED.search(lead) or bool(_ON_YEAR.search(lead))
    share = [hit.end() for hit in _SHARE.finditer(lead)]
    year = [hit.end() for hit in _ON_YEAR.finditer(lead)]
    return bool(year) and max(year) > max(share, default=-1)


def _unsaid(figure: Figure, lead: str, tail: str, previous: Kind | None) -> Kind:
    if (_CONTINUES.fullmatch(lead) or targets.after(tail)) and previous in _RATIOS:
        return previous
    if _RATE.search(lead):
        return Kind.RATE
    if figure.scale == "成":
        return Kind.SHARE
    opens = not lead.strip() and _NOUN_AFTER.match(tail)  # 六成以上事项当场办结
    return Kind.SHARE if opens or _PART_OF.match(tail) else Kind.RATE


_DOWN = re.compile(rf"(?:{one_of(verbs.DECLINE)})")
_UP = re.compile(rf"(?:{one_of(verbs.GROWTH)})")


def loses(kind: Kind, lead: str) -> bool:
    """Tell whether a percentage is written as a loss: 同比下降, 年均下降, 累计下降."""
    if kind == Kind.RATE and _SAVED.search(lead[-8:]) and not _TOWARDS.search(lead):
        return True
    over_years = kind == Kind.RATE and _OTHER_BASE.search(lead) and _YEARS.search(lead)
    on_month = kind == Kind.RATE and "环比" in lead and not _TOWARDS.search(lead)
    return bool(kind == Kind.YOY_GROWTH or over_years or on_month) and falls(lead)


def falls(lead: str) -> bool:
    """Tell whether the last movement a lead names is downwards: 同比下降."""
    down = [hit.end() for hit in _DOWN.finditer(lead)]
    up = [hit.end() for hit in _UP.finditer(lead)]
    return bool(down) and max(down) >= max(up, default=-1)
