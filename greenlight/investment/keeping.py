"""The amounts of the project ledger: year plan, cumulative by month, prior years.

A month's value is computed by difference unless the ledger stated one. A changed amount is a new
version or revision; the one before stays readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from greenlight.base import bulk
from greenlight.base.bulk import decimal_text
from greenlight.base.journal import By
from greenlight.base.keeping import Change, Values
from greenlight.base.refusals import Refused
from greenlight.investment import rules, sentences
from greenlight.investment.models import InvestmentReport, PriorInvestment, YearPlan
from greenlight.kernel.series import month_values, percent, round_half_up
from greenlight.projects.keeping import period_of
from greenlight.projects.models import Project

CHUNK = 4000
WORK = InvestmentReport.Method.WORK
Money = dict[int, Decimal]


class InvestmentKeeper:
    """Keeps money of a year. `completion_rate_pct` is shown and never written."""

    fields = (
        "annual_plan", "ytd_investment", "month_investment", "invested_to_prev_year_end",
        "cumulative_investment",
    )  # fmt: skip

    def current(self, ids: Sequence[int], period: str | None = None) -> dict[int, Values]:
        """Return the amounts of the period's year, all its months; of the newest year without one."""
        rows: dict[int, Values] = {}
        for part in bulk.chunks(ids, CHUNK):
            standing = Standing(part, int(period[:4]) if period else None)
            rows |= {pk: standing.values(pk, period) for pk in part}
        return rows

    def write(self, by: By, changes: Sequence[Change], batch_id: int | None) -> None:
        """Write new versions, revisions and prior amounts."""
        for year, own in _by_shown_year(by, changes, batch_id).items():
            for part in bulk.chunks(own, CHUNK):
                _Write(by, part, batch_id, year).run()

    def undo(self, by: By, ids: Sequence[int], batch_id: int) -> None:
        """Nothing of its own: the trace of the batch restores every table (base.bulk.take_back)."""


class Standing:
    """The amounts in force of some projects in one year; three queries."""

    def __init__(self, ids: Sequence[int], year: int | None) -> None:
        reports = InvestmentReport.objects.filter(bulk.among("project_id", ids), in_force=True, method=WORK)
        plans = YearPlan.objects.filter(bulk.among("project_id", ids), in_force=True)
        priors = PriorInvestment.objects.filter(bulk.among("project_id", ids))
        if year is not None:
            reports, plans, priors = (
                reports.filter(year=year),
                plans.filter(year=year),
                priors.filter(year=year),
            )
        self.reports: dict[int, dict[int, Money]] = defaultdict(lambda: defaultdict(dict))
        self.stated: dict[tuple[int, int], Money] = defaultdict(dict)
        names = ("project_id", "year", "month", "ytd_wan", "stated_month_wan")
        for pk, of, month, ytd, stated in reports.values_list(*names):
            self.reports[pk][of][month] = ytd
            if stated is not None:
                self.stated[(pk, of)][month] = stated
        self.plans = _by_year(plans)
        self.priors = _by_year(priors)

    def year_of(self, pk: int) -> int | None:
        """Return the newest year anything is known of."""
        years = {*self.reports.get(pk, {}), *self.plans.get(pk, {}), *self.priors.get(pk, {})}
        return max(years, default=None)

    def values(self, pk: int, period: str | None) -> Values:
        """Return the canonical values of one project."""
        year = int(period[:4]) if period else self.year_of(pk)
        if year is None:
            return {}
        ytd = self.reports.get(pk, {}).get(year, {})
        prior, plan = self.priors.get(pk, {}).get(year), self.plans.get(pk, {}).get(year)
        last = int(period[5:]) if period and len(period) > 4 else 12
        newest = max((month for month in ytd if month <= last), default=None)
        total = None if newest is None else ytd[newest] + (prior or 0)
        rate = percent(ytd[newest], plan) if newest and plan else None
        return {
            "annual_plan": decimal_text(plan),
            "invested_to_prev_year_end": decimal_text(prior),
            "ytd_investment": {
                f"{year}-{month:02d}": decimal_text(one) for month, one in sorted(ytd.items())
            },
            "month_investment": self._months(pk, year, ytd),
            "cumulative_investment": decimal_text(total),
            "completion_rate_pct": None if rate is None else decimal_text(round_half_up(rate, 1)),
        }

    def _months(self, pk: int, year: int, ytd: Money) -> dict[str, str | None]:
        amounts = {one.last: one.amount for one in month_values(ytd)} | self.stated.get((pk, year), {})
        return {f"{year}-{month:02d}": decimal_text(one) for month, one in sorted(amounts.items())}


