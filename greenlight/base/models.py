"""Journal, files, jobs, import batches: rows that outlive the people and rooms they speak of.

They hold zone_id, actor_id and actor_name as plain values (DESIGN §3).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class JournalRow(models.Model):
    """One deed: who, when, what, before, after, why. Written once, never changed."""

    seq = models.BigAutoField(primary_key=True)
    zone_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    items_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["zone_id", "subject_kind", "subject_id", "-seq"], name="journal_of"),
            models.Index(fields=["zone_id", "-seq"], name="journal_zone"),
        ]


class JournalItem(models.Model):
    """One record touched by a bulk deed; the deed's row holds the hash of the ordered list."""

    row = models.ForeignKey(JournalRow, on_delete=models.PROTECT, related_name="items")
    n = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "n"], name="journal_item_n")]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="journal_item_of")]


def stored_name(_file: Any, _name: str) -> str:
    """Return a random path: what a user called the file never reaches the disk."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class File(models.Model):
    """Bytes that somebody handed in, under a random name, with their hash and checked type."""

    zone_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to=stored_name, max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone_id", "subject_kind", "subject_id"], name="file_of")]


class Job(models.Model):
    """A long deed in the background: its progress, and whether it is still alive."""

    class State(models.TextChoices):
        """Where a job stands."""

        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "没有完成"
        CANCELLED = "cancelled", "已取消"

    zone_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)
    wants_cancel = models.BooleanField(default=False)
    arguments = models.JSONField(default=dict)
    next_url = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    queued_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class ImportBatch(models.Model):
    """One workbook on its way in: read, questioned, previewed, applied, perhaps undone."""

    class State(models.TextChoices):
        """Where a batch stands."""

        READING = "reading", "正在读"
        REJECTED = "rejected", "没有读成"
        MAPPING = "mapping", "待对列"
        PREVIEW = "preview", "待确认"
        WAITING = "waiting", "留在预览"
        APPLYING = "applying", "正在生效"
        APPLIED = "applied", "已生效"
        UNDONE = "undone", "已撤销"
        DISCARDED = "discarded", "已放弃"

    zone_id = models.BigIntegerField()
    ledger = models.CharField(max_length=40)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    period = models.CharField(max_length=10, blank=True)
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    plan_hash = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_on = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    journal_seq = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["zone_id", "ledger", "-created_at"], name="batch_zone")]


class ImportRow(models.Model):
    """One row of the workbook as the preview shows it and as it was written."""

    class Outcome(models.TextChoices):
        """What happens to the record behind the row."""

        ADDED = "added", "新增"
        CHANGED = "changed", "修改"
        SAME = "same", "无变化"
        ASKED = "asked", "待你确认"
        WAITING = "waiting", "留在预览"
        MISSING = "missing", "表里没有"
        LEFT_OUT = "left_out", "不导入"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    target_kind = models.CharField(max_length=30, blank=True)
    target_id = models.BigIntegerField(null=True)
    target_version = models.BigIntegerField(null=True)
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    undo = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "outcome", "row"], name="import_row_by"),
            models.Index(fields=["target_kind", "target_id"], name="import_row_of"),
        ]


class ColumnChoice(models.Model):
    """How a zone's header was read last time: the answer is used again next month."""

    zone_id = models.BigIntegerField()
    ledger = models.CharField(max_length=40)
    header = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone_id", "ledger", "header"], name="column_choice_one")
        ]


class FigureSnapshot(models.Model):
    """A figure as it was published: the value and the hash of the rows behind it."""

    zone_id = models.BigIntegerField()
    figure = models.CharField(max_length=60)
    scope = models.JSONField(default=dict)
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rows_hash = models.CharField(max_length=64)
    at = models.DateTimeField()


class ImportTrace(models.Model):
    """What an import did to one table: runs of ids inserted, or the old values of rows updated.

    `rows` is [[first, last], …] for op insert, [[pk, old value, …], …] in the order of `fields` for
    op update. Read backwards it undoes the import; it goes when the import is undone.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="traces")
    model = models.CharField(max_length=60)
    op = models.CharField(max_length=6)
    fields = models.JSONField(default=list)
    rows = models.JSONField(default=list)


class DeedTrace(models.Model):
    """What one deed did to one table, kept for the hours in which it can be taken back.

    op insert: `rows` are (pk, value, …) of rows it made, as it left them, in the order of `fields`;
    op update: (pk, [old value, …], [new value, …]). `n` is the order in which tables were written.
    """

    row = models.ForeignKey(JournalRow, on_delete=models.CASCADE, related_name="traces")
    n = models.PositiveIntegerField()
    model = models.CharField(max_length=60)
    op = models.CharField(max_length=6)
    fields = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    at = models.DateTimeField(db_index=True)


class Undone(models.Model):
    """A deed that was taken back, and the journal row of doing so: nothing is taken back twice."""

    seq = models.BigIntegerField(primary_key=True)
    zone_id = models.BigIntegerField(null=True)
    by_seq = models.BigIntegerField()
    at = models.DateTimeField()


class KeptAnswer(models.Model):
    """The answer to a writing request with an Idempotency-Key: asked again, the deed is not done again.

    Written in the transaction of the deed, so that there is never one without the other.
    """

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    asked_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="kept_answer_once")]
