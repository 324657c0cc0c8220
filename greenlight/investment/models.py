"""Investment as sources give it: year plans and cumulative amounts; a month's value is computed."""

from __future__ import annotations

from django.db import models

from greenlight.people.models import User, Zone
from greenlight.projects.models import Project


class InvestmentQuerySet(models.QuerySet["InvestmentReport"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> InvestmentQuerySet:
        """Whoever sees the project sees its investment."""
        return self.filter(project__in=Project.objects.visible_to(user))


class YearPlan(models.Model):
    """年度计划投资 in 万元; a change is a new version, the highest one in force."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="year_plans")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField(default=True)
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    months_wan = models.JSONField(null=True)
    approved_by_name = models.CharField(max_length=60, blank=True)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

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

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="investment_reports")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=5, choices=Method, default=Method.WORK)
    ytd_wan = models.DecimalField(max_digits=18, decimal_places=4)
    stated_month_wan = models.DecimalField(max_digits=18, decimal_places=4, null=True)
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

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prior_investments")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="prior_once_a_year")]
