"""A plan arranged by hand, saved as one deed: into the draft that waits, else as a new version.

Earlier and first days, lengths, links and percents hold at once; a later day of an approved plan
becomes a slip that waits, as everywhere. What was written is remembered, so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from greenlight.base import bulk, journal, recording, traces, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people import may as people_may
from greenlight.plans import arranging, floats, may, sheet, wishes
from greenlight.plans.actions import drafts
from greenlight.plans.actions.deed import checked_reason, ended, going_on
from greenlight.plans.arranging import Change, Move, Outcome
from greenlight.plans.keeping import COPIED, LINKED
from greenlight.plans.models import (
    Actual,
    Link,
    Milestone,
    MilestoneDates,
    PlanVersion,
    Slip,
)
from greenlight.plans.sheet import Sheet
from greenlight.plans.versions import last_numbers
from greenlight.projects import actions as projects
from greenlight.projects.models import Project

VERB = "plan.arrange"
SHOWN = 12  # changes of one kind that the journal names


def laid_out(project: Project) -> Sheet:
    """Lay out the plan that is arranged: the draft that waits, else the approved version.

    Raises Refused for a group, no plan, a plan too large, a draft that is stale.
    """
    held = None if project.is_group else drafts.waiting(project)
    return sheet.laid_out(project, held, drafts.looked_at(project, held) if held else None)


def look(project: Project, told: Any) -> Outcome:
    """Work out what the changes of a page would do; nothing is written. Raises Refused, Stuck."""
    on = laid_out(project)
    return arranging.arrange(on, wishes.read(told, on))


@transaction.atomic
def arrange(
    *, by: By, project: Project, told: Any, seen: Any = None, reason_class: str = "", reason: str = ""
) -> Outcome:
    """Save what was arranged by hand; `seen` are the facts the page was drawn from (Sheet.facts).

    Raises NotAllowed, Collided with what changed meanwhile, Refused, and Stuck naming the node.
    """
    project = projects.locked(project.pk)
    if not may.plan(by.user, project):
        raise NotAllowed("您能看这个计划，但不能拖动它；要推后请在节点上申请改期。")
    going_on(project)
    on = laid_out(project)
    if seen is not None and (news := sheet.changed(on, seen)):
        raise Collided(_meanwhile(news))
    outcome = arranging.arrange(on, wishes.read(told, on))
    if outcome.is_none:
        raise Refused("没有改动，不用保存。", status=400)
    why = _why(outcome, reason_class, reason)
    with recording.recording() as written:
        _write(by, outcome, reason_class, why)
    before, after = _summary(outcome)
    row = journal.write(by, VERB, "project", project.pk, before=before, after=after, why=why)
    traces.keep(row, written)
    ended(project, by)
    return outcome


def _meanwhile(news: Sequence[str]) -> str:
    more = f"等 {len(news)} 处" if len(news) > 5 else ""
    return (
        f"您拖动的时候，计划被改过：{'；'.join(news[:5])}{more}。什么都没有存，您改的还在，请对照后再保存。"
    )


def _why(outcome: Outcome, reason_class: str, reason: str) -> str:
    """Return the reason. Raises Refused when a later day waits for one."""
    if not outcome.asks:
        return reason.strip()[:500]
    first = outcome.asks[0]
    if reason_class not in Slip.Reason.values or reason_class == Slip.Reason.UNSTATED:
        raise Refused(
            f"有 {len(outcome.asks)} 个节点比批准的日期晚（如“{first.node.name}” {first.node.approved} → "
            f"{first.now}），请选推后的原因类别，例如“土地与征迁”。", status=400,
        )  # fmt: skip
    return checked_reason(reason)


def _summary(outcome: Outcome) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the journal says: each node's days as they were and as they are wanted."""
    before: dict[str, Any] = {one.node.name: one.was for one in outcome.moves[:SHOWN]}
    after: dict[str, Any] = {
        one.node.name: f"{one.now} 待批" if one.asks else one.now for one in outcome.moves[:SHOWN]
    }
    kinds: tuple[tuple[str, tuple[Change, ...]], ...] = (
        ("开始", outcome.begun), ("工期", outcome.stretched), ("前置", outcome.retied),
        ("进度", outcome.percents),
    )  # fmt: skip
    for word, changes in kinds:
        before |= {f"{one.node.name} {word}": one.was for one in changes[:SHOWN]}
        after |= {f"{one.node.name} {word}": one.now for one in changes[:SHOWN]}
    return before, after


