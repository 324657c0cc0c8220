"""Reading the State Council's yearly notice on holidays: which days are free, which weekends are worked.

The notices have had one form since 2008 (国务院办公厅关于…年部分节假日安排的通知):

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
    一、元旦：1月1日放假1天，不调休。
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from greenlight.kernel.workdays import Exceptional

YEAR = re.compile(r"(20\d\d)\s*年")
FESTIVAL = re.compile(r"([一二三四五六七八九十]+、)?\s*([元旦春节清明劳动端午中秋国庆节、和]{2,12})\s*[:：]")
DAY = r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:（[^）]*）)?"
SPAN = re.compile(DAY + r"(?:至(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（[^）]*）)?)?")
SAID = re.compile(r"共\s*(\d{1,2})\s*天|放假\s*(\d{1,2})\s*天")
LONGEST, MOST = 4000, 15


class UnreadableNotice(ValueError):
    """The text is no notice, or a part of it contradicts itself; `place` is the part in question."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(why)
        self.place = place


def read_notice(text: str) -> tuple[int, tuple[Exceptional, ...]]:
    """Return the year and its exceptional days, in order.

    Raises UnreadableNotice when there is no year, no festival, a day that does not exist, a count
    that does not fit (共3天), or a free day that is worked as well.
    """
    text = text[:LONGEST].replace("(", "（").replace(")", "）")
    year = YEAR.search(text)
    if year is None:
        raise UnreadableNotice("没有找到是哪一年的通知，请连标题一起粘贴。")
    heads = list(FESTIVAL.finditer(text))
    if not heads:
        raise UnreadableNotice("没有找到“元旦：”“春节：”这样的各节安排，请粘贴通知的正文。")
    ends = [one.start() for one in heads[1:]] + [len(text)]
    days: dict[date, Exceptional] = {}
    for head, end in zip(heads, ends, strict=True):
        for one in _festival(int(year[1]), head[2], text[head.end() : end]):
            if days.setdefault(one.day, one).kind != one.kind:
                raise UnreadableNotice(f"{one.day}既放假又上班，请核对通知。", head[2])
    return int(year[1]), tuple(days[day] for day in sorted(days))


def _festival(year: int, name: str, said: str) -> list[Exceptional]:
    """Read one festival: sentences that speak of 上班 give worked days, those of 放假 free ones."""
    kinds: dict[str, list[date]] = {"workday": [], "holiday": []}
    for sentence in re.split(r"[。；;\n]", said):
        kind = "workday" if "上班" in sentence else "holiday" if "放假" in sentence else ""
        if kind:
            kinds[kind] += [day for part in SPAN.finditer(sentence) for day in _span(year, part, name)]
    _fits(name, said, len(kinds["holiday"]))
    return [Exceptional(day, kind, name) for kind, days in kinds.items() for day in days]


def _fits(name: str, said: str, free: int) -> None:
    count = SAID.search(said)
    if not free:
        raise UnreadableNotice(f"{name}没有读出放假的日子，请核对。", name)
    if count and int(count[1] or count[2]) != free:
        raise UnreadableNotice(f"{name}写着 {count[1] or count[2]} 天，数下来是 {free} 天，请核对。", name)


def _span(year: int, part: re.Match[str], name: str) -> list[date]:
    """Return the days of 2月15日至23日, each a day that exists."""
    begin_year, begin_month, begin_day, end_year, end_month, end_day = part.groups()
    try:
        first = date(int(begin_year or year), int(begin_month), int(begin_day))
        last = first
        if end_day:
            last = date(int(end_year or year), int(end_month or begin_month), int(end_day))
    except ValueError:
        raise UnreadableNotice(f"{name}里的“{part[0]}”没有这一天，请核对。", name) from None
    length = (last - first).days + 1
    if not 1 <= length <= MOST:
        raise UnreadableNotice(f"{name}里的“{part[0]}”前后颠倒或太长，请核对。", name)
    return [first + timedelta(days=n) for n in range(length)]
