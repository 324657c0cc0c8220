"""Deeds of an import: begin, map columns, answer, apply, undo, discard.

A file is read and planned in a background job; what the preview shows is what one transaction
writes. The zone of a batch is fixed when it begins: no record of another zone is matched or named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from greenlight.base import jobs, journal, keeping
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.deciding import unanswered
from greenlight.base.journal import By
from greenlight.base.models import ColumnChoice, File, ImportBatch, Job
from greenlight.base.refusals import NotAllowed, Refused

State = ImportBatch.State
UNDO_HOURS = 24
READ, APPLY, UNDO = "import_read", "import_apply", "import_undo"
OPEN = (State.MAPPING, State.PREVIEW, State.WAITING)
REASON_LENGTH = 200
KEEP = "="  # the field is as the reader finds it; only a unit was chosen


def begin(by: By, zone_id: int, ledger: str, file: File) -> ImportBatch:
    """Start a batch from a stored file; the reading runs as a job.

    `ledger` is "" when the file itself is to say which of the ledgers it is of.
    """
    if ledger and not keeping.is_declared(ledger):
        raise Refused("没有这种台账，请从台账页进入导入。", status=400)
    _check_may(by, zone_id, ledger)
    batch = ImportBatch.objects.create(
        zone_id=zone_id, ledger=ledger, file=file, answers=_remembered(zone_id, ledger, file),
        actor_id=by.actor_id, actor_name=by.actor_name, created_at=by.at,
    )  # fmt: skip
    File.objects.filter(pk=file.pk).update(subject_kind="import_batch", subject_id=batch.pk)
    read_again(by, batch)
    return batch


def _remembered(zone_id: int, ledger: str, file: File) -> dict[str, Any]:
    """The very same file asks nothing twice: its answers of last time stand."""
    same = ImportBatch.objects.filter(
        zone_id=zone_id, file__sha256=file.sha256, state__in=(State.APPLIED, State.UNDONE)
    )
    same = same.filter(ledger=ledger) if ledger else same
    last = same.order_by("-pk").first()
    return dict(last.answers) if last else {}


def _check_may(by: By, zone_id: int, ledger: str) -> None:
    if not subjects.may(ledger, by.user, zone_id):
        raise NotAllowed("导入台账由科室和领导办，请请他们导入，或向系统管理员申请。")


def read_again(by: By, batch: ImportBatch) -> None:
    """Read and plan (again): after columns were mapped, answers given, or records changed."""
    job = jobs.start(by, READ, f"读“{batch.file.name[:80]}”", batch=batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()


def map_columns(by: By, batch: ImportBatch, chosen: Mapping[str, Mapping[str, str]]) -> ImportBatch:
    """Keep what each header is for this zone: {header: {field, unit}}; then read again.

    The choices are used again next month. An empty field means that the column is not read.
    """
    with transaction.atomic():
        batch = _locked(by, batch, OPEN, "已经定了，不能再改对列")
        fields = {one.field for one in keeping.ledger(batch.ledger).columns} | {"", KEEP}
        for header, one in chosen.items():
            if one.get("field", "") not in fields:
                raise Refused(f"列“{header[:20]}”选的内容不在台账里，请重选。", status=400)
            ColumnChoice.objects.update_or_create(
                zone_id=batch.zone_id, ledger=batch.ledger, header=header[:200],
                defaults={"field": one.get("field", "")[:60], "unit": one.get("unit", "")[:20]},
            )  # fmt: skip
        _check_name_is_read(batch, chosen)
        batch.state, batch.mapping = State.READING, {**batch.mapping, "confirmed": True}
        batch.save(update_fields=["state", "mapping"])
    read_again(by, batch)
    return batch


def choose_ledger(by: By, batch: ImportBatch, ledger: str) -> ImportBatch:
    """Read the workbook as another ledger than it was taken for; columns are looked at afresh."""
    if not keeping.is_declared(ledger):
        raise Refused("没有这种台账，请从列出的里面选。", status=400)
    with transaction.atomic():
        batch = _locked(by, batch, OPEN, "已经定了，不能再换")
        _check_may(by, batch.zone_id, ledger)
        batch.ledger, batch.mapping, batch.answers = ledger, {"ledger": ledger}, {}
        batch.state, batch.summary = State.READING, {}
        batch.save(update_fields=["ledger", "mapping", "answers", "state", "summary"])
        batch.rows.all().delete()
    read_again(by, batch)
    return batch


def _check_name_is_read(batch: ImportBatch, chosen: Mapping[str, Mapping[str, str]]) -> None:
    """Without the names there is nothing to match by, and the choice would be remembered next month."""
    ledger = keeping.ledger(batch.ledger)
    column = ledger.column(ledger.key)
    now = {one["key"]: one["field"] for one in batch.summary.get("columns", []) if one.get("key")}
    picked = {key: one.get("field", "") for key, one in chosen.items() if one.get("field") != KEEP}
    if not {column.field, *ledger.other_keys} & set((now | picked).values()):
        raise Refused(f"“{column.header}”一列不能不收，请给它选一列。", status=400)


@transaction.atomic
def answer(by: By, batch: ImportBatch, given: Mapping[str, Mapping[str, str]]) -> ImportBatch:
    """Keep answers by question key: {key: {value, text}}; an empty value takes one back."""
    batch = _locked(by, batch, (State.PREVIEW,), "已经定了，不能再改答案")
    cards = {one["key"]: one for one in batch.summary.get("questions", [])}
    items = {item["key"]: card for card in cards.values() for item in card.get("items") or []}
    answers = dict(batch.answers)
    for key, one in given.items():
        card = cards.get(key) or items.get(key)
        if card is not None:
            _keep(answers, key, card, one)
    batch.answers = answers
    batch.save(update_fields=["answers"])
    return batch


def _keep(answers: dict[str, Any], key: str, card: Mapping[str, Any], one: Mapping[str, str]) -> None:
    value = one.get("value", "")
    if not value:
        answers.pop(key, None)
        return
    if value not in {option["value"] for option in card["options"]}:
        raise Refused(f"“{card['title']}”没有这个答案，请重选。", status=400)
    text = one.get("text", "").strip()
    if len(text) > REASON_LENGTH:
        raise Refused(f"理由有 {len(text)} 个字，最多 {REASON_LENGTH} 个，请写短些。", status=400)
    answers[key] = {"value": value, "text": text}


def discard(by: By, batch: ImportBatch) -> ImportBatch:
    """Give a batch up: nothing was written, the file stays for the record."""
    with transaction.atomic():
        batch = _locked(by, batch, (*OPEN, State.READING, State.REJECTED), "已经生效，只能撤销")
        if batch.job and batch.job.state in jobs.ALIVE:
            jobs.cancel(batch.job)
        batch.state = State.DISCARDED
        batch.save(update_fields=["state"])
        batch.rows.all().delete()
    return batch


def apply(by: By, batch: ImportBatch) -> ImportBatch:
    """Let the preview take effect, in a job; refuse while questions are open or nothing changes."""
    with transaction.atomic():
        batch = _locked(by, batch, (State.PREVIEW,), "已经处理过了")
        check_ready(batch)
        batch.state = State.APPLYING
        batch.save(update_fields=["state"])
    job = jobs.start(by, APPLY, f"生效“{batch.file.name[:80]}”", batch=batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()
    return batch


def check_ready(batch: ImportBatch) -> None:
    """Refuse what cannot take effect, with the way out."""
    left = unanswered(batch.summary.get("questions", []), batch.answers)
    if left:
        raise Refused(f"还有 {left} 问没有答，答完再生效。")
    counts = batch.summary.get("counts", {})
    if not counts.get("added") and not counts.get("changed"):
        raise Refused("这份表和系统里的一样，没有可以生效的变化。")


def undo(by: By, batch: ImportBatch) -> ImportBatch:
    """Take an import back within 24 hours while nothing newer stands on it."""
    with transaction.atomic():
        batch = _locked(by, batch, (State.APPLIED,), "没有生效，不用撤销")
        check_in_time(batch, by)
    job = jobs.start(by, UNDO, f"撤销“{batch.file.name[:80]}”", batch=batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()
    if batch.state != State.UNDONE and job.state == Job.State.FAILED:
        raise Refused(job.note)
    return batch


def is_late(batch: ImportBatch, at: datetime) -> bool:
    """Tell whether a batch took effect more than UNDO_HOURS ago."""
    return batch.applied_at is None or at - batch.applied_at > timedelta(hours=UNDO_HOURS)


def check_in_time(batch: ImportBatch, by: By) -> None:
    """Refuse an undo after UNDO_HOURS."""
    if is_late(batch, by.at):
        raise Refused(f"生效已超过 {UNDO_HOURS} 小时，不能整批撤销；请导入更正后的表，或在项目页逐项更正。")


def _locked(by: By, batch: ImportBatch, states: tuple[str, ...], otherwise: str) -> ImportBatch:
    _check_may(by, batch.zone_id, batch.ledger)
    own = ImportBatch.objects.select_for_update(of=("self",)).select_related("file", "job").get(pk=batch.pk)
    if own.state not in states:
        raise Refused(f"这一批{own.get_state_display()}，{otherwise}。")
    return own


def write_journal(by: By, batch: ImportBatch, verb: str, digest: str, **after: Any) -> int:
    """Add the one journal row of a batch, with the hash of its stored item list."""
    row = journal.write(by, verb, "import_batch", batch.pk, after={"file": batch.file.name, **after})
    row.items_hash = digest
    row.save(update_fields=["items_hash"])
    return int(row.seq)
