"""Making plans: one project with a look before, or many at once, each part in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from greenlight.base import journal
from greenlight.base.bulk import chunks
from greenlight.base.journal import By, Item
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import User
from greenlight.plans import drafting, may
from greenlight.plans.actions.deed import checked_reason, ended, going_on
from greenlight.plans.actions.writing import Reason, write
from greenlight.plans.drafting import Draft, Wish
from greenlight.plans.known import NO_TEMPLATE, Known, known, known_of
from greenlight.plans.models import PlanVersion, Slip
from greenlight.plans.signals import plans_made
from greenlight.projects import actions as projects
from greenlight.projects.models import Project

AT_ONCE = 200
Told = Callable[[int, int], None]


@dataclass
class Made:
    """What became of many projects: how many plans stand, and why the others have none."""

    count: int = 0
    skipped: dict[int, str] = field(default_factory=dict)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Return why projects were passed over, the most frequent first."""
        return Counter(self.skipped.values()).most_common()


def preview(project: Project, wish: Wish, today: date) -> Draft:
    """Work out what `make` would save; nothing is written. Raises Refused."""
    return drafted(known(project), wish, today)


def drafted(found: Known, wish: Wish, today: date) -> Draft:
    """Draft a project that can have a plan. Raises Refused."""
    if found.project.is_group:
        raise Refused("这是分期项目的总项，请到各期里排计划。")
    going_on(found.project)
    return drafting.draft(found, wish, today)


@transaction.atomic
def make(
    *,
    by: By,
    project: Project,
    wish: Wish,
    reason_class: str = "",
    reason: str = "",
    version: int | None = None,
) -> PlanVersion:
    """Save a plan as the approved version n+1, with its own baseline.

    An approved date that would move later stays and becomes a slip that waits, with the reason.
    A draft that waits gives way. Raises NotAllowed, Collided, and Refused for a promise that cannot
    be kept, with the chain.
    """
    project, draft = asked_for(by, project, wish, version)
    made = write(by, [draft], why(draft, reason_class, reason))[project.pk]
    journal.write(by, "plan.make", "project", project.pk, after=summary(draft, made), why=reason.strip())
    ended(project, by)
    return made


def asked_for(by: By, project: Project, wish: Wish, version: int | None) -> tuple[Project, Draft]:
    """Lock a project and work out the plan that is asked for. Raises as `make` does."""
    project = projects.locked(project.pk, version)
    if not may.plan(by.user, project):
        raise NotAllowed("您能看这个项目，但不能排它的计划。")
    draft = preview(project, wish, by.day)
    if told := broken(draft):
        raise Refused(told)
    return project, draft


def broken(draft: Draft) -> str:
    """Say why a plan back from a promise cannot be saved; empty when it can."""
    late = draft.broken
    if draft.mode != drafting.BACKWARD or late is None:
        return ""
    chain = " → ".join(name for name, _, _ in late.chain)
    return f"{late.told}。卡在这条线上：{chain}。请改承诺日、关掉不适用的条件，或从今天顺排并申请改期。"


def summary(draft: Draft, version: PlanVersion) -> dict[str, Any]:
    """Return what the journal says of a plan."""
    return {
        "n": version.n, "origin": version.origin, "anchor": draft.anchor, "nodes": len(draft.rows),
        "finish": draft.finish, "slips": len(draft.later),
    }  # fmt: skip


def why(draft: Draft, reason_class: str, reason: str) -> Reason:
    """Return why approved dates move later. Raises Refused when some do and nobody says why."""
    if not draft.later:
        return Reason(Slip.Reason.UNSTATED, "")
    known = reason_class in Slip.Reason.values and reason_class != Slip.Reason.UNSTATED
    if not known or not reason.strip():
        first = draft.later[0]
        raise Refused(
            f"有 {len(draft.later)} 个节点比批准的日期晚（如“{first.name}”"
            f"{first.from_due} → {first.to_due}），请选原因类别并写明原因；批准以前灯按原日期亮。",
            status=400,
        )  # fmt: skip
    return Reason(reason_class, checked_reason(reason))


def make_many(*, by: By, ids: Sequence[int], wish: Wish, told: Told | None = None) -> Made:
    """Make the plans of many projects, 200 a transaction, each with one journal row and its items.

    A project that cannot have one (no promise, impossible, dates that would move later, not one's
    own) is passed over and counted with the reason. `told(done, total)` hears of progress.
    """
    made, looked_at = Made(), 0
    for part in chunks(ids, AT_ONCE):
        _make_part(by, part, wish, made)
        looked_at += len(part)
        if told:
            told(looked_at, len(ids))
    return made


@transaction.atomic
def _make_part(by: By, ids: Sequence[int], wish: Wish, made: Made) -> None:
    user: User = by.user
    rows = Project.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")
    seen = set(Project.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))
    found = [one for one in rows if one.pk in seen]
    drafts = list(_drafts(user, found, wish, made, by.day))
    made.count += len(drafts)
    if drafts:
        written = write(by, drafts, Reason(Slip.Reason.UNSTATED, ""))
        _close(by, drafts, written)


def count_many(user: User, ids: Sequence[int], wish: Wish, today: date) -> Made:
    """Count what `make_many` would do; nothing is written."""
    made = Made()
    found = list(Project.objects.visible_to(user).filter(pk__in=list(ids)))
    made.count = sum(1 for _ in _drafts(user, found, wish, made, today))
    return made


def _drafts(user: User, found: Sequence[Project], wish: Wish, made: Made, today: date) -> Iterable[Draft]:
    own = {one.pk: one for one in found if may.plan(user, one)}
    records = known_of(list(own.values()))
    rows = PlanVersion.objects.filter(plan__project__in=list(own), state=PlanVersion.State.DRAFT)
    waiting = set(rows.values_list("plan__project_id", flat=True))
    for one in found:
        try:
            if one.pk not in own:
                raise Refused("不能排这个项目的计划")
            if one.pk in waiting:
                raise Refused("有草稿等批准，请单独排")
            draft = _one_of_many(records.get(one.pk), wish, today)
        except Refused as refused:
            made.skipped[one.pk] = str(refused)
        else:
            yield draft


def _one_of_many(record: Known | None, wish: Wish, today: date) -> Draft:
    if record is None:
        raise Refused(_short(NO_TEMPLATE))
    try:
        draft = drafted(record, wish, today)
    except Refused as refused:
        raise Refused(_short(str(refused))) from None
    if wish.mode == drafting.BACKWARD and draft.broken:
        raise Refused("承诺日排不下，请单独排")
    if draft.later:
        raise Refused("会推后批准过的日期，请单独排并写原因")
    return draft


def _short(sentence: str) -> str:
    """Keep the first clause, so that the same cause is counted as one."""
    return sentence.split("，")[0].rstrip("。")


def _close(by: By, drafts: Sequence[Draft], written: dict[int, PlanVersion]) -> None:
    ids = [one.known.project.pk for one in drafts]
    items = [
        Item("project", one.known.project.pk, after=summary(one, written[one.known.project.pk]))
        for one in drafts
    ]
    journal.write_bulk(by, "plan.make_many", "zone", by.zone_id, items)
    Project.objects.filter(pk__in=ids).update(version=F("version") + 1, updated_at=by.at)
    zones = {one.known.project.zone_id for one in drafts}
    for zone in sorted(zones):
        own = [one.known.project.pk for one in drafts if one.known.project.zone_id == zone]
        plans_made.send(sender=Project, zone_id=zone, ids=own, by=by)
