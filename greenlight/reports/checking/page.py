"""What the page of a report shows besides its text: questions with their answers, all numbers, counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from greenlight.reports.checking import observing, showing
from greenlight.reports.checking.stored import Row
from greenlight.reports.checking.wording import KIND_WORDS, amount, number, period
from greenlight.reports.models import Answer, CheckedReport, Verdict

MOST_SHOWN = 1000  # rows of the table of all numbers
MOST_PLACES = 24  # numbers of one question that are listed


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it."""

    n: int
    row: Row
    answer: Answer | None
    where: str
    stated: str
    computed: str
    gap: str
    tolerance: str
    places: list[dict[str, Any]]


def questions(report: CheckedReport) -> list[Asked]:
    """Return the questions of a report with their answers."""
    answers = {one.key: one for one in report.answers.all()}
    return [_asked(report, n, row, answers.get(row["key"])) for n, row in enumerate(report.findings, 1)]


def _asked(report: CheckedReport, n: int, row: Row, answer: Answer | None) -> Asked:
    unit, stated, computed = row["unit"], Decimal(row["stated"]), Decimal(row["computed"])
    places = [
        {"at": at, "start": start, "where": showing.where(report, start), "stated": at == row["stated_at"],
         **showing.around(report.body, start, end)}
        for at, (start, end) in enumerate(row["places"][:MOST_PLACES])
    ]  # fmt: skip
    return Asked(
        n, row, answer, showing.place_words(report, row), amount(stated, unit), amount(computed, unit),
        amount(abs(computed - stated), "个百分点" if unit == "%" else unit), _tolerance(row), places,
    )  # fmt: skip


def _tolerance(row: Row) -> str:
    allowed = Decimal(row["tolerance"])
    unit = "个百分点" if row["unit"] == "%" else row["unit"]
    return f"四舍五入最多差 {number(allowed.normalize())} {unit}" if allowed else "没有四舍五入的余地"


def left(asked: list[Asked]) -> int:
    """Return how many questions have no answer yet."""
    return sum(one.answer is None for one in asked)


def numbers(report: CheckedReport) -> list[dict[str, Any]]:
    """Return all numbers of a report, as a table; which can be kept, which are kept."""
    kept = set(report.observations.values_list("start", "end"))
    fitting = observing.fitting(report)
    return [
        {
            "n": n, "start": fact["start"], "indicator": fact["indicator"] or "（没有认出是什么）",
            "value": amount(Decimal(fact["value"]), fact["unit"], fact["comparator"]),
            "kind": fact["kind"], "word": KIND_WORDS[fact["kind"]], "period": period(fact["period"]),
            "scope": fact["scope"], "target": fact["is_target"],
            "kept": (fact["start"], fact["end"]) in kept, "fits": n in fitting,
        }
        for n, fact in enumerate(report.facts[:MOST_SHOWN], 1)
    ]  # fmt: skip


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
    more = "，".join(one for one in (answer.reason, answer.words) if one)
    return f"{told}：{more}" if more else told