def _by_shown_year(by: By, changes: Sequence[Change], batch_id: int | None) -> dict[int, list[Change]]:
    """Return the changes by the year they are about: that of the import, else the one that is shown."""
    if batch_id is not None:
        period = period_of(batch_id)
        return {int(period[:4]) if period else by.day.year: list(changes)}
    standing = Standing([one.record_id for one in changes], None)
    found: dict[int, list[Change]] = defaultdict(list)
    for one in changes:
        found[standing.year_of(one.record_id) or by.day.year].append(one)
    return found


def _by_year(rows: Any) -> dict[int, Money]:
    found: dict[int, Money] = defaultdict(dict)
    for pk, year, amount in rows.values_list("project_id", "year", "amount_wan"):
        found[pk][year] = amount
    return found


class _Write:
    """One part of a write."""

    def __init__(self, by: By, changes: list[Change], batch_id: int | None, year: int) -> None:
        self.by, self.changes, self.batch_id, self.year = by, changes, batch_id, year
        self.ids = [one.record_id for one in changes]
        self.zones = dict(Project.objects.filter(bulk.among("pk", self.ids)).values_list("pk", "zone_id"))
        self.period = period_of(batch_id)
        self.standing = Standing(self.ids, None)

    def run(self) -> None:
        """Write plans, then prior amounts, then reports."""
        self._plans()
        amounts = {one.record_id: self._amounts(one) for one in self.changes}
        self._priors({pk: prior for pk, (prior, _) in amounts.items() if prior is not None})
        self._reports({pk: months for pk, (_, months) in amounts.items() if months})

    def _plans(self) -> None:
        wanted = {
            one.record_id: one.values["annual_plan"] for one in self.changes if one.values.get("annual_plan")
        }
        if not wanted:
            return
        rows = YearPlan.objects.filter(bulk.among("project_id", list(wanted)), year=self.year).order_by(
            "version"
        )
        held = list(rows.values_list("pk", "project_id", "version", "in_force"))
        bulk.update(YearPlan, ("in_force",), [(pk, False) for pk, _, _, on in held if on], self.batch_id)
        last = {project: version for _, project, version, _ in held}
        why = {one.record_id: one.reasons.get("annual_plan", {}).get("text", "") for one in self.changes}
        rows_now = [
            (pk, self.zones[pk], last.get(pk, 0) + 1, amount, why[pk]) for pk, amount in wanted.items()
        ]
        names = ("project", "zone", "version", "amount_wan", "reason")
        bulk.insert_new(
            YearPlan, names, rows_now, self.batch_id, year=self.year, in_force=True, **self.said()
        )

    def said(self) -> dict[str, Any]:
        """Return who says so, under which import, and when."""
        return {"actor_name": self.by.actor_name, "batch_id": self.batch_id, "at": self.by.at}

    def _amounts(self, one: Change) -> tuple[str | None, dict[str, dict[str, Any]]]:
        """Return the prior amount and {month: ytd, stated} a row wants, derived where it says less."""
        values = one.values
        ytd = {
            month: value for month, value in (values.get("ytd_investment") or {}).items() if value is not None
        }
        stated = values.get("month_investment") or {}
        prior = values.get("invested_to_prev_year_end")
        total = values.get("cumulative_investment")
        if total is not None:
            prior, ytd = self._split(one.record_id, total, prior, ytd)
        months = {month: {"ytd": value} for month, value in ytd.items()}
        for month, value in stated.items():
            if value is not None:
                own = months.setdefault(month, {})
                own["stated"] = value
                own.setdefault("ytd", self._ytd_with(one.record_id, month, value, ytd))
        return prior, {month: own for month, own in months.items() if own.get("ytd") is not None}

    def _split(
        self, pk: int, total: str, prior: str | None, ytd: dict[str, str]
    ) -> tuple[str | None, dict[str, str]]:
        """开工以来累计 is prior years and this year: whichever is not known follows from the other."""
        known = prior or decimal_text(self.standing.priors.get(pk, {}).get(self.year))
        if ytd:
            months = Decimal(ytd[max(ytd)])
            return (prior or decimal_text(max(Decimal(total) - months, Decimal(0)))), ytd
        month = self.period if len(self.period) > 4 else f"{self.by.day:%Y-%m}"
        return prior, {month: decimal_text(Decimal(total) - Decimal(known or 0)) or "0"}

    def _ytd_with(self, pk: int, month: str, value: str, ytd: Mapping[str, str]) -> str | None:
        """Return the cumulative amount behind a month that was given alone: the month before and it."""
        year, n = int(month[:4]), int(month[5:])
        known = self.standing.reports.get(pk, {}).get(year, {})
        if n in known:
            return decimal_text(known[n])
        earlier = known | {int(one[5:]): Decimal(own) for one, own in ytd.items() if one[:4] == month[:4]}
        before = max((one for one in earlier if one < n), default=None)
        return decimal_text((earlier[before] if before else Decimal(0)) + Decimal(value))

    def _priors(self, wanted: Mapping[int, str]) -> None:
        rows = PriorInvestment.objects.filter(bulk.among("project_id", list(wanted)), year=self.year)
        held = dict(rows.values_list("project_id", "pk"))
        old = [(held[pk], amount, self.by.at) for pk, amount in wanted.items() if pk in held]
        bulk.update(PriorInvestment, ("amount_wan", "at"), old, self.batch_id)
        fresh = [(pk, self.zones[pk], amount) for pk, amount in wanted.items() if pk not in held]
        bulk.insert_new(
            PriorInvestment, ("project", "zone", "amount_wan"), fresh, self.batch_id,
            year=self.year, batch_id=self.batch_id, at=self.by.at,
        )  # fmt: skip

    def _refuse_closed(self, wanted: Mapping[int, Mapping[str, Any]]) -> None:
        """The last door before the table: a month closed since the preview takes nothing."""
        closed = {zone: rules.closed_to(zone) for zone in set(self.zones.values())}
        for pk, months in wanted.items():
            last = closed[self.zones[pk]]
            for month in months:
                if last and (int(month[:4]), int(month[5:])) <= last:
                    raise Refused(sentences.closed(int(month[:4]), int(month[5:])))

    def _reports(self, wanted: Mapping[int, Mapping[str, Mapping[str, Any]]]) -> None:
        if not wanted:
            return
        self._refuse_closed(wanted)
        held = InvestmentReport.objects.filter(bulk.among("project_id", list(wanted)), method=WORK).order_by(
            "revision"
        )
        last: dict[tuple[int, int, int], tuple[int, int, bool, Decimal | None]] = {}
        known = ("project_id", "year", "month", "pk", "revision", "in_force", "stated_month_wan")
        for project, year, month, *rest in held.values_list(*known):
            last[(project, year, month)] = tuple(rest)
        why = {one.record_id: one.reasons.get("ytd_investment", {}).get("text", "") for one in self.changes}
        rows, ended = [], []
        for pk, months in wanted.items():
            for month, own in months.items():
                place = (pk, int(month[:4]), int(month[5:]))
                before = last.get(place)
                if before and before[2]:
                    ended.append((before[0], False))
                stated = own.get("stated") or (decimal_text(before[3]) if before else None)
                revision = (before[1] if before else 0) + 1
                rows.append((pk, self.zones[pk], *place[1:], own["ytd"], stated, revision, why[pk]))
        bulk.update(InvestmentReport, ("in_force",), ended, self.batch_id)
        names = ("project", "zone", "year", "month", "ytd_wan", "stated_month_wan", "revision", "reason")
        bulk.insert_new(
            InvestmentReport, names, rows, self.batch_id, method=WORK.value, in_force=True, **self.said()
        )
