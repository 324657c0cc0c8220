"""Investment as sources give it: year plans and cumulative amounts; a month's value is computed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from greenlight.people.models import User, Zone
from greenlight.projects.models import Project


class InvestmentQuerySet(models.QuerySet["InvestmentReport"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> InvestmentQuerySet:
        """Whoever sees the project sees its investment."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self, day: date) -> InvestmentQuerySet:
        """The revisions in force of the months begun by `day`: what a light of that day may know."""
        begun = Q(year__lt=day.year) | Q(year=day.year, month__lte=day.month)
        return self.filter(begun, in_force=True)

    def newest(self, day: date) -> InvestmentQuerySet:
        """One row a project: its newest month; 形象进度法 goes before 财务支出法 (B 50)."""
        return self.standing(day).annotate(nth=_nth("-method", "-year", "-month")).filter(nth=1)


class YearPlanQuerySet(models.QuerySet["YearPlan"]):
    """Year plans in force."""

    def visible_to(self, user: User) -> YearPlanQuerySet:
        """Whoever sees the project sees its year plan."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def newest(self, day: date) -> YearPlanQuerySet:
        """One row a project: the plan in force of the newest year not after that of `day`."""
        begun = self.filter(in_force=True, year__lte=day.year)
        return begun.annotate(nth=_nth("-year")).filter(nth=1)


def _nth(*order: str) -> Any:
    # "work" sorts after "paid", so "-method" puts the works first.
    ordered = [F(name.lstrip("-")).desc() for name in order]
    return Window(RowNumber(), partition_by=[F("project_id")], order_by=ordered)


class YearPlan(models.Model):
    """年度计划投资 in 万元; a change is a new version, the highest one in force.

    `months_wan` are its twelve cumulative amounts when it is not linear, `way` says where they come from.
    """

    class Way(models.TextChoices):
        """How the year is spread over its months."""

        EVEN = "even", "按月平均"
        NODES = "nodes", "按计划节点"
        HAND = "hand", "手工"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="year_plans", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField(default=True)
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    months_wan = models.JSONField(null=True)
    way = models.CharField(max_length=5, choices=Way, default=Way.EVEN)
    approved_by_name = models.CharField(max_length=60, blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    objects = YearPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "version"], name="year_plan_version"),
            models.UniqueConstraint(
                fields=["project", "year"],
                condition=models.Q(in_force=True),
                name="one_year_plan_in_force",
            ),
        ]
        indexes = [models.Index(fields=["zone", "year"], name="year_plan_of_zone")]


class InvestmentReport(models.Model):
    """Year-to-date amount of a month; month 2 is 1—2月 together. Revisions are kept."""

    class Method(models.TextChoices):
        """形象进度法 or 财务支出法."""

        WORK = "work", "形象进度法"
        PAID = "paid", "财务支出法"

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="investment_reports", db_index=False
    )
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=5, choices=Method, default=Method.WORK)
    ytd_wan = models.DecimalField(max_digits=18, decimal_places=4)
    stated_month_wan = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    stated_growth_pct = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    revision = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    batch_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    objects = InvestmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "month", "method", "revision"], name="report_revision"
            ),
            models.UniqueConstraint(
                fields=["project", "year", "month", "method"],
                condition=models.Q(in_force=True),
                name="one_report_in_force",
            ),
        ]
        indexes = [models.Index(fields=["zone", "year", "month"], name="report_of_month")]


class PriorInvestment(models.Model):
    """至上年底累计完成投资: what was done from the start to the end of the year before."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="prior_investments", db_index=False
    )
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="prior_once_a_year")]
