"""督办单 and what happened to it; where it stands is worked out from the events (kernel/orders.py)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from greenlight.base.models import File
from greenlight.kernel import orders
from greenlight.people.models import Unit, User, Zone
from greenlight.projects.models import Project
from greenlight.warnings.models import Warning as Held

OPEN = [state.value for state in orders.OPEN]
BEFORE_PLAN = [state.value for state in orders.BEFORE_PLAN]


class State(models.TextChoices):
    """Where an order stands, in the clerk's words."""

    ISSUED = "issued", "待签收"
    RECEIVED = "received", "待报整改计划"
    PLANNED = "planned", "整改计划待批"
    WORKING = "working", "整改中"
    CLOSING = "closing", "待销号"
    CLOSED = "closed", "已销号"
    WITHDRAWN = "withdrawn", "已撤销"


class Urgency(models.TextChoices):
    """紧急程度 (GB/T 9704-2012, 7.2.3)."""

    PLAIN = "plain", "一般"
    URGENT = "urgent", "加急"
    MOST = "most", "特急"


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders narrowed by who sees them, where they stand and what is late."""

    def visible_to(self, user: User) -> OrderQuerySet:
        """Whoever sees the project, the unit addressed, leaders, clerks and inspectors, who raised it.

        An enterprise does not see what the committee asks of its own units.
        """
        if user.scope.is_only("enterprise"):
            return self.none()
        seen = Q(zone_id__in=user.scope.zones) | Q(unit_id__in=user.scope.units) | Q(raised_by_id=user.pk)
        return self.filter(seen | Q(project__in=Project.objects.visible_to(user)))

    def open(self) -> OrderQuerySet:
        """Those that are neither closed nor withdrawn."""
        return self.filter(state__in=OPEN)

    def reply_late(self, day: date) -> OrderQuerySet:
        """逾期未答复."""
        return self.filter(_reply_late(day))

    def closing_late(self, day: date) -> OrderQuerySet:
        """逾期未销号."""
        return self.filter(_closing_late(day))

    def late(self, day: date) -> OrderQuerySet:
        """逾期: one of the two."""
        return self.filter(_reply_late(day) | _closing_late(day))

    def reply_counted(self, day: date) -> OrderQuerySet:
        """Those that count for 按期答复率: answered, or open past the day to answer."""
        return self.exclude(state=State.WITHDRAWN).filter(Q(replied_on__isnull=False) | _reply_late(day))


def _reply_late(day: date) -> Q:
    return Q(state__in=OPEN, replied_on__isnull=True, reply_by__lt=day)


def _closing_late(day: date) -> Q:
    waits = Q(state=State.CLOSING, asked_on__isnull=False, asked_on__lte=F("due"))
    return Q(state__in=OPEN, due__lt=day) & ~waits


class Order(models.Model):
    """督办单: a formal demand to one unit, with a day to reply by and a day to be done by.

    `first_due` is the end it was issued with. From `state` on the columns are kept for queries only and say
    what `orders.stand` says of its events; they are written with every event and nowhere else.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    project = models.ForeignKey(
        Project, null=True, on_delete=models.CASCADE, related_name="orders", db_index=False
    )
    warning = models.ForeignKey(Held, null=True, on_delete=models.SET_NULL, related_name="+")
    rule = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=400, blank=True)
    paper = models.CharField(max_length=300, blank=True)
    basis_since = models.DateField(null=True)
    subject = models.CharField(max_length=100)
    demand = models.CharField(max_length=1000)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.PLAIN)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="orders", db_index=False)
    raised_by_id = models.BigIntegerField(null=True)
    raised_by_name = models.CharField(max_length=60)
    raised_on = models.DateField()
    reply_by = models.DateField()
    first_due = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    due = models.DateField()
    replied_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    asked_until = models.DateField(null=True)
    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "year", "n"], name="order_number_once")]
        indexes = [
            models.Index(fields=["zone", "state", "due"], name="order_of_zone"),
            models.Index(fields=["unit", "state"], name="order_of_unit"),
            models.Index(
                fields=["project", "state"], condition=Q(project__isnull=False), name="order_of_project"
            ),
        ]

    @property
    def number(self) -> str:
        """Return 督〔2026〕3号 (GB/T 9704-2012, 7.2.5: 六角括号, no leading zeros)."""
        return f"督〔{self.year}〕{self.n}号"

    @property
    def standing(self) -> orders.Standing:
        """Return where it stands as kept for queries."""
        return orders.Standing(
            orders.State(self.state), self.due, self.replied_on, self.asked_on, self.closed_on,
            self.asked_until,
        )  # fmt: skip


