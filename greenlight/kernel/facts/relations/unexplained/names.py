"""Things named one after another, and their number: 古城、湿地、云顶山3家景区; 有3个：富士、嘎啦、秦冠.

No tolerance: names are counted. A list that ends in 等 is asked about only when it is longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_quantity
from greenlight.kernel.facts.relations.enumerated import JOINS, question
from greenlight.kernel.facts.relations.page import Page, Told

BEFORE = re.compile(
    "(?P<mark>^|[，,；;：:（(])(?P<items>[^，,；;。：:（）()\\d]*、[^，,；;。：:（）()\\d]*)$"
)
BEHIND = re.compile(
    "^[^，,；;。：:（(、\\d]{0,8}(?:[，,]?(?:即|分别是|分别为|包括|是|有)[:：]?|[:：]|(?P<bracket>[（(]))"
    "(?P<items>[^，,；;。：:（）()\\d]*、[^，,；;。：:（）()\\d]*)(?=[，,。；;）)\n]|$)"
)
NO_LIST = re.compile(
    "分别|共|各|其中|约|近|余|多|新增|有|每|上述|以上|总投资|计划|其他|合计|累计|打造|建设|实施|完善|新建|扩建|死亡|实现|达到"
)
TWO = re.compile(  # 年内新获批2个，分别为制造业创新中心和种业技术创新中心
    "^[^，,；;。：:（(、\\d]{0,8}[，,]分别(?:是|为)(?P<items>[^，,；;。：:（）()、\\d和与及]{3,}[和与及][^，,；;。：:（）()、\\d和与及]{3,})(?=[，,。；;\n]|$)"
)
LED_BY = re.compile("^(?:全年|今年|年内|累计)?(?:新增|新推出|推出|开设|涉及|上线)(?=[^、]{2,}、)")
OPEN = re.compile("等.{0,4}$")
LEVEL = re.compile("[国省市县区]$")  # 承担省、市重点项目34个
TEN = 10  # 道路、桥梁34个: of two sorts
SORTS = frozenset({"类", "种", "大类"})
FEW, MANY, LOOK = 2, 20, 90
LONGEST_LAST, LONGEST = 8, 12


def unexplained_names(page: Page) -> Iterator[Conflict]:
    """Ask where names before or behind a count are another number of names."""
    for told in page.told:
        exact = is_quantity(told.fact) and told.fact.comparator is Comparator.EQUAL
        if exact and told.amount.unit in COUNTERS:
            counted = _before(page, told) or _behind(page, told)
            if counted:
                yield question(told, counted)


def _before(page: Page, told: Told) -> int:
    """How many names stand before, when they are another number than is said; else 0."""
    in_all = "共" if told.fact.unit in SORTS else ""  # 道路、管网、厂房、公寓共4类配套工程
    found = BEFORE.search(told.before.removesuffix(in_all))
    if found is None or told.amount.value > MANY * 3 or NO_LIST.search(LED_BY.sub("", found["items"])):
        return 0
    begins = not found["mark"] and told.at and page.told[told.at - 1].sentence == told.sentence
    last = re.split(f"、|{JOINS.pattern}", found["items"])[-1]
    first = found["items"].split("、")[0]
    level = LEVEL.search(first) or (found["items"].count("、") == 1 and told.amount.value >= TEN)
    if begins or level or len(first) < FEW or len(last) > LONGEST_LAST or "的" in last:
        return 0
    return _other_number(found["items"], int(told.amount.value))


def _behind(page: Page, told: Told) -> int:
    """The same for names behind: 6件实事，即农村供水、学前学位、…."""
    two = TWO.match(page.body[told.fact.end : told.fact.end + LOOK])
    if two and told.amount.value > FEW and not OPEN.search(two["items"]):
        return FEW
    line = page.body[told.fact.end : told.fact.end + LOOK].split("\n")[0]
    found = BEHIND.match(line)
    if found is None or not FEW <= told.amount.value <= MANY:
        return 0
    names = re.split(f"、|{JOINS.pattern}", found["items"])
    if any(not 1 <= len(name) <= LONGEST for name in names) or (found["bracket"] and len(names[0]) < FEW):
        return 0
    return _other_number(found["items"], int(told.amount.value))


def _other_number(items: str, said: int) -> int:
    least = items.count("、") + 1
    most = least + len(JOINS.findall(items))
    if OPEN.search(items.split("、")[-1]):
        return least if said < least else 0
    return 0 if least <= said <= most else least