# ---- rows ----
def _write(by: By, outcome: Outcome, reason_class: str, why: str) -> None:
    _percents(by, outcome)
    if outcome.sheet.drafted:
        _into_draft(by, outcome, reason_class, why)
        return
    _close_waiting(by, outcome.moves)
    if _holds_at_once(outcome):
        _new_version(by, outcome)
    _ask(by, outcome, reason_class, why)


def _holds_at_once(outcome: Outcome) -> bool:
    now = [one for one in outcome.moves if not one.asks]
    return bool(now or outcome.begun or outcome.stretched or outcome.retied)


def _percents(by: By, outcome: Outcome) -> None:
    """Report how far nodes are; what was reported of their begin stays."""
    rows = [
        (one.node.row.milestone, outcome.wishes[one.node.key].percent)
        for one in outcome.percents
        if one.node.row.milestone_id > 0
    ]
    bulk.insert_new(
        Actual, ("milestone", "zone", "started_on", "percent"),
        [(stone.pk, stone.zone_id, stone.started_on, percent) for stone, percent in rows],
        done_on=None, withdrawn=False, actor_id=by.actor_id, actor_name=by.actor_name, batch_id=None,
        at=by.at,
    )  # fmt: skip
    bulk.update(Milestone, ("percent",), [(stone.pk, percent) for stone, percent in rows])


def _written(outcome: Outcome) -> dict[int, MilestoneDates]:
    """Return the rows of the new version by milestone.

    A day that has to wait for a leader stays, with the first day that belongs to it; lengths and links hold.
    """
    asks = {one.node.pk for one in outcome.asks}
    hand = {one.key for one in outcome.sheet.nodes if one.key in outcome.wishes}
    tied = {pk for one in outcome.links for pk in (one.pred, one.succ)}
    found = {}
    for one in outcome.sheet.nodes:
        row, was = outcome.rows[one.pk], one.row
        start = was.start if one.pk in asks or one.key not in hand else row.start
        if start is None and one.pk in tied:
            start = was.due or row.start
        due = (was.due, was.due_precision) if one.pk in asks else (row.due, row.due_precision)
        found[was.milestone_id] = sheet.row_of(
            was.milestone, row, start=start, due=due[0], due_precision=due[1]
        )
    return found


def _new_version(by: By, outcome: Outcome) -> None:
    old, rows = outcome.sheet.version, _written(outcome)
    bulk.update(PlanVersion, ("state",), [(old.pk, PlanVersion.State.SUPERSEDED.value)])
    (made,) = bulk.insert_new(
        PlanVersion, ("plan", "zone"), [(old.plan_id, old.zone_id)], state=PlanVersion.State.APPROVED.value,
        n=last_numbers([old.plan_id]).get(old.plan_id, 0) + 1, origin=PlanVersion.Origin.EDITED.value,
        template=old.template_id, anchor=_anchor(outcome, rows), reason=_told(outcome),
        approved_by_name=by.actor_name, approved_at=by.at, created_at=by.at, drafted={},
    )  # fmt: skip
    _dates(old, made, rows)
    names = {one.pk: int(one.pk) for one in outcome.sheet.nodes}
    links = [
        (names[one.pred], names[one.succ], one.type.value, one.lag, one.lag_clock.value)
        for one in outcome.links
    ]
    bulk.insert_new(Link, [name.removesuffix("_id") for name in LINKED], links, version=made)
    caches = [
        (pk, row.start, row.due, row.due_precision)
        for pk, row in rows.items()
        if (row.start, row.due) != (row.milestone.start, row.milestone.due)
    ]
    bulk.update(Milestone, ("start", "due", "due_precision"), caches)
    floats.renew([made])


def _dates(old: PlanVersion, made: int, rows: Mapping[int, MilestoneDates]) -> None:
    """Copy the version with its rows; what stands in it but not on the sheet stays."""
    held = MilestoneDates.objects.filter(version=old).exclude(milestone__in=list(rows))
    told = [*rows.values(), *held]
    values = [(one.milestone_id, *(getattr(one, name) for name in COPIED)) for one in told]
    bulk.insert_new(MilestoneDates, ("milestone", *COPIED), values, version=made)


