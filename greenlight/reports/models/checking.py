"""Reports that were checked (核数), the answers to what was asked, and facts kept from them."""

from __future__ import annotations

from django.db import models

from greenlight.base.models import File, Job
from greenlight.people.models import User, Zone


class ReportState(models.TextChoices):
    """Where a report stands."""

    READING = "reading", "正在读"
    READY = "ready", "核好了"
    FAILED = "failed", "没有读成"


class Verdict(models.TextChoices):
    """What was answered to a question."""

    ACCEPTED = "accepted", "确有出入"
    EXPLAINED = "explained", "口径不同"
    CORRECTED = "corrected", "已改"


class ReportQuery(models.QuerySet["CheckedReport"]):
    """Reports of zones that are read as a whole."""

    def visible_to(self, user: User) -> ReportQuery:
        """Return the reports a person may see: those of the own zones that were not removed."""
        return self.filter(zone_id__in=user.scope.zones, removed_at=None)

    def ready(self) -> ReportQuery:
        """Return those that have been read."""
        return self.filter(state=ReportState.READY)


class CheckedReport(models.Model):
    """A report as it was read: its text, where its pieces stand, its facts and what is asked.

    One that was removed is nobody's to see, and goes for good some days later (`actions.purge`).
    `layout` is {tables, headings, places, notes}; `facts` and `findings` are as `checking.stored` writes
    them. All offsets are into `body`.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.READING)
    message = models.TextField(blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    body = models.TextField(blank=True)
    layout = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    fact_count = models.PositiveIntegerField(default=0)
    asked_count = models.PositiveIntegerField(default=0)
    took_ms = models.PositiveIntegerField(default=0)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = ReportQuery.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["zone", "-created_at"], name="checked_zone"),
            models.Index(fields=["zone", "file_hash"], name="checked_file"),
            models.Index(fields=["zone", "text_hash"], name="checked_text"),
        ]


class Answer(models.Model):
    """The answer to one question of a report.

    `key` is a hash of the rule and of the words around every number taking part: the same question in a
    later version of the file has the same key, and brings the answer along (`carried`).
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(
        CheckedReport, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    key = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)
    corrected = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(default=0)  # which of the question's numbers was corrected
    carried = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="answer_once")]
        indexes = [models.Index(fields=["zone", "key", "-at"], name="answer_key")]


class ObservationQuery(models.QuerySet["Observation"]):
    """Facts kept by zones that are read as a whole."""

    def visible_to(self, user: User) -> ObservationQuery:
        """Return the observations a person may see."""
        return self.filter(zone_id__in=user.scope.zones)


class Observation(models.Model):
    """A fact of a report that somebody kept, with its place and sentence as evidence."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(
        CheckedReport, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    indicator = models.CharField(max_length=200)
    scope = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=28, decimal_places=8)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12)
    comparator = models.CharField(max_length=8)
    is_target = models.BooleanField(default=False)
    source = models.CharField(max_length=255)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    evidence = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = ObservationQuery.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "start", "end"], name="observation_once")]
        indexes = [models.Index(fields=["zone", "indicator", "period"], name="observation_of")]
