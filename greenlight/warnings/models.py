"""Lights as dated snapshots, what turned, rule packs as data, nudges (异常预警)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from greenlight.kernel.lights import Colour as Light
from greenlight.people.models import Unit, User, Zone
from greenlight.projects.models import Project
from greenlight.warnings import reasons
from greenlight.warnings.checks.models import CheckHit, ZoneChecked  # noqa: F401  tables of this room


class Scene(models.TextChoices):
    """The four scenes, and the project as a whole."""

    PROJECT = "project", "项目"
    MILESTONES = "milestones", "节点计划"
    INVESTMENT = "investment", "投资情况"
    SITE = "site", "工程形象"
    WARNINGS = "warnings", "异常预警"


def lit(scene: str) -> str:
    """Return the scene under which a light is stored: that of 异常预警 is the project's own."""
    return Scene.PROJECT.value if scene == Scene.WARNINGS else scene


class Colour(models.TextChoices):
    """A light, worst first in `RANK`."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    GREEN = "green", "绿灯"
    BLUE = "blue", "蓝灯"
    GREY = "grey", "灰灯"


class RulePack(models.Model):
    """A named set of rules with its source paper; shipped ones have no zone.

    A zone that changes a threshold gets its own copy (`copied_from` names the shipped code), so
    that one zone's setting never moves another zone's lights.
    """

    zone = models.ForeignKey(Zone, null=True, on_delete=models.CASCADE)
    copied_from = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=300)


class Rule(models.Model):
    """One dated version of a rule: parameters, paper, grade, switched on or not."""

    pack = models.ForeignKey(RulePack, on_delete=models.CASCADE, related_name="rules")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80, blank=True)
    version = models.PositiveSmallIntegerField()
    scene = models.CharField(max_length=12, choices=Scene)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    paper = models.CharField(max_length=300)
    grade = models.CharField(max_length=10)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "code", "version"], name="rule_version_once")]


class ZonePack(models.Model):
    """A pack in force in a zone for a time."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE)
    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class LightQuerySet(models.QuerySet["LightSnapshot"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> LightQuerySet:
        """Whoever sees the project sees its lights."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def now(self, scene: str = Scene.PROJECT) -> LightQuerySet:
        """The present lights of one scene."""
        return self.filter(latest=True, scene=lit(scene))

    def on(self, day: date, scene: str = Scene.PROJECT) -> LightQuerySet:
        """The lights of one scene as they were shown on a day: the last row up to it."""
        own = lit(scene)
        newest = (
            LightSnapshot.objects.filter(project=OuterRef("project"), scene=own, day__lte=day)
            .order_by("-day")
            .values("pk")[:1]
        )
        return self.filter(scene=own, day__lte=day, pk=Subquery(newest))


class LightSnapshot(models.Model):
    """A project's light in one scene as judged on a day; written when it differs from the last one.

    `reasons` are the kernel's reasons as plain values; the sentence is made when shown. `latest` marks
    the newest row of (project, scene); the light of any day is the last row on or before that day.
    `shape` is the hash of what makes it this light and no other (reasons.shape).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lights", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    scene = models.CharField(max_length=12, choices=Scene)
    day = models.DateField()
    colour = models.CharField(max_length=6, choices=Colour)
    since = models.DateField()
    reasons = models.JSONField(default=list)
    latest = models.BooleanField(default=True)
    rank = models.PositiveSmallIntegerField(default=4)
    shape = models.CharField(max_length=32, blank=True)
    must_act_unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, db_index=False)
    at = models.DateTimeField()
    objects = LightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "scene", "day"], name="one_light_a_day"),
            models.UniqueConstraint(
                fields=["project", "scene"], condition=Q(latest=True), name="one_latest_light"
            ),
        ]
        indexes = [
            models.Index(
                fields=["must_act_unit"], condition=Q(must_act_unit__isnull=False), name="light_must_act"
            ),
            models.Index(fields=["zone", "scene", "rank"], condition=Q(latest=True), name="light_of_zone"),
        ]

    def told(self, day: date) -> str:
        """Say why in one sentence, with the days counted up to `day`."""
        return reasons.told(reasons.read(self.reasons), Light.of(self.colour), day)


