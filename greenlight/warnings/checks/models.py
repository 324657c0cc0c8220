"""Hits of the cross-checks (交叉核对): one a project, check and month, with what became of it."""

from __future__ import annotations

from django.db import models

from greenlight.kernel import crosschecks
from greenlight.people.models import User, Zone
from greenlight.projects.models import Project


class CheckHitQuerySet(models.QuerySet["CheckHit"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> CheckHitQuerySet:
        """Whoever sees the project sees what was asked about it."""
        return self.filter(project__in=Project.objects.visible_to(user))


class CheckHit(models.Model):
    """A check saw something about a project's month. `inputs` are the numbers it was seen in.

    `holds` is false once the check no longer sees it; an open hit that is gone needs no answer.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "待说明"
        EXPLAINED = "explained", "已说明"
        CONFIRMED = "confirmed", "已确认有问题"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="check_hits", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    period = models.CharField(max_length=7)
    inputs = models.JSONField(default=dict)
    holds = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    first_on = models.DateField()
    at = models.DateTimeField()
    objects = CheckHitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code", "period"], name="hit_once_a_month"),
        ]
        indexes = [models.Index(fields=["zone", "state", "code"], name="hit_of_zone")]

    @property
    def told(self) -> str:
        """Say what was seen in one sentence."""
        return crosschecks.asked(self.code, self.inputs)

    @property
    def inputs_told(self) -> tuple[tuple[str, str], ...]:
        """Return the numbers that went in, in words."""
        return crosschecks.inputs_told(self.code, self.inputs)


class ZoneChecked(models.Model):
    """The last day the whole of a zone was checked on."""

    zone = models.OneToOneField(Zone, on_delete=models.CASCADE)
    day = models.DateField()
    at = models.DateTimeField()
