"""The background work of an import: read and plan, apply, undo. Registered with jobs at start-up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from greenlight.base import bulk, files, jobs, keeping
from greenlight.base.clock import SHANGHAI
from greenlight.base.imports import actions, items, waiting
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import nested, split
from greenlight.base.imports.deciding import ALIAS
from greenlight.base.imports.items import NOTHING, Item, digest_of, text
from greenlight.base.imports.memory import give_back, no_collecting, sweep
from greenlight.base.imports.planning import Outcome, Planner, Progress, headers_of, months_of, seal_of
from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.imports.telling import summary_of
from greenlight.base.journal import By
from greenlight.base.keeping import Change
from greenlight.base.ledger import Ledger
from greenlight.base.models import ColumnChoice, ImportBatch, ImportRow, Job
from greenlight.base.reading import Reading, read_workbook
from greenlight.base.refusals import Refused

State = ImportBatch.State
CHUNK = 2000
LARGE = 1024 * 1024  # bytes of a workbook
ADDED, CHANGED = WRITTEN = (str(Outcome.ADDED), str(Outcome.CHANGED))


# ---- read ----
def read(job: jobs.Running) -> None:
    """Read the file; ask for columns, or store the plan."""
    batch = _batch(job)
    job.progress(0, 0, "正在读文件")
    reading = reading_of(batch, lambda done, total: job.progress(done, total, "正在读文件"))
    batch.ledger = batch.ledger or reading.ledger
    if reading.outcome != "imported":
        _end(batch, State.REJECTED, reading.message)
        return
    # Months in the headers say what the file is about; 截止时间 may be weeks later, or the next year.
    told = [one for one in months_of(reading) if len(one) > 4]
    batch.period = max(told, default=reading.period_through or "")
    if reading.questions and not batch.mapping.get("confirmed"):
        batch.state, batch.summary = State.MAPPING, summary_of(reading)
        batch.save(update_fields=["state", "summary", "period", "ledger"])
        return
    plan_batch(batch, reading, _progress(job))


def _progress(job: jobs.Running) -> Progress:
    return lambda done, total: job.progress(done, total, "正在和系统比对")


def reading_of(batch: ImportBatch, progress: Progress | None = None) -> Reading:
    """Read the batch's file under the zone's remembered columns."""
    # A person's word on what the table is holds against its looks.
    among = () if batch.mapping.get("ledger") else keeping.declared()
    ledger = keeping.ledger(batch.ledger) if batch.ledger else None

    def choices(ledger: Ledger) -> dict[str, str]:
        return choices_of(ColumnChoice.objects.filter(zone_id=batch.zone_id, ledger=ledger.name))

    day = batch.created_at.astimezone(SHANGHAI).date()
    data = files.content(batch.file)
    reading = read_workbook(
        data, batch.file.name, ledger, among=among, choices=choices, today=day, progress=progress
    )
    if len(data) > LARGE:
        give_back()
    return reading


def choices_of(chosen: Iterable[ColumnChoice]) -> dict[str, str]:
    """Return what the reader takes: `field:` and `unit:` with the header key."""
    choices: dict[str, str] = {}
    for one in chosen:
        if one.field != actions.KEEP:
            choices[f"field:{one.header}"] = one.field
        if one.unit:
            choices[f"unit:{one.header}"] = one.unit
    return choices


def plan_batch(batch: ImportBatch, reading: Reading, progress: Progress) -> None:
    """Store the plan of a reading in chunks; until it is whole the batch counts as being read."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.READING, ledger=batch.ledger)
    if not subjects.known(batch.ledger):
        waiting.hold(batch, reading, progress)
        return
    batch.summary = {**summary_of(reading), "headers": headers_of(reading), "answers_used": used(batch),
                     "fingerprint": _fingerprint(batch)}  # fmt: skip
    plan = Planner(batch, reading).run(progress)
    batch.summary |= {
        "counts": plan.counts, "cells": plan.cells, "refused": plan.refused, "questions": plan.questions,
    }  # fmt: skip
    batch.plan_hash, batch.state, batch.message = plan.digest, State.PREVIEW, ""
    batch.save(update_fields=["state", "message", "summary", "period", "plan_hash"])


def replan(batch: ImportBatch, progress: Progress = lambda _done, _total: None) -> None:
    """Plan again under the answers given since, from the file itself."""
    plan_batch(batch, reading_of(batch), progress)


def _end(batch: ImportBatch, state: str, message: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, message=message)


def replan_now(pk: int) -> None:
    """Plan a small file again within the request; two answers sent at once wait for each other."""
    with transaction.atomic():
        own = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=pk)
        if own.state == State.PREVIEW and own.summary.get("answers_used") != used(own):
            replan(own)


# ---- apply ----
def apply(job: jobs.Running) -> None:
    """Write what the preview showed, or plan again and say so when records changed meanwhile."""
    batch = _batch(job)
    if _changed_meanwhile(batch):
        before = batch.plan_hash
        replan(batch, _progress(job))
        if batch.plan_hash != before:
            said = "看完差别以后有人改了项目或封了账，差别已重算，请再看一遍。"
            ImportBatch.objects.filter(pk=batch.pk).update(message=said)
            return
        actions.check_ready(batch)
    with transaction.atomic():
        _write(job.by(), batch)


