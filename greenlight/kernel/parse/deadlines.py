"""Deadlines and months as clerks write them: 5个工作日, 15日内, 1-11月.

Rules: README of the test ledgers, "Deadlines"; the days of the State Council are kernel.workdays'.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from greenlight.kernel.parse.dates import read_date
from greenlight.kernel.parse.notes import Note, Parsed, refuse
from greenlight.kernel.parse.numbers import exact
from greenlight.kernel.parse.text import is_missing, squeeze

_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_LEAD = (
    "(?:自|从)?(?:(?:问题|隐患)?(?:交办|受理|发现|检查|下发|收到|签收|接件|派单|排查)"
    "(?:之)?(?:日|时)?(?:起|后)?)?[,:]?"
)
_TAIL = r"(?:之)?(?:以内|内|内办结|内完成|内整改|内整改完成|内答复|办结|完成)?$"
_WORKDAYS = re.compile(rf"^{_LEAD}{_NUMBER}个?工作日{_TAIL}")
_DAYS = re.compile(
    rf"^{_LEAD}{_NUMBER}个?(?:日|天|自然日|日历日|日历天)(?:之)?(?:以内|内|内办结|内完成|内整改|内整改完成)$"
)
_BARE_DAYS = re.compile(rf"^{_NUMBER}个?(?:天|自然日|日历日|日历天)$")
_BARE = re.compile(r"^(\d{1,3})个?$")
_SPAN = re.compile(r"^(?:(?P<y>20\d\d)年?[.-]?)?1月?(?:-|—|–|~|至|到)(?P<m>\d{1,2})月?份?(?:累计)?$")
_COMPACT = re.compile(r"^(20\d\d)(0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline given as a number of days from another date of the row."""

    days: int
    clock: Literal["workdays", "days"]


def read_deadline(
    raw: object, year: int | None = None, clock: str = "", shown: str = ""
) -> Parsed[str] | Parsed[Counted]:
    """Read a deadline: a date, or N days to be counted.

    `clock` is what the header says a bare number counts: workdays, days, or nothing.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool) and clock and 0 < raw < 1000:
        return _counted(str(exact(float(raw))), clock) if float(raw).is_integer() else read_date(raw, year)
    if not isinstance(raw, str):
        return read_date(raw, year, shown)  # type: ignore[arg-type]
    text = squeeze(raw)
    for pattern, own in ((_WORKDAYS, "workdays"), (_DAYS, "days"), (_BARE_DAYS, "days")):
        if found := pattern.match(text):
            return _counted(found.group(1), own)
    bare = _BARE.match(text) if clock else None
    return _counted(bare.group(1), clock) if bare else read_date(raw, year)


def _counted(digits: str, clock: str) -> Parsed[Counted]:
    return Parsed(Counted(_whole(digits), "workdays" if clock == "workdays" else "days"))


def _whole(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + (_HAN[ones] if ones else 0)


def read_month(raw: object, year: int | None = None, shown: str = "") -> Parsed[str]:
    """Read a month as 2023-11: 2023年11月, 1-11月 of the sheet's year, 202311, a day of the month."""
    if isinstance(raw, str):
        text = squeeze(raw)
        if is_missing(text):
            return Parsed(None)
        if found := _SPAN.match(text):
            return _month(found["y"], int(found["m"]), year)
        if text.isdigit() and len(text) <= 2:
            return _month(None, int(text), year)
        if found := _COMPACT.match(text):
            return _month(found.group(1), int(found.group(2)), year)
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw <= 12:
        return _month(None, int(raw), year) if float(raw).is_integer() else refuse("date_unreadable")
    read = read_date(raw, year, "" if isinstance(raw, date | str) else shown)  # type: ignore[arg-type]
    if read.value is None or len(read.value) < 7:
        return read if read.value is None else refuse("date_unreadable")
    kept = tuple(note for note in read.notes if note.kind not in ("date_without_year", "date_as_serial"))
    return Parsed(read.value[:7], kept)


def _month(written: str | None, month: int, year: int | None) -> Parsed[str]:
    full = int(written) if written else year
    if full is None or not 1 <= month <= 12:
        return refuse("date_unreadable")
    notes = () if written else (Note("date_without_year", str(full)),)
    return Parsed(f"{full}-{month:02d}", notes)
