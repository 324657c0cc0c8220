"""Dates as clerks write them: ISO with the precision of the cell, or the reason why not.

Rules: README of the test ledgers, "Dates"; habits: ledgers.md §0.
"""

import calendar
import math
import re
from datetime import date, timedelta
from typing import Literal

from greenlight.kernel.parse.notes import Note, Parsed, refuse
from greenlight.kernel.parse.text import is_missing, says_not_yet, squeeze

Shown = Literal["", "day", "month", "year", "two_decimals"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
_EPOCH = date(1899, 12, 30)
_SERIALS = range(32874, 73416)  # 1990-01-01 to 2100-12-31 as Excel counts days
_HAN = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_VERBS = "开工|动工|竣工|完工|投产|建成|完成|交付|验收|入库|启动|开建"
_LEAD = re.compile(f"^(约|大约|预计|计划|拟|力争|争取|确保|预期|目标|已于|于|至|到|截至|({_VERBS})[::]?)+")
_TAIL = re.compile(f"(之前|以前|前后|左右|前|内|已?({_VERBS}))+$")
_CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_BRACKET = re.compile(r"\((预计|计划|实际|暂定|约|拟|目标|已开工|已竣工|已投产)\)$")
_YEAR = r"(?P<y>(?:19|20|21)\d\d|\d\d|今|本|当|明|去|上|次)"
_DAY = re.compile(
    r"^(?:(?P<y>\d{4}|\d{2}|今|本|当|明|去|上|次)(?:年度?|[./\-]))?(?P<m>\d{1,2})(?:月|[./\-])"
    r"(?P<d>\d{1,2})[日号]?$"
)
_MONTH = re.compile(rf"^(?:{_YEAR}(?:年度?|[./\-]))?(?P<m>\d{{1,2}})(?P<unit>月?)份?$")
_PART = re.compile(
    rf"^(?:{_YEAR}(?:年度?|[./\-]))?(?P<m>\d{{1,2}})月?份?(?P<part>上旬|中旬|下旬|初|中|底|末)$"
)
_SPAN = re.compile(
    rf"^(?:{_YEAR}年?度?)?(?P<span>第?[一二三四1234]季度?末?底?|Q[1-4]|[上下]半年度?末?底?"
    r"|年?(?:底|末|终|内)|年中|年初)$"
)
_ONLY_YEAR = re.compile(rf"^{_YEAR}年?度?$")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)?$")
_PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20}


def read_date(raw: object, year: int | None = None, shown: Shown = "") -> Parsed[str]:
    """Read a date cell.

    `raw` is a date, a number or a text; `year` the year of the sheet, for dates without one;
    `shown` what the number format lets see. The value is ISO: 2024, 2024-03 or 2024-03-05.
    """
    if raw is None or raw == "":
        return Parsed(None)
    if isinstance(raw, date):
        return _from_day(date(raw.year, raw.month, raw.day), shown)
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return refuse("date_unreadable")
    if isinstance(raw, str):
        return _from_text(raw, year)
    return _from_number(float(raw), shown)


