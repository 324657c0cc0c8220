"""发督办单: from a warning with its reason, about a project, or a leader's word about something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import orders
from greenlight.people.models import Unit, Zone
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.supervision import may
from greenlight.supervision.actions import deed, walking
from greenlight.supervision.models import Order, OrderDraft, Urgency
from greenlight.warnings import reasons
from greenlight.warnings.models import Warning as Held

LONGEST_SUBJECT = 100


@dataclass(frozen=True)
class Wish:
    """What an order says: to whom, about what, what is demanded, by when."""

    unit: Unit
    subject: str
    demand: str
    reply_by: date
    due: date
    urgency: str = Urgency.PLAIN


@transaction.atomic
def raise_order(
    *, by: By, zone_id: int, wish: Wish, project: Project | None = None, warning: Held | None = None
) -> Order:
    """Issue an order; the number is the next of the zone and year, without gaps.

    Raises NotAllowed; Refused for a unit that is gone, days that will not do, missing words, a warning that
    is gone, or the same words still waiting with the unit.
    """
    if project:
        project = projects.locked(project.pk)
    if not may.raise_order(by.user, zone_id, project):
        raise NotAllowed("督办单由本开发区的领导发；针对项目的，科室也可以发。")
    if project and project.zone_id != zone_id:
        raise Refused("这个项目不在本开发区，请重新选择。", status=400)
    _check_warning(project, warning)
    told = _checked(wish, zone_id, by.day)
    _not_twice(zone_id, project, wish.unit, told["subject"])
    made = Order.objects.create(
        zone_id=zone_id, project=project, unit=wish.unit, urgency=wish.urgency, raised_by_id=by.actor_id,
        raised_by_name=by.actor_name, raised_on=by.day, reply_by=wish.reply_by, first_due=wish.due,
        due=wish.due, **told, **basis(warning, by.day), **number(zone_id, by.day.year),
    )  # fmt: skip
    deed.write(by, made, orders.Kind.ISSUED, deed.Told(made.demand))
    if warning:
        drafted = walking.answered(by, OrderDraft.Act.ORDER, warning=warning)
        walking.decide(drafted, by, OrderDraft.State.DONE, order=made)
    return made


def number(zone_id: int, year: int) -> dict[str, int]:
    """Return the next number of a zone and year: the zone is locked, so that no two take the same."""
    Zone.objects.select_for_update(no_key=True).get(pk=zone_id)
    last = Order.objects.filter(zone_id=zone_id, year=year).aggregate(last=Max("n"))["last"]
    return {"year": year, "n": (last or 0) + 1}


def _check_warning(project: Project | None, warning: Held | None) -> None:
    if warning is None:
        return
    if project is None or warning.project_id != project.pk:
        raise Refused("这条预警不属于这个项目，请从项目页重新发起。", status=400)
    if warning.until is not None:
        raise Refused("这条预警已经消除了，不用再发督办单。请刷新页面。")


def _checked(wish: Wish, zone_id: int, day: date) -> dict[str, str]:
    _check_unit(wish.unit, zone_id, day)
    if wish.urgency not in Urgency.values:
        raise Refused("请选紧急程度：一般、加急或特急。", status=400)
    deed.within(wish.reply_by, day, "答复期限")
    deed.within(wish.due, wish.reply_by, "整改期限（不早于答复期限）")
    return {
        "subject": deed.words(wish.subject, "请写事由，例如：净地移交滞后。", LONGEST_SUBJECT),
        "demand": deed.words(wish.demand, "请写督办要求，例如：12 月 10 日前完成净地移交。"),
    }


def _check_unit(unit: Unit, zone_id: int, day: date) -> None:
    """Refuse a unit of another zone, and one that was dissolved: with its successor where it is known."""
    if unit.zone_id != zone_id:
        raise Refused("这个单位不在本开发区，请另选主送单位。", status=400)
    if unit.dissolved_on is None or unit.dissolved_on > day:
        return
    now = successor(unit, day)
    way = f"现在由{now.name}承接，请改送{now.name}。" if now else "请改送现在承担这项工作的单位。"
    raise Refused(f"{unit.name}已于 {unit.dissolved_on} 撤并，不能再发督办单。{way}", status=400)


def successor(unit: Unit, day: date) -> Unit | None:
    """Return the unit that now goes by the name of a dissolved one, else the one above it."""
    alive = Unit.objects.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day), zone_id=unit.zone_id)
    named = next((one for one in alive.order_by("pk") if unit.name in (one.also_called or [])), None)
    return named or (alive.filter(pk=unit.parent_id).first() if unit.parent_id else None)


def basis(warning: Held | None, day: date) -> dict[str, object]:
    """Return the reason as it stands today: the paper keeps it when the warning changes."""
    if warning is None:
        return {}
    (reason,) = reasons.read([warning.reason])
    return {
        "warning": warning, "rule": warning.rule, "basis_since": warning.since,
        "basis": reasons.sentence(reason, day)[:400], "paper": reason.paper[:300],
    }  # fmt: skip


def subject_of(warning: Held, day: date) -> str:
    """Return what an order about a warning is called unless somebody calls it otherwise: its reason."""
    (reason,) = reasons.read([warning.reason])
    return reasons.sentence(reason, day)[:LONGEST_SUBJECT]


def _not_twice(zone_id: int, project: Project | None, unit: Unit, subject: str) -> None:
    """Refuse the same words to the same unit while they wait: a button pressed twice sends one."""
    same = Order.objects.open().filter(zone_id=zone_id, project=project, unit=unit, subject=subject).first()
    if same:
        raise Refused(f"{same.number}已经就“{subject}”督办{unit.name}，还没有销号，不用再发。")
