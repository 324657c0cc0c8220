"""工程形象 as it is told from the site: parts with weights, a fence, daily logs and their photos."""

from __future__ import annotations

from django.db import models

from greenlight.base.models import File
from greenlight.people.models import User, Zone
from greenlight.projects.models import Project
from greenlight.sites.degrees import Measured


class Part(models.Model):
    """A part of the works (部位) and its weight in the whole; a part no longer used keeps its history."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parts", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=40)
    weight = models.DecimalField(max_digits=7, decimal_places=4)
    seq = models.PositiveSmallIntegerField()
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="part_once_in_project"),
        ]
        indexes = [models.Index(fields=["zone", "project"], name="part_of_zone")]


class Fence(models.Model):
    """Where the site is: a point and a radius, or a polygon of [longitude, latitude] (WGS-84)."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="fence")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    lat = Measured()
    lon = Measured()
    radius_m = models.PositiveIntegerField(null=True)
    polygon = models.JSONField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class SiteLogQuerySet(models.QuerySet["SiteLog"]):
    """Logs narrowed through the project."""

    def visible_to(self, user: User) -> SiteLogQuerySet:
        """Whoever sees the project sees its logs."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self) -> SiteLogQuerySet:
        """Those not taken back."""
        return self.filter(retracted_at__isnull=True)


class SiteLog(models.Model):
    """One day on one site (一日一现场), told by one person; accepted once however often it is sent.

    `at` is when it was written on the phone, `sent_at` when it arrived; `percent` is the whole of the
    project as this log left it.
    """

    class Problem(models.TextChoices):
        """What stops the work, in one word."""

        NONE = "", "没有"
        MATERIAL = "material", "缺材料"
        PEOPLE = "people", "缺人"
        WEATHER = "weather", "天气"
        PAPERS = "papers", "手续"
        OTHER = "other", "其他"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="site_logs", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    day = models.DateField()
    client_uuid = models.UUIDField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    words = models.CharField(max_length=500, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    workers = models.PositiveIntegerField(null=True)
    machines = models.PositiveIntegerField(null=True)
    problem_kind = models.CharField(max_length=10, choices=Problem, default=Problem.NONE, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    lat = Measured(null=True)
    lon = Measured(null=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    corrected_why = models.CharField(max_length=500, blank=True)
    retracted_at = models.DateTimeField(null=True)
    retracted_by_name = models.CharField(max_length=60, blank=True)
    retracted_why = models.CharField(max_length=500, blank=True)
    objects = SiteLogQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "client_uuid"], name="log_once")]
        indexes = [
            models.Index(fields=["project", "-day", "-id"], name="log_of_project"),
            models.Index(fields=["zone", "-day"], name="log_of_zone"),
            models.Index(fields=["zone", "actor_id", "-day"], name="log_of_person"),
        ]


class PartProgress(models.Model):
    """How far a part was, as a log tells it."""

    log = models.ForeignKey(SiteLog, on_delete=models.CASCADE, related_name="parts", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="told")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "part"], name="part_once_in_log")]


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Photos narrowed through the project."""

    def visible_to(self, user: User) -> PhotoQuerySet:
        """Whoever sees the project sees its photos (the copies with the watermark)."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self) -> PhotoQuerySet:
        """Those not taken back, and whose log was not."""
        return self.filter(retracted_at__isnull=True, log__retracted_at__isnull=True)


class Photo(models.Model):
    """A picture from the site: the bytes as they came, and the copy with the watermark that is shown.

    `sent` is what the phone sent first (long edge 1600), `original` what it sent later; they may be one.
    Both keep the position of the picture (EXIF) and that of the upload apart; `point_source` says which
    one counts. `flags` is a list of {"kind": …, and its inputs}; nothing is refused because of a flag.
    `explained` is {"words", "by", "at", "kinds"}: what was said of the flags, by whom, when, and of which;
    flags may change after it, the words stay. A photo taken back is no longer shown; its bytes stay.
    """

    class Source(models.TextChoices):
        """Where the position comes from."""

        EXIF = "exif", "照片自带"
        UPLOAD = "upload", "上传时"
        NONE = "", "没有"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="photos", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    log = models.ForeignKey(SiteLog, on_delete=models.CASCADE, related_name="photos", db_index=False)
    client_uuid = models.UUIDField()
    sent = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    served = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    thumb = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    phash = models.BigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_source = models.CharField(max_length=6, choices=Source, default=Source.NONE, blank=True)
    exif_lat = Measured(null=True)
    exif_lon = Measured(null=True)
    upload_lat = Measured(null=True)
    upload_lon = Measured(null=True)
    accuracy_m = Measured(null=True, decimal_places=1)
    point_source = models.CharField(max_length=6, choices=Source, default=Source.NONE, blank=True)
    flags = models.JSONField(default=list)
    explained = models.JSONField(default=dict)
    stamp = models.JSONField(default=dict)
    verify_code = models.CharField(max_length=12, unique=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)
    retracted_by_name = models.CharField(max_length=60, blank=True)
    retracted_why = models.CharField(max_length=500, blank=True)
    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "client_uuid"], name="photo_once")]
        indexes = [
            models.Index(fields=["log", "id"], name="photo_of_log"),
            models.Index(fields=["project", "-taken_at"], name="photo_of_project"),
            models.Index(fields=["zone", "sha256"], name="photo_same"),
            # what a new picture is compared with is read from this index alone
            models.Index(fields=["zone", "-id", "phash"], name="photo_alike"),
        ]

    @property
    def unexplained(self) -> bool:
        """Tell whether a flag stands of which nothing was said yet."""
        return any(one["kind"] not in self.explained.get("kinds", ()) for one in self.flags)
