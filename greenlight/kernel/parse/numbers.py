"""Money, areas and percentages as clerks write them: Decimal in 万元, 亩 and points.

Rules: README of the test ledgers, "Rules for values"; 1亩 = 2000/3 m², 1公顷 = 15亩.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from greenlight.kernel.parse.notes import Note, Parsed, refuse
from greenlight.kernel.parse.text import is_missing, says_not_yet, squeeze

MONEY = {
    "万亿元": Decimal(100_000_000),
    "亿元": Decimal(10_000),
    "千万元": Decimal(1_000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
AREA = {
    "亩": Decimal(1),
    "公顷": Decimal(15),
    "平方公里": Decimal(1500),
    "万平方米": Decimal(15),
    "平方米": Decimal("0.0015"),
}
COUNT = {"个": Decimal(1)}
_SPELLINGS = {
    "万亿": "万亿元", "亿": "亿元", "亿元": "亿元", "亿人民币": "亿元", "千万": "千万元",
    "百万": "百万元", "万": "万元", "千": "千元", "万元": "万元", "元": "元", "亿元人民币": "亿元",
    "万元人民币": "万元", "千元": "千元", "万人民币": "万元", "块": "元", "圆": "元",
    "公顷": "公顷", "ha": "公顷", "h平方米": "公顷", "亩": "亩", "平方": "平方米",
    "平米": "平方米", "平方米": "平方米", "万平方米": "万平方米", "万平米": "万平方米",
    "万平方": "万平方米", "k平方米": "平方公里", "平方公里": "平方公里",
    "万亿元": "万亿元", "千万元": "千万元", "百万元": "百万元",
}  # fmt: skip
_FOREIGN = re.compile(
    r"美元|美金|欧元|港币|港元|日元|日币|英镑|韩元|澳元|加元|法郎|卢布|新台币|外币|USD|EUR|HKD|JPY|GBP|US\$"
    r"|[$€£]"
)
_ABOUT = re.compile(
    "^(大约|约为?|近|超过?|逾|不少于|不低于|预计|暂估|估算|>=?|≥|将近|至少)+|(左右|上下|以上|余|多)+$"
)
_MORE = re.compile(r"(?<=\d)(余|多)(?=[亿万千元亩])")
_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[Ee][+-]?\d+)?"
_PLAIN = re.compile(rf"^({_NUMBER})$")
_WITH_UNIT = re.compile(rf"^({_NUMBER})([^\d+\-.~()]{{1,6}})$")
_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_NOTE = re.compile(r"^(.*?\d.*?)\([^()]*\)$")
_TEXT_AFTER = re.compile(rf"^({_NUMBER})([^\d]+)$")
_OTHER_SCALE = re.compile("[亿万千百]|.*[~至到—–-]")  # 30万吨 is no amount of money; 3-5 is a range
_PERCENT = re.compile(rf"^(增长|上升|提高|增加|下降|减少|降低|负增长)?({_NUMBER})(%|个?百分点|倍|成)?$")
_FACTOR = {"倍": Decimal(100), "成": Decimal(10)}
_SIX = Decimal("0.000001")
_LARGEST = Decimal(10) ** 13


def read_money(raw: object, unit: str | None) -> Parsed[Decimal]:
    """Read an amount in 万元; `unit` is the column's (亿元, 万元, 千元, 元), None if unknown."""
    return _read(raw, unit, MONEY)


def read_area(raw: object, unit: str | None) -> Parsed[Decimal]:
    """Read an area in 亩; `unit` is the column's (亩, 公顷, 平方米), None if unknown."""
    return _read(raw, unit, AREA)


def read_number(raw: object) -> Parsed[Decimal]:
    """Read a number that has no unit of ours: 吨标煤, 万吨."""
    return _read(raw, "个", COUNT)


def read_count(raw: object) -> Parsed[Decimal]:
    """Read a whole number of things; a number with a word (12户) is read and noted."""
    read = _read(raw, "个", COUNT)
    if read.value is not None and read.value != read.value.to_integral_value():
        return refuse("number_unreadable")
    return read


def read_percent(raw: object, fraction: bool = False) -> Parsed[Decimal]:
    """Read a percentage in points; `fraction`: a bare number is a share of one (0.352)."""
    if isinstance(raw, bool) or (isinstance(raw, float) and not math.isfinite(raw)):
        return refuse("number_unreadable")
    if isinstance(raw, int | float):
        return _percent_number(exact(raw), fraction)
    if not isinstance(raw, str):
        return Parsed(None) if raw is None else refuse("number_unreadable")
    text, notes = _prepared(raw)
    if is_missing(text) or says_not_yet(text):
        return Parsed(None)
    found = _PERCENT.match(text)
    if not found:
        return _percent_with_text(text, notes)
    sign, digits, mark = found.groups()
    if not sign and not mark:
        return Parsed(_percent_number(Decimal(digits), fraction).value, notes)
    value = Decimal(digits) * _FACTOR.get(mark or "", Decimal(1))
    down = sign in ("下降", "减少", "降低", "负增长")
    return Parsed(_points(-value if down else value), notes)


