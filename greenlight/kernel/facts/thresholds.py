"""Thresholds in names are no facts: 10亿元以上项目5个 holds one fact, 5个."""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.figure import Figure, Sort
from greenlight.kernel.facts.words.choice import one_of, words

_NAMED = words(
    "项目 企业 公司 工程 平台 产业 集群 园区 主体 单位 个人 大户 合同 订单 楼宇 商场 镇 村 乡镇 街道 "
    "集体 家庭 客户 制造业 工业 行业 门店 品牌 基金 医院 小区 强镇 强村 纳税户 纳税人 缴税 个体 船舶 "
    "锅炉 机组 车辆 装备 产业链 小微企业 产业项目 用人单位 商户 电商 网店 农场 合作社 牧场 养殖场 林 "
    "水库 河流 案件 事故 采购 群众 人才"
)
_NAME = re.compile(
    rf"(?:以上|以下|以内|及以上|及以下)?(?:的)?(?P<noun>[^,。;:、\d\n\x01]{{0,14}}?(?:{one_of(_NAMED)}))"
)
_LAND = re.compile(r"用地|土地|道路|公路|管网|厂房|农田|耕地|林地|绿地|河道|住房")
_OVER = re.compile(r"(?:超过|超出|超|突破|破|过|达到|达|满|在|不低于|不少于|低于|不足|不到|大于|小于)$")
_THOSE = re.compile(
    r"的(?:共有?|已?有|已达|达到?|占到?|就有)?\d[\d,.]*[万余多]{0,2}[个家户村人]"
)  # 收入超30万元的有87个
_COUNT_NEXT = re.compile(r"[^。;\d\n]{0,18}?\d")
_AGE = re.compile("[年高]龄|寿命|平均")  # else 3岁以下, 0至3岁 are names
_LEVEL = re.compile(r"级(?!以?上?别)")
_SORTS = (Sort.MONEY, Sort.MEASURE, Sort.SPAN, Sort.COUNT)


def without(figures: list[Figure], hushed: str) -> list[Figure]:
    """Return the figures that are no threshold of a name."""
    return [figure for at, figure in enumerate(figures) if not _is_threshold(figures, at, hushed)]


def _is_threshold(figures: list[Figure], at: int, text: str) -> bool:
    figure = figures[at]
    if figure.sort not in _SORTS:
        return False
    end = figure.end + figure.after
    if _is_named_by(figure, text):
        return True
    if figure.after and figure.sort == Sort.MONEY and _counted_at_once(figures, at, end, text):
        return True
    named = _NAME.match(text, end)
    if not named or _LAND.search(named["noun"]) or _of_and(named["noun"]):
        return False
    if figure.sort == Sort.COUNT:
        return (
            figure.after > 0
            and figure.unit in ("人", "户", "层", "张")
            and (_counted(figures, at, named.end(), text) or _opens(figure, named["noun"], text))
        )
    if figure.bound in (Comparator.AT_LEAST, Comparator.AT_MOST) and figure.after:
        return True
    return _is_over(figure, text) and _counted(figures, at, named.end(), text)


def _is_over(figure: Figure, text: str) -> bool:
    """Tell whether a word before the figure makes it a bound: 超30万元."""
    return bool(_OVER.search(text, max(0, figure.start - 4), figure.start))


def _is_named_by(figure: Figure, text: str) -> bool:
    """Tell whether a figure only names what is counted: 3岁以下, 10亿元级, 收入超30万元的有87个."""
    if figure.unit == "岁" and not _AGE.search(text, max(0, figure.start - 12), figure.start):
        return True
    if figure.sort != Sort.MONEY:
        return False
    if not figure.after and _LEVEL.match(text, figure.end):
        return True
    bound = figure.after or _is_over(figure, text)
    return bool(bound and _THOSE.match(text, figure.end + figure.after))


def _opens(figure: Figure, noun: str, text: str) -> bool:
    """Tell whether a clause opens with the bound and its noun: ,30户以上自然村通硬化路比例."""
    return len(noun) <= 4 and (figure.start == 0 or text[figure.start - 1] in ",;。:\n")


def _counted_at_once(figures: list[Figure], at: int, end: int, text: str) -> bool:
    """Tell whether a count follows the bound at once: 其中50亿元以上4个."""
    later = figures[at + 1] if at + 1 < len(figures) else None
    return bool(later and later.sort == Sort.COUNT and _AT_ONCE.fullmatch(text[end : later.start]))


_AT_ONCE = re.compile("的?(?:已经?)?(?:有|为|共|占|达到?|计)?")


def _of_and(noun: str) -> bool:
    return bool(re.search(r"增长|下降|同比|完成", noun))


def _counted(figures: list[Figure], at: int, end: int, text: str) -> bool:
    """Tell whether the thing with the threshold is counted, before or after: 5家…企业, …企业5家."""
    later = figures[at + 1] if at + 1 < len(figures) else None
    if (
        later
        and later.sort == Sort.COUNT
        and not re.search("[。;\n]", text[end : later.start])
        and later.start - end < 12
    ):
        return True
    earlier = figures[at - 1] if at else None
    return bool(
        earlier
        and earlier.sort == Sort.COUNT
        and not re.search("[,。;\n]", text[earlier.end : figures[at].start])
    )
