"""Taking deeds of 核数 back: a report on the list again, numbers out of the store or in it again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people.may import edit_zone
from greenlight.reports.checking import actions, observing
from greenlight.reports.models import CheckedReport, Observation


def register() -> None:
    """Make the everyday deeds undoable; an answer is changed or taken back where it stands."""
    undoing.register(actions.REMOVE, "删报告", removed, edit_zone)
    undoing.register(actions.KEEP, "存入指标库", kept, edit_zone)
    undoing.register(actions.DROP, "移出指标观测", dropped, edit_zone)


def removed(by: By, row: JournalRow) -> JournalRow:
    """Put a report on the list again, with its answers."""
    report = _report(by, row.subject_id)
    if report.removed_at is None:
        raise Refused("这份报告还在，没有撤销。")
    report.removed_at = None
    report.save(update_fields=["removed_at"])
    return _done(by, row, row.subject_kind, before={"removed": True}, after=row.before)


def kept(by: By, row: JournalRow) -> JournalRow:
    """Take the numbers out again that one deed has put in."""
    report = _report(by, row.subject_id)
    ids = list(row.items.values_list("subject_id", flat=True))
    standing = report.observations.filter(pk__in=ids)
    if standing.count() != len(ids):
        raise Refused("这批数里有的后来已经移出，没有撤销。请在“指标观测”里逐个移出。")
    standing.delete()
    return _done(by, row, row.subject_kind, before=row.after, after={})


def dropped(by: By, row: JournalRow) -> JournalRow:
    """Keep a number again as it was kept."""
    told: dict[str, Any] = row.before
    report = _report(by, told["report"])
    at = {"start": told["start"], "end": told["end"]}
    if report.removed_at or report.observations.filter(**at).exists():
        raise Refused("这个数已经又存过，或者它的报告删了，没有撤销。")
    same = ("indicator", "scope", "period", "unit", "kind", "comparator", "is_target", "source")
    Observation.objects.create(
        zone_id=report.zone_id, report=report, value=Decimal(told["value"]), **at,
        **{name: told[name] for name in same},
        evidence=observing.Evidence.of(report).at(at["start"], at["end"]),
        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    return _done(by, row, row.subject_kind, before={}, after=told)


def _report(by: By, pk: int | None) -> CheckedReport:
    found = CheckedReport.objects.select_for_update().filter(pk=pk or 0).first()
    if found is None:
        raise Refused("这份报告已经彻底删了，没有撤销。请重新放进来核。")
    actions.may_check(by, found.zone_id)
    return found


def _done(by: By, row: JournalRow, kind: str, *, before: dict[str, Any], after: dict[str, Any]) -> JournalRow:
    why = undoing.why(row)
    return journal.write(by, undoing.UNDO, kind, row.subject_id, before=before, after=after, why=why)