def exact(number: float) -> Decimal:
    """Return a cell's number with the 15 digits Excel keeps, without the noise of binary."""
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")


def plain(value: Decimal) -> str:
    """Print a Decimal without exponent and without trailing zeros: 35000, 0.2."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def unit_of(word: str) -> str | None:
    """Return the unit a word names (万 → 万元, m2 → 平方米), None if it names none."""
    return _SPELLINGS.get(word.removesuffix("人民币"), _SPELLINGS.get(word))


def _percent_number(number: Decimal, fraction: bool) -> Parsed[Decimal]:
    return Parsed(_points(number * 100 if fraction else number))


def _points(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP) if value.adjusted() < 13 else value


def _percent_with_text(text: str, notes: tuple[Note, ...]) -> Parsed[Decimal]:
    found = _NOTE.match(text)
    inner = _PERCENT.match(found.group(1)) if found else None
    if not inner:
        return refuse("number_unreadable")
    value = _points(Decimal(inner.group(2)))
    return Parsed(value, (*notes, Note("number_with_text", plain(value))))


def _read(raw: object, unit: str | None, table: dict[str, Decimal]) -> Parsed[Decimal]:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _scaled(exact(raw), unit, table) if math.isfinite(raw) else refuse("number_unreadable")
    if raw is None or raw == "":
        return Parsed(None)
    if not isinstance(raw, str):
        return refuse("number_unreadable")
    text, notes = _prepared(raw)
    if is_missing(text) or says_not_yet(text):
        return Parsed(None)
    if _FOREIGN.search(text):
        return refuse("foreign_currency")
    return _read_text(text, unit, table, notes)


def _prepared(raw: str) -> tuple[str, tuple[Note, ...]]:
    """Squeeze a text, take out thousands commas and words for 'about', and note both."""
    text = squeeze(raw)
    notes: list[Note] = []
    if any(char.isdigit() and not char.isascii() for char in raw):
        notes.append(Note("fullwidth_digits", text))
    text = text.replace("人民币", "").lstrip("¥￥").replace("m2", "平方米")
    if _COMMAS.search(text):
        text = _COMMAS.sub("", text)
        notes.append(Note("text_number", text))
    bare = _MORE.sub("", _ABOUT.sub("", text))
    if bare != text and any(char.isdigit() for char in bare):
        notes.append(Note("approximate_value", bare))
        text = bare
    return text, tuple(notes)


def _read_text(
    text: str, unit: str | None, table: dict[str, Decimal], notes: tuple[Note, ...]
) -> Parsed[Decimal]:
    number = _PLAIN.match(text)
    if number:
        return _with(_scaled(Decimal(text), unit, table), notes)
    found = _WITH_UNIT.match(text)
    own = unit_of(found.group(2)) if found else None
    if found and own in table:
        return _own_unit(Decimal(found.group(1)), own, unit, table, notes)
    bracket = _NOTE.match(text)
    if bracket:
        return _noted_text(_read_text(bracket.group(1), unit, table, notes))
    after = _TEXT_AFTER.match(text)
    if after and not _OTHER_SCALE.match(after.group(2)):
        return _noted_text(_with(_scaled(Decimal(after.group(1)), unit, table), notes))
    return refuse("number_unreadable")


def _own_unit(
    number: Decimal, own: str, unit: str | None, table: dict[str, Decimal], notes: tuple[Note, ...]
) -> Parsed[Decimal]:
    read = _scaled(number, own, table)
    # 56.6亩 in a column of 亩 is a number with a word beside it; 0.5亿元 was converted.
    kind = "number_with_text" if own == unit and table is not MONEY else "unit_in_cell"
    shown = "" if read.value is None else plain(read.value)
    return _with(read, (*notes, Note(kind, shown)))


def _noted_text(read: Parsed[Decimal]) -> Parsed[Decimal]:
    if read.value is None:
        return read
    return Parsed(read.value, (*read.notes, Note("number_with_text", plain(read.value))))


def _with(read: Parsed[Decimal], notes: tuple[Note, ...]) -> Parsed[Decimal]:
    return Parsed(read.value, notes) if read.value is not None else read


def _scaled(number: Decimal, unit: str | None, table: dict[str, Decimal]) -> Parsed[Decimal]:
    if unit is None:
        return refuse("unit_missing")
    value = number * table[unit]
    if value.is_zero():
        return Parsed(Decimal(0))
    if abs(value) >= _LARGEST:
        return refuse("number_unreadable")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        value = value.quantize(_SIX, ROUND_HALF_UP)
    return Parsed(value)