def _anchor(outcome: Outcome, rows: Mapping[int, MilestoneDates]) -> Any:
    """Return the day the plan is made back from: it moves with its node."""
    for one in outcome.sheet.nodes:
        if outcome.sheet.kept.is_anchor(one.row):
            return rows[one.row.milestone_id].due
    return outcome.sheet.version.anchor


def _told(outcome: Outcome) -> str:
    """Say in a few words what a version changes."""
    parts = [
        (len([one for one in outcome.moves if not one.asks]), "改 {} 个节点的日期"),
        (len(outcome.stretched), "改 {} 个工期"), (len(outcome.retied), "改 {} 处前置"),
    ]  # fmt: skip
    said = "，".join(words.format(count) for count, words in parts if count)
    return f"拖动排：{said or '挪开始日'}"


def _close_waiting(by: By, moves: Sequence[Move]) -> None:
    """What waits asks for a day that is given up, or is asked for anew."""
    rows = Slip.objects.filter(
        milestone__in=[one.node.row.milestone_id for one in moves], state=Slip.State.WAITING
    )
    closed = [
        (pk, Slip.State.WITHDRAWN.value, by.actor_name, by.at) for pk in rows.values_list("pk", flat=True)
    ]
    bulk.update(Slip, ("state", "decided_by_name", "decided_at"), closed)


def _ask(by: By, outcome: Outcome, reason_class: str, why: str) -> None:
    rows = [
        (one.node.row.milestone_id, outcome.sheet.project.zone_id, one.node.approved, one.now)
        for one in outcome.asks
    ]
    bulk.insert_new(
        Slip, ("milestone", "zone", "from_due", "to_due"), rows, to_precision="day",
        reason_class=reason_class, reason=why, state=Slip.State.WAITING.value,
        asked_by_name=by.actor_name, asked_at=by.at,
        decided_by_name="", decided_at=None, batch_id=None,
    )  # fmt: skip


def _into_draft(by: By, outcome: Outcome, reason_class: str, why: str) -> None:
    """Write rows and links into the draft; no milestone knows of it."""
    held, on = outcome.sheet.version, outcome.sheet
    keys = {one.pk: one.key for one in on.nodes}
    rows = {one.key: _drafted(outcome, one.pk) for one in on.nodes}
    told = held.drafted | {
        "rows": [one | rows.get(one["key"], {}) for one in held.drafted["rows"]],
        "links": [
            [keys[one.pred], keys[one.succ], one.type.value, one.lag, one.lag_clock.value]
            for one in outcome.links
        ],
    }
    asked = outcome.asks and reason_class
    told |= {"class": reason_class} if asked else {}
    bulk.update(PlanVersion, ("drafted", "reason"), [(held.pk, told, why if asked else held.reason)])


def _drafted(outcome: Outcome, pk: str) -> dict[str, Any]:
    row, found = outcome.rows[pk], outcome.after.get(pk)
    told: dict[str, Any] = {
        "start": row.start.isoformat() if row.start else None,
        "due": row.due.isoformat() if row.due else None, "days": row.duration,
    }  # fmt: skip
    if found:
        told |= {
            "finish": found.finish.isoformat(), "float": found.total_float, "critical": found.critical,
            "latest": max(found.late_finish, found.late_start).isoformat(), "estimated": found.estimated,
        }  # fmt: skip
    return told


# ---- taken back ----
def _take_back(by: By, row: JournalRow) -> JournalRow:
    """Undo an arrangement; refused when the plan has moved on since."""
    project = projects.locked(row.subject_id or 0)
    if not may.plan(by.user, project):
        raise NotAllowed("计划由本开发区的科室和领导改，请他们来撤销。")
    if not traces.held(row) or traces.moved(row):
        raise Refused("拖动以后计划又改过，不能整个撤销；请在计划里逐个改回去。")
    traces.take_back(row)
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )
    ended(project, by)
    return made


def register() -> None:
    """Make the deed undoable; called when all rooms are loaded."""
    undoing.register(VERB, "拖动排计划", _take_back, people_may.edit_zone)
