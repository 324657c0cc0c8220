"""Facts of a report that can be kept, and what is kept of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from greenlight.base.journal import By
from greenlight.kernel.facts import Fact
from greenlight.reports.checking.answering import DIGITS
from greenlight.reports.checking.stored import Row, fact_of
from greenlight.reports.models import CheckedReport, Observation, Verdict

MOST = Decimal(10) ** 18  # above that nothing of a zone is measured
PERIOD, NAME, UNIT = 40, 200, 40
ENDS = "。！？；\n"
LONGEST = 300
Span = Sequence[int]


def fitting(report: CheckedReport, among: Mapping[int, Row] | None = None) -> dict[int, Fact]:
    """Return the facts that can be kept, by their number: named, in range, not asked about any more."""
    answers = {one.key: one for one in report.answers.all()}
    waiting, replaced = set[tuple[int, int]](), dict[tuple[int, int], str]()
    for row in report.findings:
        told = answers.get(row["key"])
        places = [(start, end) for start, end in row["places"]]
        if told is None or told.verdict == Verdict.ACCEPTED:
            waiting |= set(places)
        elif told.verdict == Verdict.CORRECTED and told.place < len(places):
            replaced[places[told.place]] = told.corrected
    rows = dict(enumerate(report.facts, 1)) if among is None else among
    facts = {n: fact_of(row) for n, row in rows.items()}
    kept = {
        n: corrected(fact, replaced.get((fact.start, fact.end), ""), report.body[fact.start : fact.end])
        for n, fact in facts.items()
        if (fact.start, fact.end) not in waiting
    }
    return {n: fact for n, fact in kept.items() if fact and fact.indicator and abs(fact.value) < MOST}


def corrected(fact: Fact, typed: str, written: str) -> Fact | None:
    """Return a fact with the number the clerk typed instead.

    None where other words stand around it than in the report: 2465000万元 is no 2465000 of 246.5亿元.
    """
    if not typed:
        return fact
    told = normalize("NFKC", written)
    old, new = number(told), number(typed)
    if old is None or new is None or DIGITS.sub("", typed, count=1) != DIGITS.sub("", told, count=1):
        return None
    times = scale(fact.value, old)
    return (
        replace(fact, value=new * times, step=Decimal(1).scaleb(exponent(new)) * abs(times))
        if times
        else None
    )


def number(words: str) -> Decimal | None:
    """Return the first number written in figures; None without one."""
    hit = DIGITS.search(words)
    try:
        return Decimal(normalize("NFKC", hit[0]).replace(",", "").replace("−", "-")) if hit else None
    except InvalidOperation:
        return None


def scale(value: Decimal, written: Decimal) -> Decimal | None:
    """Return by what a figure is more than it is written: 1.5万户 is 15000 户, 下降3.1% is -3.1.

    None where that is no power of ten: then the figure was not simply read, and is not simply replaced.
    """
    if not written or not value:
        return Decimal(1) if value == written else None
    times = value / written
    return times if abs(times).normalize().as_tuple().digits == (1,) else None


def exponent(value: Decimal) -> int:
    """Return the place of the last digit: -1 of 24.5."""
    told = value.as_tuple().exponent
    return told if isinstance(told, int) else 0


def observation(by: By, report: CheckedReport, fact: Fact, words: Evidence) -> Observation:
    """Return a fact as the row that keeps it."""
    return Observation(
        zone_id=report.zone_id, report=report, indicator=fact.indicator[:NAME], scope=fact.scope[:NAME],
        period=fact.period[:PERIOD], value=fact.value.quantize(Decimal("1e-8")), unit=fact.unit[:UNIT],
        kind=fact.kind.value, comparator=fact.comparator.value, is_target=fact.is_target,
        source=report.name, start=fact.start, end=fact.end,
        evidence=words.at(fact.start, fact.end),
        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """The words of a report that its numbers rest on: a sentence, or of a table its row under the heads."""

    body: str
    rows: list[tuple[int, int, list[Span], list[Span]]]  # start, end, its cells, the cells of the first row

    @classmethod
    def of(cls, report: CheckedReport) -> Evidence:
        """Look up where the rows of a report's tables stand."""
        rows = []
        for table in report.layout.get("tables", []):
            known = [cells for row in table if (cells := [cell for cell in row if cell])]
            rows += [(cells[0][0], cells[-1][1], cells, known[0]) for cells in known]
        return cls(report.body, sorted(rows))

    def at(self, start: int, end: int) -> str:
        """Return the words of a number."""
        n = bisect_right(self.rows, start, key=lambda row: row[0]) - 1
        if n < 0 or self.rows[n][1] <= start:
            return sentence(self.body, start, end)
        _, _, cells, head = self.rows[n]
        return "　".join(self._told(one) for one in ([head, cells] if head is not cells else [cells]))

    def _told(self, cells: list[Span]) -> str:
        return "｜".join(self.body[first:last].strip() for first, last in cells)[: 2 * LONGEST]


def sentence(body: str, start: int, end: int) -> str:
    """Return the sentence a number stands in, cut where it is very long."""
    first = max(body.rfind(mark, 0, start) for mark in ENDS) + 1
    ends = [at for at in (body.find(mark, end) for mark in ENDS) if at >= 0]
    last = min(ends, default=len(body)) + 1
    return body[max(first, start - LONGEST) : min(last, end + LONGEST)].strip()


def told(one: Observation) -> dict[str, Any]:
    """Return what the journal says of an observation."""
    return {"report": one.report_id, "indicator": one.indicator, "scope": one.scope, "period": one.period,
            "value": one.value, "unit": one.unit, "kind": one.kind, "comparator": one.comparator,
            "is_target": one.is_target, "source": one.source, "start": one.start, "end": one.end}  # fmt: skip
