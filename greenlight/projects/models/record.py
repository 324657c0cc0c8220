"""One record for life: lead, negotiation, signed, land, groundbreaking … review (DESIGN §2.1, §8)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenlight.base.models import File
from greenlight.enterprises.models import Enterprise, EnterpriseUser, in_force
from greenlight.people.models import Unit, User, Zone
from greenlight.projects import sight


class Kind(models.TextChoices):
    """What kind of project it is; decides the stage chain and the node library."""

    ATTRACTION = "attraction", "工业招商项目"
    GOVERNMENT = "government", "政府投资项目"
    TECHNICAL_UPGRADE = "technical_upgrade", "技改项目"


class Nature(models.TextChoices):
    """建设性质 as year lists group their rows."""

    NEW = "new", "新建"
    CONTINUING = "continuing", "续建"
    FINISHING = "finishing", "竣工投产"
    RESERVE = "reserve", "预备"


class Halt(models.TextChoices):
    """暂停 and 终止 stand beside the stage, always with a reason."""

    NONE = "", "正常推进"
    PAUSED = "paused", "暂停"
    TERMINATED = "terminated", "终止"


class Condition(models.TextChoices):
    """Circumstances that switch nodes and gates of the library on; a project names those it has."""

    NEW_LAND = "new_land", "需要新增建设用地"
    CIVIL_WORKS = "civil_works", "有土建工程"
    ENERGY = "energy_ge_1000tce", "年综合能耗 1000 吨标煤以上"
    CHEMICAL = "chemical", "化工或危化项目"
    BOND = "bond", "用专项债"


class ProjectQuerySet(models.QuerySet["Project"]):
    """Rows narrowed in the query, once, for every door."""

    def visible_to(self, user: User) -> ProjectQuerySet:
        """Whole zone for leader, clerk, inspector and city; else what one is assigned or acts on."""
        return self.filter(seen_by(user))

    def counted(self) -> ProjectQuerySet:
        """Leave out groups: a group only sums its children."""
        return self.filter(is_group=False)


def seen_by(user: User) -> Q:
    """Return what a person sees as a condition on zone and primary key of projects, or of their lines."""
    scope = user.scope
    seen = Q(zone_id__in=scope.zones)
    if reads_zones_only(user):
        return seen
    own = ProjectParty.objects.filter(
        in_force(scope.day),
        enterprise__in=EnterpriseUser.objects.filter(in_force(scope.day), user_id=scope.user_id)
        .values("enterprise_id"),
    )  # fmt: skip
    seen |= Q(pk__in=Assignment.objects.held_by(user).values("project_id"))
    return seen | Q(pk__in=own.values("project_id")) | sight.ways(user)


def reads_zones_only(user: User) -> bool:
    """Tell whether a person sees whole zones and nothing besides."""
    scope = user.scope
    return bool(scope.zones) and not scope.units and not _narrow(user) and not _acts_elsewhere(user)


def _narrow(user: User) -> bool:
    """Tell whether a person holds a role that sees single projects besides whole zones."""
    return any(role in NARROW_ROLES for role, _ in user.scope.roles)


def _acts_elsewhere(user: User) -> bool:
    """Tell whether a reader of whole zones also acts in another one; asked once a request."""
    known, zones = user.scope.known, user.scope.zones
    if "acts_elsewhere" not in known:
        known["acts_elsewhere"] = Assignment.objects.held_by(user).exclude(zone_id__in=zones).exists()
    return known["acts_elsewhere"]


NARROW_ROLES = frozenset({"unit_handler", "liaison", "task_force", "grid_officer", "enterprise"})


class Project(models.Model):
    """A project or one phase (期) of it; the internal id is the key.

    `stage` is the cache of the last StageEvent and `total_wan` of the headline Amount: both are
    written by actions only. `version` grows with every edit and guards against lost updates.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    name_norm = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="phases", db_index=False
    )
    phase_no = models.PositiveSmallIntegerField(null=True)
    is_group = models.BooleanField(default=False)
    stage = models.CharField(max_length=30)
    halt = models.CharField(max_length=12, choices=Halt, default=Halt.NONE, blank=True)
    nature = models.CharField(max_length=12, choices=Nature, blank=True)
    industry = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=200, blank=True)
    scale = models.TextField(blank=True)
    land_area_mu = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    total_wan = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    site_progress = models.TextField(blank=True)
    site_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    site_updated_on = models.DateField(null=True)
    issue = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="project_phases"),
            models.Index(fields=["zone", "is_group", "-total_wan", "id"], name="project_by_total"),
            models.Index(fields=["zone", "stage"], name="project_by_stage"),
            models.Index(fields=["zone", "name_norm"], name="project_by_name"),
        ]


