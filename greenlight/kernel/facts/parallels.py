"""Lists that share their verbs: A、B和C分别增长28%、47.8%和13%."""

from __future__ import annotations

import re

from greenlight.kernel.facts import naming
from greenlight.kernel.facts.clauses import Place

_GAP = re.compile(r"[ 、,和及与以;:∶]*(?:和|及|与|以及)?(?:同比)?(?:增长|下降|增加|减少|提高)?")
_SPLITS = (
    re.compile(r"、|以及|和|及(?!其)|与|,"),
    re.compile(r"、|以及|,|和(?!.*(?:和|、))"),
    re.compile(r"、|,|(?:以及|与|及)(?!.*、)"),
    re.compile(r"、|,"),
)
_SECTORS = re.compile(r"三次产业|三产(?:结构|比)|产业结构|(?<!第)一、?二、?三次?产业(?:结构|比例|占比|比重)")
LONGEST = 40  # a longer list has no 分别; and time stays in proportion to the text
_THREE = ["第一产业", "第二产业", "第三产业"]
_QUARTERS = re.compile("(?:四个|各|[一1]至[四4]|分)季度$")
_FOUR = ["一季度", "二季度", "三季度", "四季度"]
_OF_PLAN = re.compile("任务|目标|计划|预算|序时|进度")
_TURNED = re.compile("调整|优化|变")
_RATE = re.compile("[一-龥]{2}率$")
_ENDED = re.compile("[率数额量度值]$")
_RESPECTIVELY = re.compile("分别|依次|各自")


def run_length(places: list[Place], at: int) -> int:
    """Return how many figures from `at` stand in one list, only 、 or 和 between them (at most 40)."""
    count = 1
    while (
        count < LONGEST and at + count < len(places) and _listed(places[at + count - 1], places[at + count])
    ):
        count += 1
    return count


def _listed(one: Place, other: Place) -> bool:
    alike = one.figure.sort == other.figure.sort or one.figure.unit == other.figure.unit
    comma = other.joined or one.tail == ""
    return (
        alike
        and comma
        and bool(_GAP.fullmatch(other.lead))
        and other.figure.range_of in (-1, other.figure.start)
    )


def subjects(lead: str, count: int, group: list[str], recent: list[str], aside: str = "") -> list[str]:
    """Return the `count` subjects a list of numbers belongs to; empty when the words do not list as many.

    `aside` is the bracket before 分别 that lists them: 三家景区(甲、乙、丙)分别接待.
    """
    if count == 3 and (_SECTORS.search(lead) or (group == _THREE and _TURNED.search(lead))):
        return _sectors(lead, recent)
    marked = _RESPECTIVELY.search(lead)
    if marked:
        before, after = lead[: marked.start()], lead[marked.end() :]
        if ordered := _ordinals(before, count):
            done = naming.of_lead(after)
            return [one + done for one in ordered]
        if recent and _EACH_YEAR.search(before):  # 改造小区318个,各年分别为96个、108个、114个
            return recent[-1:] * count
        return _each(before, after, count, aside, group) or _again(group, recent, count)
    named = _ordinals(lead, count) or _items(naming.listed(lead), count)
    return named or (group if len(group) == count and not naming.of_lead(lead) else [])


_EACH_YEAR = re.compile("(?:各|每|逐)年(?:度)?$")


_FIRST_TO = re.compile("第?一[至到—-]第?(?P<last>[二三四五六七八九十])(?P<what>[一-龥]{1,10})$")


def _ordinals(before: str, count: int) -> list[str]:
    """Return the names of a first to a last: 第一至第四批次分别 → 第一批次, 第二批次, 第三批次, 第四批次."""
    found = _FIRST_TO.search(before)
    if not found or "一二三四五六七八九十".index(found["last"]) + 1 != count:
        return []
    mark = "第" if "第" in found.group() else ""
    return [f"{mark}{one}{found['what']}" for one in "一二三四五六七八九十"[:count]]


_SHORT = ["一产", "二产", "三产"]


def _sectors(lead: str, recent: list[str]) -> list[str]:
    """Return the three sectors as the text calls them: 一产增加值…, 三次产业比重为 is of 一产."""
    told = any(name.startswith("一产") for name in recent)
    return list(_SHORT if told else _THREE)


def _again(group: list[str], recent: list[str], count: int) -> list[str]:
    """Return the names told before, when 分别 itself names none: ,分别增长5%和6%."""
    return group if len(group) == count else recent[-count:] if len(recent) >= count else []


def _each(before: str, after: str, count: int, aside: str, group: list[str]) -> list[str]:
    """Return the names around 分别: items before it, one noun after it, one rate of several."""
    if count == 4 and _QUARTERS.search(before):
        return [one + after.strip("为达到有是 ") for one in _FOUR]
    noun, listed = naming.of_lead(after), naming.listed(before)
    named = _items(listed, count) or (_two_in_one(listed) if count == 2 else [])
    if named:
        return [one + noun for one in named] if noun and _apart(named, noun) else named
    if aside and (named := _items(aside, count)):
        return [one + (noun or after) for one in named]
    if noun and not _OF_PLAN.search(noun):
        alike = len(group) == count and naming.is_bare(noun)
        return [naming.entity(one) + noun for one in group] if alike else [noun] * count
    own = naming.of_lead(before)
    whole = own.endswith(("率", "占比", "比例")) or (naming.is_measure(own) and not naming.is_bare(own))
    return [own] * count if whole and "、" not in before else []  # 四年间,地区生产总值分别增长


def _apart(named: list[str], after: str) -> bool:
    """Tell whether the measure said after 分别 is not in the names: 甲区、乙区分别完成投资."""
    return naming.is_measure(after) and not any(naming.is_measure(one) for one in named)


