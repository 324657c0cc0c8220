"""Forms of the two deeds; what the deed would refuse is said beside the field, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from greenlight.investment import actions
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.kernel import reporting
from greenlight.projects.models import Project

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ReportForm(forms.Form):
    """Cumulative investment of a month."""

    year = forms.IntegerField(label="年", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.IntegerField(label="月", min_value=1, max_value=12)
    ytd_wan = forms.DecimalField(label="年初至本月累计完成", **MONEY)
    method = forms.ChoiceField(label="口径", choices=InvestmentReport.Method.choices)
    january_alone = forms.BooleanField(label="只有 1 月的数（一般 1 月免报）", required=False)
    reason = forms.CharField(
        label="原因", required=False, max_length=actions.LONGEST_REASON, widget=forms.Textarea({"rows": 2}),
        help_text="累计减少（核减）、更正已报的月份、超过总投资时必填",
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
        return reporting.Report(own["year"], own["month"], own["ytd_wan"], own["january_alone"])

    def clean(self) -> dict[str, Any]:
        """Ask what the deed would ask."""
        own = super().clean() or self.cleaned_data
        if {"year", "month", "ytd_wan", "method", "reason"} <= own.keys():
            rows = InvestmentReport.objects.filter(
                project=self.project, year=own["year"], method=own["method"], in_force=True
            )
            known = actions.standing(self.project, own["year"], rows)
            told = actions.report_objection(self.report, known, own["reason"], self.day)
            if told:
                self.add_error("ytd_wan", told)
        return own


class YearPlanForm(forms.Form):
    """年度计划 of one year."""

    year = forms.IntegerField(label="年", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount_wan = forms.DecimalField(label="年度计划投资", min_value=0, **MONEY)
    reason = forms.CharField(
        label="调整原因", required=False, max_length=actions.LONGEST_REASON, help_text="改已有的计划时必填"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, day: date, **kwargs: Any) -> None:
        self.project, self.day = project, day
        super().__init__(*args, **{"auto_id": "plan_%s"} | kwargs)

    @classmethod
    def blank(cls, project: Project, day: date) -> YearPlanForm:
        """Return the form of this year."""
        return cls(project=project, day=day, initial={"year": day.year, "version": project.version})

    def clean(self) -> dict[str, Any]:
        """Ask what the deed would ask."""
        own = super().clean() or self.cleaned_data
        if {"year", "amount_wan", "reason"} <= own.keys():
            held = YearPlan.objects.filter(project=self.project, year=own["year"], in_force=True).first()
            told = actions.plan_objection(own["year"], own["amount_wan"], held, own["reason"], self.day.year)
            if told:
                self.add_error("amount_wan", told)
        return own