class OrderEvent(models.Model):
    """One thing that happened to an order. `words` is a plan, progress, a reason; `steps` those of a plan."""

    class Kind(models.TextChoices):
        """What happened, in the clerk's words."""

        ISSUED = "issued", "发出督办单"
        RECEIVED = "received", "签收"
        PLAN = "plan", "报整改计划"
        PLAN_APPROVED = "plan_approved", "同意整改计划"
        PLAN_RETURNED = "plan_returned", "退回整改计划"
        PROGRESS = "progress", "报进展"
        CLOSED_ASKED = "closed_asked", "申请销号"
        CLOSED = "closed", "同意销号"
        SENT_BACK = "sent_back", "不同意销号"
        EXTENDED_ASKED = "extended_asked", "申请延期"
        EXTENDED = "extended", "同意延期"
        EXTENSION_REFUSED = "extension_refused", "不同意延期"
        TALKED = "talked", "约谈"
        WITHDRAWN = "withdrawn", "撤销督办单"
        UNDONE = "undone", "撤回上一步"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.CharField(max_length=1000, blank=True)
    steps = models.JSONField(default=list)
    day = models.DateField(null=True)
    on = models.DateField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    stands_in = models.BooleanField(default=False)
    at = models.DateTimeField()

    def as_kernel(self) -> orders.Event:
        """Return the event as the kernel knows it."""
        return orders.Event(orders.Kind(self.kind), self.on, self.day)


class OrderFile(models.Model):
    """A file that came with an event: a plan, a proof that the work is done."""

    event = models.ForeignKey(OrderEvent, on_delete=models.CASCADE, related_name="files")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", db_index=False)


class LadderStep(models.Model):
    """What a zone has set for one step of the ladder from a day on; `code` is that of the shipped step.

    `paper` says by which paper, `grade` is own; what the shipped step says otherwise still holds.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    auto = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    paper = models.CharField(max_length=300)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code", "version"], name="ladder_step_once")]


class UnitLimit(models.Model):
    """From how many overdue items on the units of a zone are yellow, red; from a day on, by a paper.

    `unsure`: nobody has seen the paper yet (待核). Switched off, the units of the zone have no light.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    yellow = models.PositiveSmallIntegerField()
    red = models.PositiveSmallIntegerField()
    is_on = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    paper = models.CharField(max_length=300)
    unsure = models.BooleanField(default=False)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "version"], name="unit_limit_once")]


class DraftQuerySet(models.QuerySet["OrderDraft"]):
    """Drafts narrowed by who decides, and to those that still wait."""

    def decided_by(self, user: User) -> DraftQuerySet:
        """Leaders and clerks of the zone."""
        zones = [zone for role, zone in user.scope.roles if zone and role in ("leader", "clerk")]
        return self.filter(zone_id__in=zones)

    def waiting(self) -> DraftQuerySet:
        """Those nobody has decided and whose warning still holds."""
        return self.filter(state="waiting", warning__until__isnull=True, warning__waived_until__isnull=True)


class OrderDraft(models.Model):
    """What the ladder has drafted for a person to confirm: an order about a warning, or a talk (约谈).

    `order` is the one that was raised from it, or the one past its day that asks for a talk.
    """

    class Act(models.TextChoices):
        """What is drafted."""

        ORDER = "order", "督办单"
        TALK = "talk", "约谈"

    class State(models.TextChoices):
        """Waits until somebody decides."""

        WAITING = "waiting", "待确认"
        DONE = "done", "已办"
        DISMISSED = "dismissed", "暂不办"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    warning = models.ForeignKey(Held, on_delete=models.CASCADE, related_name="+", db_index=False)
    act = models.CharField(max_length=8, choices=Act)
    code = models.CharField(max_length=20)
    drafted_on = models.DateField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    order = models.ForeignKey(Order, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    why = models.CharField(max_length=300, blank=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["warning", "act"], condition=Q(state="waiting"), name="one_waiting_draft"
            )
        ]
        indexes = [
            models.Index(fields=["zone", "state"], name="draft_of_zone"),
            models.Index(fields=["warning", "act"], name="draft_of_warning"),
        ]


def ordered(user: User) -> Q:
    """Narrow projects to those about which a unit of the person has an order: it must read to act (§8)."""
    own = Order.objects.filter(unit_id__in=user.scope.units, project__isnull=False)
    return Q(pk__in=own.values("project_id")) if user.scope.units else Q(pk__in=[])