def _items(text: str, count: int) -> list[str]:
    for split in _SPLITS:
        items = [item.strip() for item in split.split(text) if item and item.strip()]
        if len(items) == count:
            return _completed(_ungrouped(items))
    return []


_PAIRS = (("城乡居民", "城镇居民", "农村居民"), ("城乡", "城市", "农村"), ("进出口", "进口", "出口"),
          ("线上线下", "线上", "线下"), ("中小学", "中学", "小学"), ("水电", "水", "电"))  # fmt: skip


def _two_in_one(text: str) -> list[str]:
    """Return the two a word holds: 城乡居民人均可支配收入分别达到 is of 城镇居民, then of 农村居民."""
    for both, one, other in _PAIRS:
        if both in text:
            return [text.replace(both, one, 1), text.replace(both, other, 1)]
    return []


_GROUP = re.compile(
    "(?:[两二三四五六七八九十]|\\d{1,2})(?:个|大|类|家|项|种|条)(?:主导|支柱|优势|重点|特色|传统|战略性|新兴|未来|[百千]亿级){0,3}"
    "(?=(?P<kind>产业|行业|领域|园区|片区|板块|集群))"
)


# 基础设施、民生两块投资, 甲、乙、丙三大板块营收: what the items are called is no part of their names
_SORTED_SO = re.compile(
    "(?:[两二三四五六七八九十]|\\d{1,2})(?:(?:大|个)?(?:板块|领域|方面)|块|大?类|(?<!三)项)(?=[一-龥]{2})"
)


def _ungrouped(items: list[str]) -> list[str]:
    """Give each item the noun of the group: 电子信息、新材料三大主导产业产值 is of 电子信息产业产值."""
    sort = _SORTED_SO.search(items[-1])
    if sort and sort.start():
        shared = items[-1][sort.end() :]
        return [one + shared for one in [*items[:-1], items[-1][: sort.start()]]]
    found = _GROUP.search(items[-1])
    if not found or not found.start():
        return _unsummed(items)
    last, shared = items[-1][: found.start()], items[-1][found.end() :]
    bare = shared.removeprefix(found["kind"])
    return [one + (bare if one.endswith(("业", found["kind"])) else shared) for one in [*items[:-1], last]]


_SUMMED = re.compile("(?:[两二三四五六七八九十])(?:个方面|类|项|块|者|种|家|大类)(?P<noun>[一-龥]{0,10})$")


def _unsummed(items: list[str]) -> list[str]:
    """Drop the count of the list: 教育、社保、卫健三块支出 is of 教育支出; 物业、劳资两类 of 劳资."""
    found = _SUMMED.search(items[-1])
    if not found or found.start() < 2:
        return items
    return [one + found["noun"] for one in [*items[:-1], items[-1][: found.start()]]]


_JOINTLY = re.compile("^(?P<list>[^,]*、[^,]*?)(?:共计?|合计|总共|一共|累计)(?=.)")


def jointly(lead: str) -> list[str]:
    """Return several whose sum is told first: 图书馆、文化馆共接待90万人次,分别为50万、40万人次."""
    found = _JOINTLY.match(lead)
    items = re.split("、|和|及|与", naming.listed(found["list"])) if found else []
    return items if all(2 <= len(item) <= 8 for item in items) else []


def all_of(lead: str) -> str:
    """Return what a list calls all of it: 甲、乙、丙三大主导产业产值分别 → 三大主导产业产值."""
    listed = naming.listed(_RESPECTIVELY.split(lead)[0])
    found = _ALL_OF.search(listed.rpartition("、")[2])
    return found.group() if found and "、" in listed else ""


_ALL_OF = re.compile(
    "(?<=..)(?:[两二三四五六七八九十]|\\d{1,2})(?:大类|个方面|个|大|类|家|项|块|种|条|者)[一-龥]{0,12}$"
)


def _completed(items: list[str]) -> list[str]:
    """Give the others what only the last says: 进、出口额 is 进口额, 出口额; 采矿业、制造业增加值."""
    last = items[-1]
    if (folk := _FOLK.match(last)) and all(item in _FOLK_OF for item in items[:-1]):
        return [item + last[folk.end() - 2 :] for item in items[:-1]] + [last]
    if all(len(item) <= 2 for item in items[:-1]) and len(last) > 2 and _short(items):
        return [_joined(item, items[0], last) for item in items[:-1]] + [_joined(last, items[0], last)]
    measure = "" if last.endswith("数") else last[len(naming.entity(last)) :]
    if measure and (done := _DONE_TO.search(naming.entity(last))) and done.start():
        measure = done.group() + measure
    if not measure and (rate := _RATE.search(last)) and not any(_ENDED.search(item) for item in items[:-1]):
        measure = rate.group()
    if not measure or any(naming.is_measure(item) for item in items[:-1]):
        return items
    return [item + measure for item in items[:-1]] + [last]


_DONE_TO = re.compile(  # 水稻、玉米播种面积
    "(?:播种|种植|养殖|造林|销售|供应|交易|竣工|施工|开发|建设|存栏|消费|用电|用水|外贸|零售)$"
)
_FOLK = re.compile("(?:农村|城镇|城市)居民")  # 城镇、农村居民人均可支配收入
_FOLK_OF = frozenset(("城镇", "农村", "城市"))


def _short(items: list[str]) -> bool:
    return all(item.removeprefix("第") in "一二三进出内外" for item in items[:-1])


def _joined(item: str, first: str, last: str) -> str:
    if item == last:
        return "第" + last if first.startswith("第") and not last.startswith("第") else last
    ordinal = "第" if first.startswith("第") and not item.startswith("第") else ""
    return ordinal + item + last[1:]
