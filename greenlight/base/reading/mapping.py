"""From headers to fields: synonyms and rules, scored; the doubtful is reported, not guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from greenlight.base.ledger import Column, Ledger
from greenlight.base.reading.terms import Path, day_of, header_key
from greenlight.kernel.parse.text import word_set

EXACT, JOINED, NAMED, TRIMMED, RULE, WEAK, LOWEST = 100, 98, 95, 90, 70, 50, 45
SURE = 60
_NAME_LIKE = frozenset(["姓名", "名称", "情况", "内容", "名", "全称"])
_VAGUE = word_set("计划 实际 累计 当月 本月 完成 金额 时间 日期 电话 单位 数额 小计 合计 投资")
# Endings that add nothing, by kind of column: 竣工时间 and 竣工日期 are one, 开工时间 and 开工 not.
_TAILS = {
    "date": ("时间", "日期", "月份", "年月"),
    "money": ("金额", "数额", "额", "数", "情况"),
    "area": ("面积",),
}
_OTHER_TAILS = ("情况", "名称", "栏", "说明")
# What a header must say to be guessed at as a column of this kind.
_SAYS = {
    "date": ("时间", "日期", "年", "月"), "deadline": ("时间", "日期", "期", "限"),
    "percent": ("率", "比", "%", "增"), "phone": ("电话", "手机", "方式"), "month": ("月",),
    "area": ("面积", "亩", "用地"),
}  # fmt: skip
_BOTH_ENDS = re.compile("开(工|建)?[及和、/]?竣工|开工[及和、/]?(完工|投产)")


@dataclass(frozen=True, slots=True)
class Match:
    """A field a header may stand for, and how sure that is."""

    field: str
    score: int


@dataclass(frozen=True, slots=True)
class Rule:
    """`a|b & c - d|e`: one word of each group, none of the last."""

    must: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Tell whether a header text obeys the rule."""
        if any(word in text for word in self.never):
            return False
        return all(any(word in text for word in group) for group in self.must)


@lru_cache(maxsize=512)
def rule(text: str) -> Rule:
    """Parse a header rule of a column's declaration."""
    must, _, never = text.partition(" - ")
    groups = tuple(tuple(group.strip().split("|")) for group in must.split(" & "))
    return Rule(groups, tuple(never.strip().split("|")) if never else ())


@dataclass(frozen=True, slots=True)
class Spellings:
    """A column's header words, prepared for comparison."""

    header: str
    names: frozenset[str]
    trimmed: frozenset[str]
    rules: tuple[Rule, ...]
    kind: str

    @property
    def never(self) -> tuple[str, ...]:
        """Words no header of this column contains."""
        shared = [set(rule.never) for rule in self.rules]
        return tuple(set.intersection(*shared)) if shared else ()


@lru_cache(maxsize=512)
def spellings(column: Column) -> Spellings:
    """Prepare the words of one column."""
    names = frozenset(header_key(word) for word in (column.header, *column.synonyms))
    trimmed = frozenset(trim(word, column.kind) for word in names)
    return Spellings(
        header_key(column.header),
        names,
        trimmed,
        tuple(rule(text) for text in column.words),
        column.kind,
    )


def trim(key: str, kind: str) -> str:
    """Drop an ending that adds nothing for a kind of column."""
    for tail in _TAILS.get(kind, _OTHER_TAILS):
        if key.endswith(tail) and len(key) > len(tail) + 1:
            return key[: -len(tail)]
    return key


def matches(path: Path, ledger: Ledger, year: int | None) -> list[Match]:
    """Return the fields a header can stand for, the surest first."""
    if ledger.rows == "days" and day_of(path):
        return [Match(column.field, EXACT) for column in ledger.columns if column.by_month == "day"]
    bases = path.bases(year)
    keys = [header_key(base) for base in bases]
    if not keys or keys[-1] in {header_key(word) for word in ledger.skipped_headers}:
        return []
    found = [Match(column.field, _score(spellings(column), bases, keys)) for column in ledger.columns]
    if ledger.lenient and max(match.score for match in found) < LOWEST:
        found = [Match(column.field, _close(spellings(column), keys[-1])) for column in ledger.columns]
    return sorted((m for m in found if m.score >= LOWEST), key=lambda m: -m.score)


