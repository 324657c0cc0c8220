"""What the page of a report shows besides its text: questions with their answers, all numbers, counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from greenlight.kernel.facts import Fact
from greenlight.reports.checking import observing, showing
from greenlight.reports.checking.stored import Row
from greenlight.reports.checking.wording import KIND_WORDS, amount, period
from greenlight.reports.models import Answer, CheckedReport, Verdict

PAGE = 100  # rows of the table of all numbers
MOST_PLACES = 24  # numbers of one question that are listed
LONGEST_NAME = 60
WRONG = "写错了"  # no matter of scope: the page has an answer of its own for it
CENT = 2  # decimals a gap is told in


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it; what only its open body shows is worked out when it is shown."""

    report: CheckedReport
    n: int
    row: Row
    answer: Answer | None

    @cached_property
    def where(self) -> str:
        """Where its numbers stand, in short."""
        return showing.place_words(self.report, self.row)

    @property
    def starts(self) -> list[int]:
        """Where the numbers that are listed begin."""
        return [start for start, _ in self.row["places"][:MOST_PLACES]]

    @property
    def more(self) -> int:
        """How many numbers are not listed."""
        return max(0, len(self.row["places"]) - MOST_PLACES)

    @property
    def reasons(self) -> list[str]:
        """The matters of scope one may choose from."""
        return [one for one in self.row["answers"] if not one.startswith(WRONG)]

    @property
    def stated(self) -> str:
        """What the report says."""
        return amount(Decimal(self.row["stated"]), self.row["unit"])

    @property
    def computed(self) -> str:
        """What comes out instead, as finely as the report says it."""
        finest = max(0, -observing.exponent(Decimal(self.row["stated"])))
        return amount(rounded(Decimal(self.row["computed"]), finest), self.row["unit"])

    @property
    def gap(self) -> str:
        """By how much they differ."""
        apart = abs(Decimal(self.row["computed"]) - Decimal(self.row["stated"]))
        return amount(rounded(apart), self._points)

    @property
    def tolerance(self) -> str:
        """By how much rounding may move them apart."""
        allowed = Decimal(self.row["tolerance"])
        told = amount(rounded(allowed), self._points)
        return f"四舍五入最多差 {told}" if allowed else "没有四舍五入的余地"

    @property
    def _points(self) -> str:
        unit = str(self.row["unit"])
        return "个百分点" if unit == "%" else unit

    @property
    def told(self) -> str:
        """Its answer in one line."""
        return verdict_words(self.answer)

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        """Its numbers, each with the words around."""
        return [
            {"at": at, "start": start, "where": showing.where(self.report, start),
             "stated": at == self.row["stated_at"], **showing.around(self.report.body, start, end)}
            for at, (start, end) in enumerate(self.row["places"][:MOST_PLACES])
        ]  # fmt: skip

    @property
    def quotes(self) -> list[showing.Quote]:
        """The same, those that stand close together in one stretch of words."""
        return showing.quotes(self.report, self.row["places"][:MOST_PLACES], self.row["stated_at"])


def rounded(value: Decimal, most: int = CENT) -> Decimal:
    """Round half up to some decimals; what would vanish keeps its first digit, and nothing is made finer."""
    first = -value.adjusted() if value else 0
    digits = min(max(most, first), max(0, -observing.exponent(value)))
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def questions(report: CheckedReport) -> list[Asked]:
    """Return the questions of a report with their answers."""
    answers = {one.key: one for one in report.answers.all()}
    return [Asked(report, n, row, answers.get(row["key"])) for n, row in enumerate(report.findings, 1)]


def left(asked: list[Asked]) -> int:
    """Return how many questions have no answer yet."""
    return sum(one.answer is None for one in asked)


@dataclass(frozen=True)
class Wanted:
    """Which of all numbers are looked at: by name, without some kinds, a page or the one with a place."""

    name: str = ""
    without: frozenset[str] = frozenset()
    page: str = ""
    at: str = ""

    @classmethod
    def of(cls, words: QueryDict) -> Wanted:
        """Read the words of an address."""
        name = words.get("name", "").replace("\x00", "").strip()[:LONGEST_NAME]
        at = words.get("at", "")
        known = at if at.isascii() and at.isdecimal() and len(at) < 9 else ""
        return cls(name, frozenset(words.getlist("off")) & set(KIND_WORDS), words.get("page", ""), known)


def numbers(report: CheckedReport, wanted: Wanted = Wanted()) -> Page[Any]:
    """Return a page of the numbers of a report as rows: which are kept, can be kept, are asked."""
    rows: list[Any] = [
        (n, fact) for n, fact in enumerate(report.facts, 1)
        if fact["kind"] not in wanted.without and wanted.name in f"{fact['indicator']}{fact['scope']}"
    ]  # fmt: skip
    at = next((i for i, (_, fact) in enumerate(rows) if str(fact["start"]) == wanted.at), -1)
    found: Page[Any] = Paginator(rows, PAGE).get_page(at // PAGE + 1 if at >= 0 else wanted.page)
    found.object_list = _shown(report, found.object_list)
    return found


def _shown(report: CheckedReport, rows: Iterable[tuple[int, Row]]) -> list[dict[str, Any]]:
    chosen = dict(rows)
    kept = set(report.observations.values_list("start", "end"))
    fitting = observing.fitting(report, chosen)
    asked = {(start, end): n for n, row in enumerate(report.findings, 1) for start, end in row["places"]}
    return [
        {
            "n": n, "start": fact["start"], "indicator": fact["indicator"] or "（没有认出是什么）",
            "value": amount(Decimal(fact["value"]), fact["unit"], fact["comparator"]),
            "instead": _instead(fact, fitting.get(n)),
            "kind": fact["kind"], "word": KIND_WORDS[fact["kind"]], "period": period(fact["period"]),
            "scope": fact["scope"], "target": fact["is_target"],
            "kept": (fact["start"], fact["end"]) in kept, "fits": n in fitting,
            "asked": asked.get((fact["start"], fact["end"]), 0),
        }
        for n, fact in chosen.items()
    ]  # fmt: skip


def _instead(row: Row, fact: Fact | None) -> str:
    """What is kept where the clerk has corrected the number."""
    corrected = fact is not None and fact.value != Decimal(row["value"])
    return amount(fact.value, fact.unit) if fact is not None and corrected else ""


def keepable(report: CheckedReport) -> int:
    """Return how many facts could be kept now."""
    kept = set(report.observations.values_list("start", "end"))
    return sum((fact.start, fact.end) not in kept for fact in observing.fitting(report).values())


def verdict_words(answer: Answer | None) -> str:
    """Return an answer in one line; empty when there is none."""
    if answer is None:
        return ""
    told = {
        Verdict.ACCEPTED.value: "确有出入",
        Verdict.EXPLAINED.value: "口径不同",
        Verdict.CORRECTED.value: f"改为 {answer.corrected}",
    }[answer.verdict]
    reason = answer.reason.removeprefix(f"{told}：")  # 口径不同：两处统计范围不一样
    more = "，".join(one for one in (reason, answer.words) if one)
    return f"{told}：{more}" if more else told
