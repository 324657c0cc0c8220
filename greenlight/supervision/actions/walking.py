"""What the ladder does by itself: tells liaison and sponsor, drafts orders and talks; a person confirms."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from greenlight.base import bulk, journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import ladder
from greenlight.people.models import Zone
from greenlight.supervision import ladders, may
from greenlight.supervision.actions import deed
from greenlight.supervision.models import OPEN, OrderDraft
from greenlight.supervision.signals import ladder_acted
from greenlight.warnings import actions as warnings
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

MOST = 1000  # told, or drafted, in one row of the journal
Acting = tuple[ladders.Row, ladder.Due, ladders.Climb]


def _acting(zone_id: int, by: By) -> list[Acting]:
    """Return the steps that are due in a zone and act by themselves; six queries."""
    rows = ladders.rows_of(Held.objects.open().filter(zone=zone_id))
    found = ladders.of_all(rows, by.day)
    return [(row, due, found[row.pk]) for row in rows for due in found[row.pk].above if due.step.auto]


def _begin(by: By, zone_id: int) -> None:
    """Let one walk at a time go up a zone's ladder; the night has no user."""
    if by.user is not None and not may.climb(by.user, zone_id):
        raise NotAllowed("督办的步骤由领导和科室来走。")
    Zone.objects.select_for_update(no_key=True).get(pk=zone_id)


@transaction.atomic
def tell_due(*, by: By, zone_id: int) -> list[Told]:
    """Tell liaisons and sponsors of the warnings that call for it; each is kept (谁知道了).

    Nobody is told twice of one warning. Where nobody is named the step stays due. Raises NotAllowed.
    """
    _begin(by, zone_id)
    acting = [one for one in _acting(zone_id, by) if one[1].step.act in ladders.CHANNELS]
    whom = ladders.told_to({row.project_id for row, _, _ in acting}, by.day)
    entries = [
        warnings.Telling(to.name, ladders.CHANNELS[due.step.act], row.pk, None, to.user_id, to.unit_id)
        for row, due, _ in acting
        if (to := whom.get(row.project_id, {}).get(due.step.act))
    ]
    told = [one for part in bulk.chunks(entries, MOST) for one in warnings.tell(by=by, entries=part)]
    if told:
        ladder_acted.send(sender=Told, zone_id=zone_id, told=told, drafted=[], by=by)
    return told


@transaction.atomic
def draft_due(*, by: By, zone_id: int) -> list[OrderDraft]:
    """Draft the orders and talks that warnings call for; a person confirms. Raises NotAllowed.

    What waits already, was set aside, or stands as an open order is not drafted again.
    """
    _begin(by, zone_id)
    acting = [one for one in _acting(zone_id, by) if one[1].step.act in OrderDraft.Act.values]
    known = _known(zone_id)
    drafts = [_draft(by, one) for one in acting if (one[0].pk, one[1].step.act) not in known]
    if not drafts:
        return []
    OrderDraft.objects.bulk_create(drafts, batch_size=500)
    items = [
        journal.Item(
            "project", one.project_id, after={"act": one.get_act_display(), "warning": one.warning_id}
        )
        for one in drafts
    ]
    journal.write_bulk(by, "order.drafted", "zone", zone_id, items)
    ladder_acted.send(sender=OrderDraft, zone_id=zone_id, told=[], drafted=drafts, by=by)
    return drafts


def _known(zone_id: int) -> set[tuple[int, str]]:
    """Return the (warning, act) that are not drafted again."""
    rows = OrderDraft.objects.filter(zone=zone_id, warning__until__isnull=True)
    undecided = rows.exclude(state=OrderDraft.State.DONE)
    stands = rows.filter(state=OrderDraft.State.DONE, order__state__in=OPEN)
    return set((undecided | stands).order_by().values_list("warning_id", "act"))


def _draft(by: By, acting: Acting) -> OrderDraft:
    row, due, climb = acting
    return OrderDraft(
        zone_id=row.zone_id, project_id=row.project_id, warning_id=row.pk, act=due.step.act,
        code=due.step.code, order=climb.order if due.step.act == OrderDraft.Act.TALK else None,
        drafted_on=by.day, at=by.at,
    )  # fmt: skip


@transaction.atomic
def set_aside(*, by: By, draft: OrderDraft, why: str) -> OrderDraft:
    """Say that what was drafted is not done for now, and why; it is not drafted again.

    Raises NotAllowed; Refused when somebody has decided already, or without a reason.
    """
    draft = OrderDraft.objects.select_for_update().get(pk=draft.pk)
    if not may.climb(by.user, draft.zone_id):
        raise NotAllowed("拟好的督办由领导和科室来定。")
    if draft.state != OrderDraft.State.WAITING:
        raise Refused("这一件已经有人定过了，请刷新页面。")
    told = deed.words(why, "请写一句为什么暂不办，例如：企业已承诺月底复工。", deed.LONGEST_REASON)
    decide([draft.pk], by, OrderDraft.State.DISMISSED, why=told)
    draft.refresh_from_db()
    after = {"act": draft.get_act_display(), "warning": draft.warning_id, "why": told}
    journal.write(by, "order.set_aside", "project", draft.project_id, after=after, why=told)
    return draft


def decide(pks: Iterable[int], by: By, state: OrderDraft.State, **more: object) -> None:
    """Write what was decided about drafts; part of a deed that has its own row in the journal."""
    OrderDraft.objects.filter(pk__in=list(pks)).update(
        state=state, decided_by_name=by.actor_name, decided_at=by.at, **more
    )


def answered(by: By, act: OrderDraft.Act, **which: object) -> list[int]:
    """Return the waiting drafts a deed answers."""
    rows = OrderDraft.objects.filter(state=OrderDraft.State.WAITING, act=act, zone=by.zone_id, **which)
    return list(rows.values_list("pk", flat=True))