def _changed_meanwhile(batch: ImportBatch) -> bool:
    told = batch.summary
    return bool(told.get("answers_used") != used(batch) or told.get("fingerprint") != _fingerprint(batch))


def _fingerprint(batch: ImportBatch) -> str:
    """Return a word that changes with every deed on the zone's records, and with what is sealed."""
    own = subjects.of(batch.ledger).fingerprint(batch.zone_id)
    sealed = seal_of(batch).word
    return f"{own}/{sealed}" if sealed else own


def used(batch: ImportBatch) -> str:
    """Return a word for the answers given: a plan stands on them."""
    return hashlib.sha256(text(batch.answers).encode()).hexdigest()


def _write(by: By, batch: ImportBatch) -> None:
    subject, bound = subjects.of(batch.ledger), keeping.binding(batch.ledger)
    by = By(by.at, by.actor_id, by.actor_name, batch.zone_id, by.user)
    if (batch.answers.get("units") or {}).get("value") == "make":
        names: list[str] = next(
            (one["names"] for one in batch.summary["questions"] if one["key"] == "units"), []
        )
        subject.make_units(by, names, batch.pk)
    ids: list[int] = []
    digest = hashlib.sha256()
    for part in items.stored(batch):
        written = [row for row in part if row.outcome in WRITTEN]
        if written:
            _write_part(by, batch, written)
        ids += [row.target_id for row in written if row.target_id is not None]
        digest.update(b"".join([row.line() for row in part]))
        written.clear()
        sweep(part)
    counts = {key: batch.summary["counts"].get(key, 0) for key in ("added", "changed")}
    batch.journal_seq = actions.write_journal(by, batch, "imported", digest.hexdigest(), **counts)
    batch.state, batch.applied_at, batch.applied_on = State.APPLIED, by.at, by.day
    batch.message = ""
    batch.save(update_fields=["journal_seq", "state", "applied_at", "applied_on", "message"])
    import_applied.send(sender=bound.ledger.name, batch=batch, ids=ids, by=by)


def _write_part(by: By, batch: ImportBatch, part: list[Item]) -> None:
    subject, bound = subjects.of(batch.ledger), keeping.binding(batch.ledger)
    _refuse_moved(subject, part)
    fresh = [row for row in part if row.outcome == ADDED]
    for row, pk in zip(fresh, subject.reserve(len(fresh)), strict=True):
        row.target_id, row.target_version, row.target_kind = pk, 0, subject.kind
    learnt: list[tuple[int, str]] = []
    bound.write(by, [_change(row, learnt) for row in part], batch.pk)
    subject.touch(by, [row.target_id for row in part if row.outcome == CHANGED and row.target_id])
    if learnt:
        subject.learn(by, learnt, batch.pk)
    _point(batch, subject.kind, part, fresh)


def _point(batch: ImportBatch, kind: str, part: list[Item], fresh: list[Item]) -> None:
    """Let the stored rows name their records and the versions they left behind, in a few statements.

    New records got their ids in the order of the rows: a run of both is one statement.
    """
    rows = batch.rows.filter(pk__range=(part[0].pk, part[-1].pk))
    rows.filter(outcome=CHANGED).update(target_version=F("target_version") + 1)
    steps = [(row.target_id or 0) - row.pk for row in fresh]
    for step, run in groupby(zip(steps, fresh, strict=True), key=itemgetter(0)):
        own = [row.pk for _, row in run]
        added = batch.rows.filter(outcome=ADDED, pk__range=(own[0], own[-1]))
        added.update(target_kind=kind, target_version=1, target_id=F("pk") + step)


def _refuse_moved(subject: subjects.ImportSubject, part: list[Item]) -> None:
    """Lock the records of a part; what was written since the preview stops the import."""
    planned = {row.target_id: row for row in part if row.outcome == CHANGED and row.target_id}
    versions = subject.versions(list(planned), lock=True)
    moved = [row.name for pk, row in planned.items() if versions.get(pk) != row.target_version]
    if moved:
        raise Refused(f"「{moved[0]}」刚刚被别人改过，什么都没有写；请再点一次生效，差别会按最新记录重算。")


def _change(row: Item, learnt: list[tuple[int, str]]) -> Change:
    """Return what a row changes; a spelling that was confirmed goes to `learnt`."""
    assert row.target_id is not None  # noqa: S101  set just before, or by the plan
    after = json.loads(row.after)
    if ALIAS in after:
        learnt.append((row.target_id, after.pop(ALIAS)))
    before = {} if row.before == NOTHING else nested(json.loads(row.before))
    undo = {} if row.undo == NOTHING else json.loads(row.undo)
    reasons = {split(key)[0]: one for key, one in undo.get("reasons", {}).items()}
    return Change(row.target_id, nested(after), before, reasons)


