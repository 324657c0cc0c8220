"""List numbers that Word draws and the text does not hold: 一、 （二） 3. written out (ECMA-376 17.9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from greenlight.base.documents.word.names import VAL, w, whole

LEVELS = 9
MOST = 9999
DIGITS = "〇一二三四五六七八九"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified",
})  # fmt: skip


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    start: int
    format: str
    text: str
    legal: bool


@dataclass
class Numbering:
    """The lists of a file and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    fresh: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """Read the part; without one nothing is numbered."""
        made = cls()
        if root is None:
            return made
        plans = {one.get(w("abstractNumId"), ""): _levels(one) for one in root.iterfind(w("abstractNum"))}
        for one in root.iterfind(w("num")):
            made._take(one, plans)
        return made

    def _take(self, one: etree._Element, plans: dict[str, dict[int, Level]]) -> None:
        number, link = one.get(w("numId"), ""), one.find(w("abstractNumId"))
        plan = link.get(VAL, "") if link is not None else ""
        levels = dict(plans.get(plan, {}))
        starts: dict[int, int] = {}
        for change in one.iterfind(w("lvlOverride")):
            at = _whole(change.get(w("ilvl")), 0)
            own, start = change.find(w("lvl")), change.find(w("startOverride"))
            if own is not None:
                levels[at] = _level(own)
            if start is not None:
                starts[at] = _whole(start.get(VAL), 1)
        self.lists[number], self.fresh[number] = (plan, levels), starts

    def next(self, number: str, at: int) -> str:
        """Count a paragraph of a list on; return its number as it is drawn, empty for a bullet."""
        if number not in self.lists or not 0 <= at < LEVELS:
            return ""
        plan, levels = self.lists[number]
        counts = self.counts.setdefault(plan, {})
        for level, start in self.fresh.pop(number, {}).items():
            counts[level] = start - 1
        if at not in levels or levels[at].format in ("bullet", "none"):
            return ""
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for lower in [level for level in counts if level > at]:
            del counts[lower]
        return _drawn(levels, counts, at)


def _drawn(levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
    text = levels[at].text
    for level in range(at + 1):
        if level in levels:
            form = "decimal" if levels[at].legal else levels[level].format
            text = text.replace(f"%{level + 1}", written(counts.get(level, levels[level].start), form))
    return text


def _levels(plan: etree._Element) -> dict[int, Level]:
    return {_whole(one.get(w("ilvl")), 0): _level(one) for one in plan.iterfind(w("lvl"))}


def _level(one: etree._Element) -> Level:
    def told(name: str, otherwise: str) -> str:
        found = one.find(w(name))
        return found.get(VAL, otherwise) if found is not None else otherwise

    text = told("lvlText", "")[:40]
    return Level(
        _whole(told("start", "1"), 1), told("numFmt", "decimal"), text, one.find(w("isLgl")) is not None
    )


def _whole(text: str | None, otherwise: int) -> int:
    told = whole(text)
    return otherwise if told is None else min(told, MOST)


def written(n: int, form: str) -> str:
    """Return a count as its number format writes it."""
    if form in CHINESE:
        return chinese(n)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n > 0 else "0"
        return letter.upper() if form.startswith("upper") else letter
    if form in ("upperRoman", "lowerRoman"):
        return roman(n).upper() if form.startswith("upper") else roman(n)
    if form.startswith("decimalEnclosedCircle") and 1 <= n <= 20:
        return chr(ord("①") + n - 1)
    return f"{n:02}" if form == "decimalZero" else str(n)


def chinese(n: int) -> str:
    """Return 1..9999 in Chinese numerals: 十二, 一百零五."""
    if n <= 0 or n > MOST:
        return str(n)
    told, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            told += ("零" if zero else "") + DIGITS[digit] + word
            zero = False
        elif told and n:
            zero = True
    return told.removeprefix("一") if told.startswith("一十") else told


def roman(n: int) -> str:
    """Return a count in small Roman numerals."""
    told = ""
    for value, word in ROMAN:
        times, n = divmod(max(n, 0), value)
        told += word * times
    return told or "0"
