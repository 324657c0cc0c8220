"""Find the numbers of a text: Arabic with units, ranges, Chinese numerals, ranks, 六成, 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from greenlight.kernel.facts import numerals, ranks, ratios, spoken
from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.figure import COUNTED, SORTS, Figure, Sort
from greenlight.kernel.facts.words import units
from greenlight.kernel.facts.words.choice import one_of

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,15}(?:\.\d{1,9})?"
_SCALE = one_of(tuple(units.SCALES))
_PER = (
    r"/(?:平方公里|平方米|立方米|千瓦时|公里|千克|公斤|工作日|小时|分钟|户|人|亩|吨|年|月|日"
    r"|天|升|个|家|台|度|米|秒|次)|每(?:立方米|平方公里|平方米|升)"
)
_UNIT = one_of(units.PERCENT, units.MONEY, units.MEASURES, units.SPANS, units.RUNS, units.COUNTERS)
_AFTER = (
    r"及以上|及以下|以上|以下|以内|之内|左右|上下|有余"
    r"|(?:余(?![量额地款下存力])|多(?![一-鿿]{0,2}\d))(?![个家项亩万亿元样])"  # 787元多花30元
)
TOKEN = re.compile(
    rf"(?P<minus>(?<=[和、为是达到长降速幅率及,;:(（ \t\n])-)?(?<![\d.])(?P<num>{_NUM}) ?(?P<more0>余"
    rf"|多|几)?(?P<scale>{_SCALE})?(?P<more>余|多|几)?"
    rf"(?:(?P<noun>{one_of(units.UNCOUNTERED)})|(?P<unit>倍|番|{_UNIT})(?P<per>{_PER})?)?(?P<after>{_AFTER})?"
)
_BETWEEN = re.compile(r"(?:—|-|~|至|到|–){1,2}")
_MOVED = re.compile(r"[、,和及与]{1,2}(?:下降|提升|提高|上升|回落|降低)?")
_LISTED = re.compile(r"[、,和及与]{1,2}")
_MONEYLIKE = re.compile(
    "投资|产值|收入|税|资金|额|贷款|存款|GDP|gdp|总值|增加值|利润|债|补助|补贴|出口|营收|外资|余额|达|破"
)
_INDEX = re.compile(
    r"(?:指数|PMI|系数|收入比|生师比|师生比|医护比|投入产出比|[桩员配]比|亿元[^,]{2,8}死亡率|倍差|容积率|得分|评分|比值)(?:(?:由|从)[^\d,。;、]{0,8}\d{1,3}(?:\.\d{1,3})?)?[^\d,。;、]{0,8}$"
)
_INDEX_END = re.compile(r"(?::1(?!\d))?(?=[,。;、)\n]|$|缩小|降|升|提高|下降|上升|至|到)")
_PEOPLELIKE = re.compile("人口|就业|人数|游客|职工|用户|参保|粉丝")
AFTER = {
    "以上": Comparator.AT_LEAST, "及以上": Comparator.AT_LEAST, "以下": Comparator.AT_MOST,
    "及以下": Comparator.AT_MOST,
    "以内": Comparator.AT_MOST, "之内": Comparator.AT_MOST, "左右": Comparator.APPROX,
    "上下": Comparator.APPROX,
    "余": Comparator.MORE, "多": Comparator.MORE, "有余": Comparator.MORE,
}  # fmt: skip
_SPELLED = {
    "个百分点": "百分点",
    "个点": "百分点",
    "个千分点": "千分点",
    "个基点": "基点",
    "个小时": "小时",
    "个自然日": "天",
    "日历天": "天",
}


def find(hushed: str) -> list[Figure]:
    """Return the figures of a text in which what states nothing is blanked, in their order.

    新引进项目25个,总投资246.5亿元 holds 25个 and 246.5亿元.
    """
    found = [*_arabic(hushed), *ranks.find(hushed), *ratios.find(hushed), *spoken.find(hushed)]
    found.sort(key=lambda figure: (figure.start, -figure.end))
    return list(_apart(found))


def _apart(figures: list[Figure]) -> Iterator[Figure]:
    end = -1
    for figure in figures:
        if figure.start >= end:
            yield figure
            end = figure.end


def _arabic(text: str) -> Iterator[Figure]:
    tokens = list(TOKEN.finditer(text))
    made: list[Figure | None] = [_figure(token, text) for token in tokens]
    for at in range(len(made) - 2, -1, -1):
        later = made[at + 1]
        if made[at] is None:
            made[at] = _lent(tokens[at], later, text)
        elif later and _same_scale(tokens[at], tokens[at + 1], text):
            made[at] = _borrowed(tokens[at], later)
        if later and made[at] and _points_too(made[at], tokens[at], later, text):
            made[at] = _borrowed(tokens[at], later)
        if later and _is_range(tokens[at], later, text):
            made[at], made[at + 1] = _ends(made[at], later)
    return (figure for figure in made if figure)


def _points_too(one: Figure | None, token: re.Match[str], later: Figure, text: str) -> bool:
    """Tell whether 2.3个 is of 百分点 as the next is: 快于全国、全省2.3个和1.8个百分点."""
    return (
        one is not None
        and one.unit == "个"
        and later.sort == Sort.POINTS
        and bool(_MOVED.fullmatch(text[token.end() : later.start]))
    )


def _is_range(token: re.Match[str], later: Figure, text: str) -> bool:
    """Tell whether two numbers are the ends of a range: 8至10个, not 下降0.35个百分点至1.62%."""
    unit = token["unit"] or ""
    if unit and SORTS.get(unit) != later.sort:
        return False
    return bool(_BETWEEN.fullmatch(text[token.end() : later.start]))


def _ends(low: Figure | None, high: Figure) -> tuple[Figure | None, Figure]:
    """Return both ends of a range, the lower as at least, the upper as at most (5%至6%)."""
    if low is None or high.range_of >= 0:
        return low, high
    return (
        replace(low, bound=Comparator.AT_LEAST, range_of=low.start),
        replace(high, bound=Comparator.AT_MOST, range_of=low.start),
    )


def _lent(token: re.Match[str], later: Figure | None, text: str) -> Figure | None:
    """Return the figure of a number that borrows the unit of the next: 8至10个; 分别为12、15和18个."""
    if later is None or token["unit"]:
        return None
    gap = text[token.end() : later.start]
    if _BETWEEN.fullmatch(gap):
        return _borrowed(token, later)
    if _LISTED.fullmatch(gap) and "分别" in text[max(0, token.start() - 40) : token.start()]:
        return _borrowed(token, later)
    return None


def _same_scale(token: re.Match[str], later: re.Match[str], text: str) -> bool:
    """Tell whether 156.8万 is of what the next number is: 接待游客156.8万、213.5万和178.3万人次."""
    alike = token["scale"] and not token["unit"] and token["scale"] == later["scale"]
    return bool(alike) and bool(_LISTED.fullmatch(text[token.end() : later.start()]))


def _borrowed(token: re.Match[str], later: Figure) -> Figure:
    scale = token["scale"] or later.scale
    number = numerals.arabic(token["num"])
    if later.sort in COUNTED:
        number *= Decimal(10) ** units.SCALES.get(scale, 0)
    return Figure(token.start(), token.end(), number, later.unit, later.sort, later.step, scale)


def _figure(token: re.Match[str], text: str) -> Figure | None:
    unit = token["unit"] or ""
    if token["noun"] and not _is_word(token["noun"], None, text, token.end("noun")):
        return _made(token, "个", Sort.COUNT, token.start("noun"))
    if not unit:
        return _bare(token, text)
    sort = SORTS[unit]
    end = token.end() - len(token["after"] or "")
    if _is_word(unit, token["per"], text, end):
        return None
    if sort in COUNTED and token["per"]:
        sort = Sort.MEASURE
    return _made(token, unit + (token["per"] or "").replace("每", "/"), sort, end)


def _is_word(unit: str, per: str | None, text: str, end: int) -> bool:
    """Tell whether the unit is the beginning of another word: 6部门, 3位于."""
    if per:
        return False
    following = units.NOT_COUNTER_BEFORE.get(unit, ())
    return bool(following) and text.startswith(following, end)


def _made(token: re.Match[str], unit: str, sort: Sort, end: int) -> Figure:
    number, step = numerals.arabic(token["num"]), numerals.step_of(token["num"])
    scale = token["scale"] or ""
    unit = _SPELLED.get(unit, unit).replace("(", "").replace(")", "")
    if sort in COUNTED:
        factor = Decimal(10) ** units.SCALES.get(scale, 0)
        number, step = number * factor, step * factor
    else:
        unit = scale + unit
    if token["minus"]:
        number = -number
    bound = Comparator.MORE if token["more"] or token["more0"] else AFTER.get(token["after"] or "")
    return Figure(
        token.start(),
        end,
        number,
        unit,
        sort,
        step,
        scale,
        bound,
        0 if token["noun"] else len(token["after"] or ""),
    )


def _bare(token: re.Match[str], text: str) -> Figure | None:
    """Return the figure of 4300万 or 120亿 without a unit: money or people, by the words before it."""
    if not token["scale"]:
        return _index(token, text)
    if token["scale"] in ("百", "千", "十万", "百万"):
        return None
    if re.match(r"[千级]|美|[—\-~至到]\d", text[token.end() : token.end() + 2]):
        return None
    before = text[max(0, token.start() - 14) : token.start()]
    end = token.end() - len(token["after"] or "")
    if _PEOPLELIKE.search(before):
        return _made(token, "人", Sort.COUNT, end)
    return _made(token, "元", Sort.MONEY, end) if _MONEYLIKE.search(before) else None


def _index(token: re.Match[str], text: str) -> Figure | None:
    """Return a number without a unit that is an index: PMI为50.6, 城乡居民收入比1.67:1."""
    end = token.end("num")
    if not (_INDEX_END.match(text, end) and _INDEX.search(text[max(0, token.start() - 24) : token.start()])):
        return None
    return Figure(
        token.start(), end, numerals.arabic(token["num"]), "", Sort.SCORE, numerals.step_of(token["num"])
    )