def span(iso: str) -> tuple[date, date]:
    """Return the first and last day an ISO value of any precision can mean."""
    year, month, day = [*map(int, iso.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day), date(year, month, day)
    last = calendar.monthrange(year, month or 12)[1]
    return date(year, month or 1, 1), date(year, month or 12, last)


def same_date(one: str, other: str) -> bool:
    """Tell whether two ISO values can be the same date: 2022-06 and 2022-06-18 can."""
    return one.startswith(other) or other.startswith(one)


def _from_day(day: date, shown: Shown, *notes: str) -> Parsed[str]:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return refuse("date_invalid", f"（早于{FIRST_YEAR}年或晚于{LAST_YEAR}年）")
    iso = day.isoformat()[: {"month": 7, "year": 4}.get(shown, 10)]
    return Parsed(iso, tuple(Note(kind, iso) for kind in notes))


def _from_number(number: float, shown: Shown) -> Parsed[str]:
    if not math.isfinite(number):
        return refuse("date_unreadable")
    if not number.is_integer():
        return _from_decimal(number, shown)
    whole = int(number)
    if whole in _SERIALS:
        noted = () if shown in ("day", "month", "year") else ("date_as_serial",)
        return _from_day(_EPOCH + timedelta(days=whole), shown, *noted)
    if FIRST_YEAR <= whole <= LAST_YEAR:
        return Parsed(str(whole))
    compact = _COMPACT.match(str(whole))
    if compact:
        return _checked(*(int(part) for part in compact.groups() if part))
    return refuse("date_unreadable")


def _from_decimal(number: float, shown: Shown) -> Parsed[str]:
    text = f"{number:.10g}"
    if int(number) in _SERIALS:
        return _from_day(_EPOCH + timedelta(days=int(number)), shown)
    head, _, tail = text.partition(".")
    if len(head) not in (2, 4) or len(tail) > 2:
        return refuse("date_unreadable")
    year, notes = _short(int(head))
    month = int(tail)
    if tail == "1":  # 2023.1 and 2023.10 are one number
        month = 10 if shown == "two_decimals" else 1
        notes = (*notes, Note("date_ambiguous_decimal", f"{month}月"))
    return _checked(year, month, notes=notes)


def _from_text(raw: str, year: int | None) -> Parsed[str]:
    text = squeeze(_CLOCK.sub("", raw.strip()))
    if is_missing(text) or says_not_yet(text):
        return Parsed(None)
    rough = "date_imprecise" if re.search("约|左右|前后", text) else ""
    text = _LEAD.sub("", _TAIL.sub("", _BRACKET.sub("", _arabic(text)))) or text
    if text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return _from_day(_EPOCH + timedelta(days=int(text)), "", "date_as_serial")
    compact = _COMPACT.match(text)
    if compact:
        return _checked(*(int(part) for part in compact.groups() if part))
    for reader in (_read_day, _read_month, _read_part, _read_span, _read_year):
        read = reader(text, year)
        if read is not None:
            return _roughly(read) if rough else read
    return refuse("date_unreadable")


def _roughly(read: Parsed[str]) -> Parsed[str]:
    if read.value is None or len(read.value) == 10:
        return read
    last = span(read.value)[1].isoformat()
    return Parsed(last, (*read.notes, Note("date_imprecise", last)))


def _read_day(text: str, year: int | None) -> Parsed[str] | None:
    found = _DAY.match(text)
    if not found:
        return None
    month, day = int(found["m"]), int(found["d"])
    if found["y"] is None and "月" not in text and not 1 <= month <= 12:
        return None  # 23.6 is a short year and a month, not a day of month 23
    if found["y"] is None and text.count("-") and "月" not in text:
        return None
    return _dated(found["y"], year, month, day)


def _read_month(text: str, year: int | None) -> Parsed[str] | None:
    found = _MONTH.match(text)
    if not found or (found["y"] is None and not found["unit"]):
        return None
    return _dated(found["y"], year, int(found["m"]))


def _read_part(text: str, year: int | None) -> Parsed[str] | None:
    found = _PART.match(text)
    if not found:
        return None
    read = _dated(found["y"], year, int(found["m"]))
    if read.value is None:
        return read
    first, last = span(read.value)
    day = first.replace(day=_PARTS[found["part"]]) if found["part"] in _PARTS else last
    return _imprecise(read, day)


def _read_span(text: str, year: int | None) -> Parsed[str] | None:
    found = _SPAN.match(text)
    if not found:
        return None
    read = _dated(found["y"], year)
    if read.value is None:
        return read
    month = _last_month(found["span"])
    return _imprecise(read, span(f"{read.value}-{month:02d}")[1])


def _last_month(word: str) -> int:
    for digit, month in zip("一二三四", (3, 6, 9, 12), strict=True):
        if digit in word or f"Q{month // 3}" in word or str(month // 3) in word:
            return month
    if word.startswith("上半年") or word == "年中":
        return 6
    return 1 if word == "年初" else 12


def _read_year(text: str, year: int | None) -> Parsed[str] | None:
    found = _ONLY_YEAR.match(text)
    if not found or (len(found["y"]) == 2 and "年" not in text):
        return None
    return _dated(found["y"], year)


def _imprecise(read: Parsed[str], day: date) -> Parsed[str]:
    iso = day.isoformat()
    return Parsed(iso, (Note("date_imprecise", iso), *read.notes))


def _dated(word: str | None, year: int | None, *rest: int) -> Parsed[str]:
    """Put the year a text gives, or the sheet's, before month and day."""
    if word is not None and word.isdigit():
        full, notes = _short(int(word))
        return _checked(full, *rest, notes=notes)
    if year is None:
        return refuse("date_unreadable")
    full = year + {"明": 1, "次": 1, "去": -1, "上": -1}.get(word or "", 0)
    return _checked(full, *rest, notes=(Note("date_without_year", str(full)),))


def _short(year: int) -> tuple[int, tuple[Note, ...]]:
    if year > 99:
        return year, ()
    return 2000 + year, (Note("date_short_year", str(2000 + year)),)


def _checked(*ymd: int, notes: tuple[Note, ...] = ()) -> Parsed[str]:
    """Return the ISO value if there is such a day between 1990 and 2100."""
    year, month, day = (*ymd, 0, 0)[:3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refuse("date_invalid", f"（早于{FIRST_YEAR}年或晚于{LAST_YEAR}年）")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return refuse("date_invalid")
    parts = [f"{year}"] + [f"{part:02d}" for part in (month, day) if part]
    return Parsed("-".join(parts), notes)


def _arabic(text: str) -> str:
    """Turn 二〇二三年六月 into 2023年6月; texts with digits stay as they are."""
    if "年" not in text or any(char.isdigit() and char.isascii() for char in text):
        return text
    head, _, tail = text.partition("年")
    if len(head) != 4 or any(char not in _HAN for char in head):
        return text
    digits = "".join(_HAN[char] for char in head)
    return f"{digits}年" + re.sub(r"[一二三四五六七八九十]+(?=[月日])", _small, tail)


def _small(found: "re.Match[str]") -> str:
    tens, ten, ones = found.group().rpartition("十")
    if not ten:
        return "".join(_HAN[char] for char in ones)
    return str(int(_HAN.get(tens, "1")) * 10 + int(_HAN.get(ones, "0")))