def fits(path: Path, column: Column) -> bool:
    """Tell whether a header may surely stand for one column, whatever else it may stand for."""
    bases = path.bases(path.year)
    return bool(bases) and _score(spellings(column), bases, [header_key(b) for b in bases]) >= SURE


def _score(words: Spellings, bases: tuple[str, ...], keys: list[str]) -> int:
    joined, leaf = "".join(keys), keys[-1]
    text = "".join(bases)
    above = _BOTH_ENDS.sub("", "".join(bases[:-1]))  # 开竣工时间 / 开工时间 is no finish
    spoiled = len(keys) > 1 and any(word in above + bases[-1] for word in words.never)
    best = _score_names(words, keys, joined, leaf)
    if spoiled and best >= TRIMMED and joined not in words.names:
        best = WEAK
    for one in words.rules:
        if one.fits(bases[-1]):
            best = max(best, RULE + 5 + len(one.must))
        elif one.fits(text):
            best = max(best, RULE + len(one.must))
    return best


def _close(words: Spellings, leaf: str) -> int:
    """Score a header no rule knows by the names it is near to: enough to be asked about, never sure."""
    if any(word in leaf for word in words.never) or not any(
        one in leaf for one in _SAYS.get(words.kind, ("",))
    ):
        return 0
    best = 0.0
    for name in words.names - _VAGUE:
        if len(name) > 1 and (name in leaf or leaf in name):
            best = max(best, min(len(name), len(leaf)) / max(len(name), len(leaf)))
    return LOWEST + int(best * (SURE - LOWEST - 1)) if best >= 0.5 else 0


def _score_names(words: Spellings, keys: list[str], joined: str, leaf: str) -> int:
    if len(keys) > 1:
        if joined in words.names or "".join(keys[-2:]) in words.names:
            return JOINED
        if leaf in _NAME_LIKE and keys[-2] in words.names:
            return NAMED
        if leaf in _VAGUE or leaf in _NAME_LIKE:
            return TRIMMED - 5 if leaf in words.names else 0
    if leaf in words.names:
        return EXACT + 2 * (leaf == words.header)
    return TRIMMED if trim(leaf, words.kind) in words.trimmed else 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a column is taken for; `runners` are other fields it could have been."""

    field: str | None
    score: int
    runners: tuple[str, ...] = ()


def assign(
    paths: Mapping[int, Path],
    periods: Mapping[int, str | None],
    ledger: Ledger,
    year: int | None,
    answers: Mapping[str, str],
) -> dict[int, Chosen]:
    """Give every column its field: one column for a field (and month), the surest first.

    `answers` are a zone's remembered choices, header key → field ("" for none).
    """
    offers = {at: _offers(path, ledger, year, answers) for at, path in paths.items()}
    order = sorted(
        ((match.score, -at, rank, at, match) for at, list_ in offers.items()
         for rank, match in enumerate(list_)),
        key=lambda offer: (-offer[0], offer[2], offer[3]),
    )  # fmt: skip
    taken: set[tuple[str, str | None]] = set()
    chosen: dict[int, Chosen] = {}
    by_month = frozenset(column.field for column in ledger.columns if column.by_month)
    for score, _, _, at, match in order:
        slot = (match.field, periods[at] if match.field in by_month else None)
        if at not in chosen and slot not in taken:
            taken.add(slot)
            others = tuple(m.field for m in offers[at] if m.field != match.field)
            chosen[at] = Chosen(match.field, score, others)
    return {at: chosen.get(at, Chosen(None, 0, _names(offers[at]))) for at in paths}


def _offers(path: Path, ledger: Ledger, year: int | None, answers: Mapping[str, str]) -> list[Match]:
    answer = answers.get(path.key())
    if answer is None:
        return matches(path, ledger, year)
    known = {column.field for column in ledger.columns}
    return [Match(answer, 1000)] if answer in known else []


def _names(found: Iterable[Match]) -> tuple[str, ...]:
    return tuple(match.field for match in found)
