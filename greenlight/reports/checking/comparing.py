"""Two reports held against each other: last year's plan, this year's result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from greenlight.base.documents.checking import Checked, compare
from greenlight.kernel.facts import Conflict, periods
from greenlight.reports.checking import showing, stored
from greenlight.reports.models import CheckedReport


@dataclass(frozen=True)
class Across:
    """A question that two reports raise together."""

    n: int
    question: str
    worked: str
    places: list[dict[str, Any]]


def in_order(one: CheckedReport, other: CheckedReport) -> tuple[CheckedReport, CheckedReport]:
    """Return two reports the older first: by the year they are about, else as they were handed in."""
    first, last = sorted((one, other), key=lambda report: (report.created_at, report.pk))
    early, late = (periods.first_year(report.body) for report in (first, last))
    return (last, first) if early and late and late < early else (first, last)


def across(older: CheckedReport, newer: CheckedReport) -> list[Across]:
    """Return what the two reports do not agree in, each number with the report it stands in."""
    reports = [older, newer]
    read = [_checked(one) for one in reports]
    return [_across(n, one, reports) for n, one in enumerate(compare(read), 1)]


def _checked(report: CheckedReport) -> Checked:
    document = stored.document_of(report.body, report.layout, report.name, report.kind)
    return Checked(document, tuple(stored.fact_of(row) for row in report.facts), ())


def _across(n: int, one: Conflict, reports: list[CheckedReport]) -> Across:
    places = []
    for file, fact in zip(one.files, one.facts, strict=True):
        report = reports[file]
        told = showing.around(report.body, fact.start, fact.end)
        places.append(
            {"report": report, "start": fact.start, "where": showing.where(report, fact.start), **told}
        )
    places.sort(key=lambda place: (place["report"] is reports[1], place["start"]))
    return Across(n, one.question, one.worked, places)