class ProjectCode(models.Model):
    """A 投资项目统一代码; a project can have several, a re-filing replaces one and keeps the history."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="codes")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    code = models.CharField(max_length=24)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "code"],
                condition=Q(valid_to__isnull=True),
                name="code_once_in_zone",
            )
        ]
        indexes = [
            models.Index(
                fields=["replaced_by"], condition=Q(replaced_by__isnull=False), name="code_replaced"
            ),
        ]


class ProjectAlias(models.Model):
    """Another spelling of the name that somebody confirmed; next month it is not asked again."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="aliases")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    name_norm = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "name_norm"], name="alias_once_in_zone")]


class ProjectParty(models.Model):
    """An enterprise's part in a project."""

    class Role(models.TextChoices):
        """What the enterprise is to the project."""

        OWNER = "owner", "建设单位"
        INVESTOR = "investor", "投资方"
        BUILDER = "builder", "施工单位"
        SUPERVISOR = "supervisor", "监理单位"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT)
    role = models.CharField(max_length=12, choices=Role)
    share_pct = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class ProjectParcel(models.Model):
    """A parcel of land under a project; the parcel itself becomes a record of room land."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parcels")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    parcel_code = models.CharField(max_length=28)
    area_mu = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class Listing(models.Model):
    """A year's list (年度清单, 省重点, 千项万亿…) a project stands on: the base of rates."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="listings", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    nature = models.CharField(max_length=12, choices=Nature, blank=True)
    planned_new = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name", "year"], name="listed_once_a_year")]
        indexes = [models.Index(fields=["zone", "year", "name"], name="listing_of_year")]


class TaskForce(models.Model):
    """专班: the team around one project or campaign, led by a unit."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    lead = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)


class TaskForceMember(models.Model):
    """A member of a task force for a time."""

    task_force = models.ForeignKey(TaskForce, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Who answers, narrowed in the query."""

    def held_by(self, user: User) -> AssignmentQuerySet:
        """Those in force that a person holds: themselves, through a unit, or through a task force."""
        day, teams = user.scope.day, TaskForceMember.objects.filter(user_id=user.scope.user_id)
        return self.filter(
            in_force(day),
            Q(user_id=user.scope.user_id) | Q(unit_id__in=user.scope.units)
            | Q(task_force_id__in=teams.filter(in_force(day)).values("task_force_id")),
        )  # fmt: skip


class Assignment(models.Model):
    """Who answers for a project: a unit, a user, a task force, or a named person without an account."""

    class Role(models.TextChoices):
        """What they answer as."""

        SPONSOR = "sponsor", "责任领导"
        LEAD = "lead", "责任单位"
        CO = "co", "配合单位"
        LIAISON = "liaison", "联络员"
        CONTACT = "contact", "联系人"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    role = models.CharField(max_length=10, choices=Role)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, db_index=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False)
    task_force = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, db_index=False)
    person = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="assignment_of_user"),
            models.Index(
                fields=["task_force"], condition=Q(task_force__isnull=False), name="assignment_of_team"
            ),
            models.Index(fields=["unit", "project"], name="assignment_of_unit"),
            models.Index(fields=["project", "role"], name="assignment_of_project"),
        ]


class StageEvent(models.Model):
    """A project moved from one stage to another, or was paused, terminated, resumed.

    `recorded` marks a fact taken over from a ledger without its papers: the gate lists them as missing.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_events")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    from_stage = models.CharField(max_length=30, blank=True)
    to_stage = models.CharField(max_length=30)
    halt = models.CharField(max_length=12, choices=Halt, blank=True)
    on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    recorded = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class Amount(models.Model):
    """What the project is to cost, by kind: agreed, registered, estimate, contract, final."""

    class Kind(models.TextChoices):
        """Which paper names the amount."""

        AGREED = "agreed", "协议总投资"
        REGISTERED = "registered", "备案总投资"
        ESTIMATE = "estimate", "概算"
        CONTRACT = "contract", "合同价"
        FINAL = "final", "决算"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="amounts")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    on = models.DateField(null=True)
    paper = models.ForeignKey(File, null=True, on_delete=models.SET_NULL, db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["paper"], condition=Q(paper__isnull=False), name="amount_paper"),
        ]


class Evidence(models.Model):
    """A paper that proves a node of the library for a project (印证资料)."""

    class State(models.TextChoices):
        """Handed in, accepted, or sent back."""

        HANDED_IN = "handed_in", "已交待审"
        ACCEPTED = "accepted", "已审"
        SENT_BACK = "sent_back", "退回"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    node_code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.HANDED_IN)
    note = models.CharField(max_length=200, blank=True)
    accepted_by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
