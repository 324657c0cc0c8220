"""Plans: milestones with dates and owners, immutable baselines, actuals as events, slips."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenlight.people.models import Unit, User, Zone
from greenlight.projects.models import Project, Template


class Plan(models.Model):
    """The one plan of a project; its versions carry the dates.

    `left` is the newer version of the node library somebody looked at and decided not to take.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="plan")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    left = models.ForeignKey(Template, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")


class PlanVersion(models.Model):
    """A state of the plan. The promise is the first approved version, shown for ever.

    A draft is version 0, one a plan: what it wants stands in `drafted` (plans.stored), and no
    milestone knows of it until it is approved and gets its number.
    """

    class State(models.TextChoices):
        """Draft until approved; superseded by the next approved one."""

        DRAFT = "draft", "草稿"
        APPROVED = "approved", "已批准"
        SUPERSEDED = "superseded", "已被替代"

    class Origin(models.TextChoices):
        """Where the dates came from."""

        LEDGER = "ledger", "台账日期"
        FORWARD = "forward", "从开始日顺排"
        BACKWARD = "backward", "从承诺日倒排"
        SLIP = "slip", "改期批准"
        EDITED = "edited", "改日期"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    n = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State)
    origin = models.CharField(max_length=10, choices=Origin)
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, db_index=False)
    anchor = models.DateField(null=True)
    reason = models.TextField(blank=True)
    approved_by_name = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    drafted = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "n"], name="plan_version_n"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="approved"), name="one_approved_version"
            ),
        ]
        indexes = [
            models.Index(
                fields=["template"], condition=Q(template__isnull=False), name="version_of_template"
            ),
        ]


class Baseline(models.Model):
    """A named, immutable copy of an approved version."""

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="baseline")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=60)
    dates = models.JSONField(default=dict)
    at = models.DateTimeField()


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> MilestoneQuerySet:
        """Whoever sees the project sees its milestones."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Milestone(models.Model):
    """A node of a project's plan; lives across versions.

    `due` and `start` are the cache of the approved version's dates and `done_on` of the last Actual,
    written by the plans' actions only; the light reads them and nothing else.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=40, blank=True)
    seq = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, db_index=False)
    department = models.CharField(max_length=200, blank=True)
    is_gate = models.BooleanField(default=False)
    evidence = models.JSONField(default=list)
    in_plan = models.BooleanField(default=True)
    start = models.DateField(null=True)
    due = models.DateField(null=True)
    due_precision = models.CharField(max_length=10, default="day")
    started_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="milestone_key_once")]
        indexes = [
            models.Index(fields=["project", "seq"], name="milestone_of_project"),
            models.Index(fields=["owner", "project"], name="milestone_of_owner"),
            models.Index(fields=["zone", "due"], name="milestone_due"),
            # The open ones of a name, the next due first: what the search offers.
            models.Index(
                fields=["zone", "name", "due"],
                condition=Q(done_on__isnull=True, in_plan=True),
                name="milestone_open_by_name",
            ),
        ]


def owned(user: User) -> Q:
    """Narrow projects to those of which a unit of the person owns a milestone."""
    own = Milestone.objects.filter(owner_id__in=user.scope.units, in_plan=True)
    return Q(pk__in=own.values("project_id")) if user.scope.units else Q(pk__in=[])


class MilestoneDates(models.Model):
    """A milestone's dates in one version of the plan."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="dates", db_index=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dates")
    start = models.DateField(null=True)
    due = models.DateField(null=True)
    due_precision = models.CharField(max_length=10, default="day")
    latest = models.DateField(null=True)
    duration = models.PositiveIntegerField(default=0)
    clock = models.CharField(max_length=10, default="workday")
    total_float = models.IntegerField(null=True)
    critical = models.BooleanField(default=False)
    estimated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "milestone"], name="dates_once_a_version")]


class Link(models.Model):
    """A link of one version's network."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="links")
    pred = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="+")
    succ = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=2, default="FS")
    lag = models.IntegerField(default=0)
    clock = models.CharField(max_length=10, default="workday")


class Actual(models.Model):
    """What really happened to a milestone, as an event; the last one counts."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="actuals")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    started_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    withdrawn = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class Slip(models.Model):
    """A request to move a promised date: its reason, and the decision."""

    class State(models.TextChoices):
        """Waits until somebody decides."""

        WAITING = "waiting", "待批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    class Reason(models.TextChoices):
        """Why the date moves."""

        LAND = "land", "土地与征迁"
        APPROVAL = "approval", "审批手续"
        FUNDS = "funds", "资金"
        OWNER = "owner", "企业自身"
        DESIGN = "design", "设计变更"
        WEATHER = "weather", "天气与不可抗力"
        UNSTATED = "unstated", "表里没写，待补"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="slips")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    from_due = models.DateField()
    to_due = models.DateField()
    to_precision = models.CharField(max_length=10, default="day")
    reason_class = models.CharField(max_length=10, choices=Reason)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    batch_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(state="waiting"), name="one_waiting_slip"
            )
        ]


class SlipLevel(models.Model):
    """Who approves a later date: a slip of more than `over_days` days is decided by `decider`.

    Of several the one with the most days below the slip counts; a zone without any has its leaders decide.
    """

    class Decider(models.TextChoices):
        """The levels, lowest first; a higher one decides for a lower one too."""

        CLERK = "clerk", "科室"
        LEADER = "leader", "领导"
        SPONSOR = "sponsor", "项目责任领导"

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    over_days = models.PositiveSmallIntegerField()
    decider = models.CharField(max_length=10, choices=Decider)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "over_days"], name="slip_level_once")]