class LightTurn(models.Model):
    """A light turned: from, to, when, and through what (an import batch, a day that passed, a deed)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="turns", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    scene = models.CharField(max_length=12, choices=Scene)
    from_colour = models.CharField(max_length=6, choices=Colour, blank=True)
    to_colour = models.CharField(max_length=6, choices=Colour)
    day = models.DateField()
    cause = models.CharField(max_length=20)
    batch_id = models.BigIntegerField(null=True)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["zone", "-at"], name="turn_of_zone"),
            models.Index(fields=["batch_id"], condition=Q(batch_id__isnull=False), name="turn_of_batch"),
            models.Index(fields=["project", "-at"], name="turn_of_project"),
        ]


class ZoneJudged(models.Model):
    """The last day a zone's lights were judged on: the next day's first door judges again."""

    zone = models.OneToOneField(Zone, on_delete=models.CASCADE)
    day = models.DateField()
    at = models.DateTimeField()


class KnownQuerySet(models.QuerySet["KnownFacts"]):
    """What was known, by day."""

    def on(self, day: date) -> KnownQuerySet:
        """What was known at the end of a day: the last row of each project up to it."""
        newest = (
            KnownFacts.objects.filter(project=OuterRef("project"), day__lte=day)
            .order_by("-day")
            .values("pk")[:1]
        )
        return self.filter(day__lte=day, pk=Subquery(newest))


class KnownFacts(models.Model):
    """What was known of a project when it was judged on a day; written when it differs from before.

    The facts of any day are the last row up to it: that day can be judged again under any pack, and under
    its own pack it shows what it showed.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    day = models.DateField()
    facts = models.JSONField(default=dict)
    shape = models.CharField(max_length=32)
    latest = models.BooleanField(default=True)
    at = models.DateTimeField()
    objects = KnownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "day"], name="known_once_a_day"),
            models.UniqueConstraint(fields=["project"], condition=Q(latest=True), name="one_latest_known"),
        ]


class NextTurn(models.Model):
    """The first day on which a project's light may turn by itself, and what can turn it: a night reads these.

    Computed with every judging from the newest KnownFacts: `near` are its facts without the milestones that
    matter only later, the first of them due on `beyond` (kernel.lights.thin.Near); null: not cut yet.
    `owners`: key of a milestone → unit. Whoever judges a project holds its row: no two do at once.
    """

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE, related_name="+")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    next_on = models.DateField(null=True)
    near = models.JSONField(null=True)
    beyond = models.DateField(null=True)
    owners = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["zone", "next_on"], name="next_turn_of_zone")]


class WarningQuerySet(models.QuerySet["Warning"]):
    """Warnings narrowed through the project."""

    def visible_to(self, user: User) -> WarningQuerySet:
        """Whoever sees the project sees its warnings."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def open(self) -> WarningQuerySet:
        """Those that hold and colour: neither closed nor waived."""
        return self.filter(until__isnull=True, waived_until__isnull=True)


class Warning(models.Model):  # noqa: A001  the word of the papers (预警)
    """预警: one red or yellow reason of a project, from the day it began to hold to the day it no longer did.

    Opened and closed by judging only. `since` is the first day the reason held, `opened_on` the day it was
    first found, `until` the day it was found gone; `red_on` the day it was first found red. `rule` and
    `about` (a milestone's key) say which reason; `reason` is the last one as plain values.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="warnings", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    scene = models.CharField(max_length=12, choices=Scene)
    rule = models.CharField(max_length=60)
    about = models.CharField(max_length=30, blank=True)
    colour = models.CharField(max_length=6, choices=Colour)
    since = models.DateField()
    opened_on = models.DateField()
    until = models.DateField(null=True)
    red_on = models.DateField(null=True)
    waived_until = models.DateField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, db_index=False)
    reason = models.JSONField(default=dict)
    shape = models.CharField(max_length=32)
    objects = WarningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "rule", "about", "scene"], condition=Q(until__isnull=True),
                name="one_open_warning",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["project", "-opened_on"], name="warning_of_project"),
            models.Index(
                fields=["zone", "colour", "since"], condition=Q(until__isnull=True), name="warning_open"
            ),
            models.Index(fields=["zone", "until"], name="warning_closed"),
            models.Index(fields=["unit"], condition=Q(unit__isnull=False), name="warning_of_unit"),
        ]

    def told(self, day: date) -> str:
        """Say the reason in one sentence, with the days counted up to `day`."""
        (one,) = reasons.read([self.reason])
        return reasons.sentence(one, day)


class Waiver(models.Model):
    """豁免: a rule does not colour a project, or one milestone of it, up to and with `until`.

    Taken back it ends at once (`ended_at`); what it covered before stays as it was shown.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="waivers", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    rule = models.CharField(max_length=60)
    about = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300)
    until = models.DateField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_by_name = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["project", "-at"], name="waiver_of_project")]


class Told(models.Model):
    """谁知道了: one person or unit that was told of a warning or a turn, through which channel, when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    warning = models.ForeignKey(Warning, null=True, on_delete=models.CASCADE, db_index=False)
    turn = models.ForeignKey(LightTurn, null=True, on_delete=models.CASCADE, db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, db_index=False)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, db_index=False)
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "-at"], name="told_of_project")]


class Nightly(models.Model):
    """A periodic job's one run of a day: whoever makes the row runs it, another consumer finds it made."""

    job = models.CharField(max_length=40)
    day = models.DateField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    turned = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="nightly_once")]


class Nudge(models.Model):
    """催办: an informal reminder to a unit with a date to answer by."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="nudges")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    milestone_id = models.BigIntegerField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    message = models.CharField(max_length=300)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "-at"], name="nudge_of_project")]


def nudged(user: User) -> Q:
    """Narrow projects to those about which a unit of the person was reminded: it must read to answer."""
    own = Nudge.objects.filter(unit_id__in=user.scope.units)
    return Q(pk__in=own.values("project_id")) if user.scope.units else Q(pk__in=[])