# ---- undo ----
def undo(job: jobs.Running) -> None:
    """Restore every table the import wrote, unless something newer stands on it."""
    batch = _batch(job)
    subject = subjects.of(batch.ledger)
    by = job.by()
    by = By(by.at, by.actor_id, by.actor_name, batch.zone_id, by.user)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
        if batch.state != State.APPLIED:
            raise Refused(f"这一批{batch.get_state_display()}，没有可以撤销的。")
        _refuse_sealed(batch)
        _refuse_newer(batch)
        kept = list(batch.rows.filter(outcome=Outcome.CHANGED).values_list("target_id", flat=True))
        bulk.take_back(batch.pk)
        touched = [pk for pk in kept if pk is not None]
        subject.touch(by, touched)
        _older_batches_stand(batch, touched)
        actions.write_journal(by, batch, "import_undone", digest_of(batch), of=batch.journal_seq)
        batch.state, batch.undone_at = State.UNDONE, by.at
        batch.save(update_fields=["state", "undone_at"])
        import_undone.send(sender=batch.ledger, batch=batch, ids=touched, by=by)


def _refuse_sealed(batch: ImportBatch) -> None:
    """Refuse when the import wrote what takes no value any more: taking it back would change it."""
    seal = seal_of(batch)
    read = {
        f"{one['field']}@{one['period']}" if one["period"] else one["field"]
        for one in batch.summary.get("columns", []) if one["field"]
    }  # fmt: skip
    rows = batch.rows.filter(outcome__in=WRITTEN)
    for key in sorted(read):
        if (why := seal.told(key)) and rows.filter(after__has_key=key).exists():
            raise Refused(f"这一批写过的数现在不能动：{why}")


def _refuse_newer(batch: ImportBatch) -> None:
    """Lock the records; refuse when one was written after the import, and name the first ones."""
    subject = subjects.of(batch.ledger)
    newer: list[str] = []
    rows = batch.rows.filter(outcome__in=WRITTEN).order_by("pk")
    walk = rows.values_list("target_id", "target_version", "name").iterator(chunk_size=CHUNK)
    for part in bulk.chunks(walk, CHUNK):
        versions = subject.versions([pk for pk, _, _ in part], lock=True)
        newer += [name for pk, version, name in part if versions.get(pk) != version]
    if newer:
        named = "、".join(f"「{name}」" for name in newer[:3])
        more = f"等 {len(newer)} 个{subject.noun}" if len(newer) > 3 else ""
        raise Refused(f"导入以后 {named}{more}又有了新的改动，整批撤销会盖掉它们；请在项目页逐项更正。")


def _older_batches_stand(batch: ImportBatch, ids: list[int]) -> None:
    """The version counts on, the content is the old one: earlier batches may still be undone."""
    subject = subjects.of(batch.ledger)
    for part in bulk.chunks(ids, CHUNK):
        versions = subject.versions(part)
        rows = ImportRow.objects.filter(
            target_kind=subject.kind, target_id__in=part, batch__state=State.APPLIED
        )
        older = rows.exclude(batch=batch).values_list("pk", "target_id", "target_version")
        back = [(pk, versions[one]) for pk, one, version in older if one and version == versions[one] - 2]
        bulk.update(ImportRow, ("target_version",), back)


# ---- when a job does not end well ----
def read_ended(job: Job) -> None:
    """A reading that failed or was cancelled leaves the batch with its sentence."""
    state = State.DISCARDED if job.state == Job.State.CANCELLED else State.REJECTED
    own = ImportBatch.objects.filter(pk=job.arguments.get("batch"), state=State.READING)
    own.update(state=state, message=job.note)


def apply_ended(job: Job) -> None:
    """An apply that failed wrote nothing: back to the preview with the sentence."""
    own = ImportBatch.objects.filter(pk=job.arguments.get("batch"))
    own.filter(state=State.APPLYING).update(state=State.PREVIEW, message=job.note)
    own.filter(state=State.READING).update(state=State.REJECTED, message=job.note)


def undo_ended(job: Job) -> None:
    """An undo that was refused leaves the batch as it is, with the sentence."""
    own = ImportBatch.objects.filter(pk=job.arguments.get("batch"))
    own.filter(state=State.APPLIED).update(message=job.note)


def register() -> None:
    """Make the three jobs known; called from the room's `AppConfig.ready()`."""
    jobs.kind(actions.READ, no_collecting()(read), ended=read_ended)
    jobs.kind(actions.APPLY, no_collecting()(apply), ended=apply_ended)
    jobs.kind(actions.UNDO, no_collecting()(undo), ended=undo_ended)


def _batch(job: jobs.Running) -> ImportBatch:
    return ImportBatch.objects.select_related("file").get(pk=job.arguments["batch"])


def seen_by(user: Any) -> QuerySet[ImportBatch]:
    """Return the batches a person may see: those of zones seen as a whole."""
    return ImportBatch.objects.filter(zone_id__in=user.scope.zones)


def page_of(batch: ImportBatch) -> str:
    """Return the page of a batch."""
    return f"/imports/{batch.pk}/"
