"""The line: a project as the ledger shows it, one typed column a field, kept for reading fast.

Never written by hand and never asked for the truth: `desk.lines` builds it from the rooms, in the
transaction of the deed that changed them. Throwing all lines away and building them again changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from greenlight.people.models import User, Zone
from greenlight.projects.models import Project, seen_by


class LineQuerySet(models.QuerySet["ProjectLine"]):
    """Lines narrowed as their projects are."""

    def visible_to(self, user: User) -> LineQuerySet:
        """Whoever sees the project sees its line."""
        return self.filter(seen_by(user))


def _money(**more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=18, decimal_places=4, null=True, **more)


def _text(**more: Any) -> models.TextField[Any, Any]:
    return models.TextField(null=True, **more)


def _precision() -> models.CharField[Any, Any]:
    return models.CharField(max_length=5, blank=True)


class ProjectLine(models.Model):
    """One project that is no group. Field names are those of the ledger; missing is NULL.

    A date stands beside the precision it was given in (a month is its last day, "month"). `ytd_investment`
    and `month_investment` are of `period` ("2022-07"), the newest reported. `weight` is the total, -1 when
    missing: the order everything falls back on. What the figures add up is `plan_*` and `done_*`: the
    plan in force of the newest year, the newest cumulative amount, works before payments.
    """

    # The column is called id so that the bulk door (base.bulk) takes it as it takes every table.
    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="line", db_column="id"
    )
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    version = models.PositiveIntegerField()
    updated_at = models.DateTimeField()
    is_example = models.BooleanField()
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=30)
    stage_rank = models.PositiveSmallIntegerField()
    halt = models.CharField(max_length=12, blank=True)
    name_norm = models.CharField(max_length=200)

    project_name = models.CharField(max_length=200)
    project_code = _text()
    project_kind = models.CharField(max_length=12)
    construction_nature = _text()
    location = _text()
    scale = _text()
    land_area = _money()
    total_investment = _money()
    invested_to_prev_year_end = _money()
    annual_plan = _money()
    month_investment = _money()
    ytd_investment = _money()
    cumulative_investment = _money()
    completion_rate_pct = _money()
    period = models.CharField(max_length=7, blank=True)
    planned_start = models.DateField(null=True)
    planned_start_precision = _precision()
    actual_start = models.DateField(null=True)
    actual_start_precision = _precision()
    planned_finish = models.DateField(null=True)
    planned_finish_precision = _precision()
    started = models.BooleanField(null=True)
    site_progress = _text()
    issue = _text()
    next_step = _text()
    owner = _text()
    unit = _text()
    lead_unit = models.CharField(max_length=60, blank=True)
    sponsor = _text()
    contact = _text()
    contact_phone = _text()
    remark = _text()

    light = models.CharField(max_length=6)
    light_rank = models.PositiveSmallIntegerField()
    light_since = models.DateField(null=True)
    light_told = models.TextField(blank=True)  # the main reason as JSON; told anew every day
    light_more = models.PositiveSmallIntegerField(default=0)
    light_why = _text()  # as told on the day it was judged
    next_name = _text()
    next_due = models.DateField(null=True)
    next_owner = _text()
    open_due = models.DateField(null=True)  # as next_due, of projects that go on
    has_dates = models.BooleanField()
    slip_waiting = models.BooleanField()

    weight = models.DecimalField(max_digits=18, decimal_places=4)
    plan_year = models.PositiveSmallIntegerField(null=True)
    plan_wan = _money()
    done_year = models.PositiveSmallIntegerField(null=True)
    done_month = models.PositiveSmallIntegerField(null=True)
    done_wan = _money()
    reported = models.PositiveIntegerField(null=True)  # the newest month with any report, 202207
    objects = LineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["zone", "-weight", "project"], name="line_by_weight"),
            models.Index(fields=["zone", "light_rank", "-weight", "project"], name="line_by_light"),
            models.Index(fields=["zone", "stage_rank", "-weight", "project"], name="line_by_stage"),
            models.Index(fields=["zone", "-annual_plan", "project"], name="line_by_plan"),
            models.Index(fields=["zone", "-ytd_investment", "project"], name="line_by_ytd"),
            models.Index(fields=["zone", "-completion_rate_pct", "project"], name="line_by_rate"),
            models.Index(fields=["zone", "-next_due", "project"], name="line_by_next"),
            models.Index(fields=["zone", "-planned_finish", "project"], name="line_by_finish"),
            models.Index(fields=["zone", "-name_norm", "project"], name="line_by_name"),
            models.Index(fields=["zone", "-lead_unit", "project"], name="line_by_unit"),
            models.Index(fields=["zone", "reported"], name="line_by_reported"),
            models.Index(fields=["zone", "plan_year"], name="line_by_plan_year"),
            # All that the 合计 row and the usual conditions ask: 10^5 lines are added up from the index.
            models.Index(
                fields=[
                    "zone",
                    "light_rank",
                    "total_investment",
                    "plan_year",
                    "plan_wan",
                    "done_year",
                    "done_wan",
                    "done_month",
                    "reported",
                    "open_due",
                    "stage",
                    "kind",
                    "construction_nature",
                    "has_dates",
                    "slip_waiting",
                    "project",
                ],
                name="line_sums",
            ),
        ]


class LineChange(models.Model):
    """A mark that lines of a zone changed, written with them: what was added up before is out of date.

    Rows are only added, so that two deeds of a zone never wait for each other; `lines.tide` reads
    and thins them.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE)
