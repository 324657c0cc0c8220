"""Forms of the two deeds; what the deed would refuse is said beside the field, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from greenlight.base.refusals import Refused
from greenlight.investment import actions, pacing
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.kernel import reporting
from greenlight.projects.forms import MeasureField, wan
from greenlight.projects.models import Project

FIRST_YEAR, LAST_YEAR = 1990, 2100
MONTHS = range(1, 13)


def money(label: str, *, signed: bool = False, required: bool = True, help_text: str = "") -> MeasureField:
    """Return a field of money in 万元 as a clerk writes or pastes it: 46000, 46,000, 4.6亿.

    A number field of the browser keeps 4.6 of a pasted 4.6亿 and says nothing.
    """
    return wan(label, signed=signed, required=required, help_text=help_text)


class ReportForm(forms.Form):
    """Cumulative investment of a month."""

    year = forms.IntegerField(label="年", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.IntegerField(label="月", min_value=1, max_value=12)
    ytd_wan = money("年初至本月累计完成", signed=True)
    method = forms.ChoiceField(label="口径", choices=InvestmentReport.Method.choices)
    month_wan = money("表里的当月数", signed=True, required=False)
    growth_pct = forms.DecimalField(
        label="公布的同比", required=False, max_digits=9, decimal_places=3, min_value=-100
    )
    january_alone = forms.BooleanField(label="只有 1 月的数（一般 1 月免报）", required=False)
    reason = forms.CharField(
        label="原因", required=False, max_length=actions.LONGEST_REASON, widget=forms.Textarea({"rows": 2}),
        help_text="累计减少（核减）、更正已报的月份、超过总投资、和上次差上千倍时必填",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, day: date, **kwargs: Any) -> None:
        self.project, self.day = project, day
        super().__init__(*args, **{"auto_id": "report_%s"} | kwargs)

    @classmethod
    def blank(cls, project: Project, day: date) -> ReportForm:
        """Return the form of the month that is due: the current one, 2 in January."""
        initial = {"year": day.year, "month": max(day.month, 2), "version": project.version}
        return cls(project=project, day=day, initial=initial)

    @property
    def report(self) -> reporting.Report:
        """Return what was filled in."""
        own = self.cleaned_data
        return reporting.Report(
            own["year"], own["month"], own["ytd_wan"], own["january_alone"], own.get("month_wan")
        )

    def clean(self) -> dict[str, Any]:
        """Ask what the deed would ask."""
        own = super().clean() or self.cleaned_data
        if {"year", "month", "ytd_wan", "method", "reason"} <= own.keys():
            rows = InvestmentReport.objects.filter(
                project=self.project, year=own["year"], method=own["method"], in_force=True
            )
            known = actions.standing(self.project, own["year"], rows, self.day)
            told = actions.report_objection(self.report, known, own["reason"], self.day)
            if told:
                self.add_error("ytd_wan", told)
        return own


class YearPlanForm(forms.Form):
    """年度计划 of one year, and how it is spread over its months: that must be chosen."""

    year = forms.IntegerField(label="年", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount_wan = money("年度计划投资")
    way = forms.ChoiceField(
        label="怎么分月", choices=[("", "请选"), *YearPlan.Way.choices],
        error_messages={"required": "请选怎么分月：按月平均、按计划节点或手工。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="调整原因", required=False, max_length=actions.LONGEST_REASON, help_text="改已有的计划时必填"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, day: date, **kwargs: Any) -> None:
        self.project, self.day = project, day
        super().__init__(*args, **{"auto_id": "plan_%s"} | kwargs)
        for n in MONTHS:
            self.fields[f"month_{n}"] = money(f"1—{n} 月" if n > 1 else "1 月", required=False)

    @classmethod
    def blank(cls, project: Project, day: date) -> YearPlanForm:
        """Return the form of this year; of a plan in force with its amount and months."""
        held = YearPlan.objects.filter(project=project, year=day.year, in_force=True).first()
        initial: dict[str, Any] = {"year": day.year, "version": project.version}
        if held:
            initial |= {"amount_wan": f"{held.amount_wan.normalize():f}", "way": held.way}
            initial |= {f"month_{n}": one for n, one in enumerate(held.months_wan or (), 1)}
        return cls(project=project, day=day, initial=initial)

    @property
    def month_fields(self) -> list[forms.BoundField]:
        """Return the twelve cumulative amounts, for a plan by hand."""
        return [self[f"month_{n}"] for n in MONTHS]

    @property
    def months_wan(self) -> tuple[Decimal, ...] | None:
        """Return the cumulative amounts of the way chosen; Refused where there are none."""
        own = self.cleaned_data
        typed = [own.get(f"month_{n}") for n in MONTHS]
        given = tuple(one for one in typed if one is not None)
        if own["way"] == YearPlan.Way.HAND and len(given) < len(MONTHS):
            raise Refused("手工分月要填满 12 个累计数，12 月等于年度计划。", status=400)
        return pacing.months(self.project, own["year"], own["amount_wan"], own["way"], given)

    def clean(self) -> dict[str, Any]:
        """Ask what the deed would ask."""
        own = super().clean() or self.cleaned_data
        if {"year", "amount_wan", "way", "reason"} <= own.keys():
            held = YearPlan.objects.filter(project=self.project, year=own["year"], in_force=True).first()
            try:
                own["months_wan"] = self.months_wan
            except Refused as refusal:
                self.add_error("way", str(refusal))
                return own
            told = actions.plan_objection(
                own["year"], own["amount_wan"], held, own["reason"], self.day.year, own["months_wan"]
            )
            if told:
                self.add_error("amount_wan", told)
        return own
