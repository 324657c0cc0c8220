"""A workbook imported in one go, for the command line: read, answer, show the differences, apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from huey.contrib.djhuey import HUEY

from greenlight.base import files, keeping
from greenlight.base.imports import actions
from greenlight.base.imports.canonical import columns_of, header, shown, split
from greenlight.base.imports.deciding import ALIAS, answered
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch, ImportRow

State, Outcome = ImportBatch.State, ImportRow.Outcome
Told = dict[str, Any]
SHOWN = 1000  # rows of the differences that are told
TOLD = (Outcome.ADDED, Outcome.CHANGED, Outcome.ASKED, Outcome.MISSING)
REFUSED = 1  # exit code: nothing was written


def import_once(
    by: By,
    zone_id: int,
    ledger: str,
    name: str,
    data: bytes,
    *,
    dry_run: bool = False,
    answers: Mapping[str, str] | None = None,
    columns_as_read: bool = False,
) -> Told:
    """Import a workbook as `by`; `answers` is {question key: value} or {key: "value：reason"}.

    With `dry_run` everything is rolled back. When questions stay open nothing is written to the
    projects: the batch waits on the import page, and `exit` is 1. Raises Refused, NotAllowed.
    """
    with _at_once(), transaction.atomic():
        file = files.store(by, data, name)
        try:
            batch = _read(by, zone_id, ledger, actions.begin(by, zone_id, ledger, file), columns_as_read)
            batch = _answer(by, batch, answers or {})
            told = _told(batch)
            if not dry_run and _ready(batch):
                told |= _apply(by, batch)
        except BaseException:
            file.content.delete(save=False)
            raise
        if dry_run:
            file.content.delete(save=False)
            transaction.set_rollback(True)
            told |= {"dry_run": True, "batch": None}
            told |= {"exit": REFUSED if told["state"] == State.REJECTED else 0}
    return told | {"text": _text(told)}


@contextmanager
def _at_once() -> Iterator[None]:
    """Run jobs where they are started: a command does not wait for the background process."""
    before = HUEY.immediate
    HUEY.immediate = True
    try:
        yield
    finally:
        HUEY.immediate = before


def _read(by: By, zone_id: int, ledger: str, batch: ImportBatch, columns_as_read: bool) -> ImportBatch:
    if batch.state == State.MAPPING and columns_as_read:
        batch = actions.map_columns(by, batch, {})
        batch.refresh_from_db()
    return batch


def _answer(by: By, batch: ImportBatch, answers: Mapping[str, str]) -> ImportBatch:
    """Give the answers, round after round: knowing which project a row means raises new questions."""
    given = {key: _given(value) for key, value in answers.items()}
    while batch.state == State.PREVIEW:
        asked = {key for card in _open(batch) for key in _keys(card)}
        fitting = {key: given.pop(key) for key in list(given) if key in asked}
        if not fitting:
            break
        batch = actions.answer(by, batch, fitting)
        actions.read_again(by, batch)
        batch.refresh_from_db()
    return batch


def _given(value: str) -> dict[str, str]:
    chosen, _, text = value.replace("：", ":", 1).partition(":")
    return {"value": chosen.strip(), "text": text.strip()}


def _keys(card: Mapping[str, Any]) -> list[str]:
    return [card["key"], *(item["key"] for item in card.get("items") or [])]


def _open(batch: ImportBatch) -> list[dict[str, Any]]:
    cards = batch.summary.get("questions", [])
    return [card for card in cards if not answered(card, batch.answers)]


def _ready(batch: ImportBatch) -> bool:
    counts = batch.summary.get("counts", {})
    changes = counts.get("added", 0) + counts.get("changed", 0)
    return batch.state == State.PREVIEW and not _open(batch) and bool(changes)


def _apply(by: By, batch: ImportBatch) -> Told:
    batch = actions.apply(by, batch)
    batch.refresh_from_db()
    return {"state": batch.state, "message": batch.message}


def _told(batch: ImportBatch) -> Told:
    summary = batch.summary
    questions = [_question(card) for card in _open(batch)]
    if batch.state == State.MAPPING:
        questions = [{"key": one["key"], "text": one["sentence"]} for one in summary.get("asks", [])]
    waits = bool(questions) or batch.state not in (State.PREVIEW, State.APPLIED)
    return {
        "batch": batch.pk, "ledger": batch.ledger, "file": batch.file.name, "state": batch.state,
        "period": batch.period, "message": batch.message, "counts": summary.get("counts", {}),
        "refused": _refused(batch), "questions": questions, "rows": _rows(batch),
        **({"exit": REFUSED} if waits else {}),
    }  # fmt: skip


def _question(card: Mapping[str, Any]) -> dict[str, Any]:
    options = {one["value"]: one["label"] for one in card["options"]}
    return {"key": card["key"], "text": f"{card['title']}{card.get('text') or ''}", "options": options}


def _refused(batch: ImportBatch) -> list[dict[str, str]]:
    rows = batch.rows.exclude(refused=[]).order_by("pk").values_list("sheet", "refused")[:SHOWN]
    return [{"sheet": sheet, **cell} for sheet, cells in rows for cell in cells]


def _rows(batch: ImportBatch) -> list[dict[str, Any]]:
    names = ("sheet", "row", "name", "outcome", "before", "after")
    return list(batch.rows.filter(outcome__in=TOLD).order_by("pk").values(*names)[:SHOWN])


# ---- in words ----
HEADS = {
    State.REJECTED: "没有读成：{message}",
    State.MAPPING: "有几列要先确认是什么：",
    State.PREVIEW: "还没有生效。",
    State.APPLIED: "已生效。",
}
WAY_OUT = (
    "答法：--answer 编号=选项，要理由的写 编号=选项:理由；列认对了加 --columns-as-read；"
    "也可到网页“导入”里继续。"
)


def _text(told: Told) -> str:
    counts = told["counts"]
    words = dict(Outcome.choices)
    lines = [_head(told)]
    if counts:
        lines.append("，".join(f"{words[key]} {n}" for key, n in counts.items() if key in words))
    columns = columns_of(keeping.binding(told["ledger"]).ledger)
    lines += [line for row in told["rows"] for line in _difference(columns, row)]
    lines += [f"没有收：{one['cell']} “{one['raw']}”：{one['sentence']}" for one in told["refused"]]
    for one in told["questions"]:
        options = "　".join(f"{value}={label}" for value, label in one.get("options", {}).items())
        lines.append(f"要问：[{one['key']}] {one['text']}\n      {options}".rstrip())
    return "\n".join([*lines, WAY_OUT] if told["questions"] else lines)


def _head(told: Told) -> str:
    if told.get("dry_run"):
        return "只看差别，什么都没有写。"
    if told["state"] == State.PREVIEW and not told["questions"]:
        return told["message"] or "这份表和系统里的一样，没有可以生效的变化。"
    return HEADS.get(told["state"], "还没有生效。").format(message=told["message"])


def _difference(columns: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{dict(Outcome.choices)[row['outcome']]}\t{row['name']}"
    if row["outcome"] == Outcome.CHANGED:
        for key, value in row["after"].items():
            if key != ALIAS:
                column = columns[split(key)[0]]
                old = shown(column, row["before"].get(key)) or "空"
                yield f"\t{header(columns, key)}：{old} → {shown(column, value) or '空'}"
