"""Zones as tenants, regions, units, users and what they are in a zone (DESIGN §8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from greenlight.people.scope import Scope


class Role(models.TextChoices):
    """What somebody is in a zone; the three administrators exclude one another."""

    LEADER = "leader", "领导"
    CLERK = "clerk", "科室"
    UNIT_HANDLER = "unit_handler", "责任单位"
    LIAISON = "liaison", "驻企联络员"
    TASK_FORCE = "task_force", "专班"
    GRID_OFFICER = "grid_officer", "网格员"
    INSPECTOR = "inspector", "纪检"
    ENTERPRISE = "enterprise", "企业"
    CITY = "city", "市级"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class Region(models.Model):
    """A province, city or county by its GB/T 2260 code; the code's prefix is the tree."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)


class Zone(models.Model):
    """The tenant: a development zone or industrial park with its committee."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    name = models.CharField(max_length=60, unique=True)
    committee = models.CharField(max_length=60, blank=True)
    is_example = models.BooleanField(default=False)
    data_until = models.DateField(null=True)


class Unit(models.Model):
    """An organisation unit that owns work: a section, a bureau, a company, a town."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=60)
    also_called = models.JSONField(default=list)
    dissolved_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "name"], name="unit_name_in_zone")]


class Grid(models.Model):
    """A part of a zone whose enterprises one or more grid officers visit."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser who reads around `visible_to`."""

    def create_user(self, username: str, *, name: str, password: str | None = None) -> User:
        """Make a user; without a password only a sign-in link lets them in."""
        user = self.model(username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may see comes from their memberships alone."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    preferences = models.JSONField(default=dict)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def on(self, day: date) -> User:
        """Fix what this person may see to the memberships in force on a day; doors call it."""
        self.scope_of_day = Scope.of(self, day)
        return self

    @property
    def scope(self) -> Scope:
        """Return what `on` fixed; asking without a day is a programming error."""
        scope: Scope | None = getattr(self, "scope_of_day", None)
        if scope is None:
            raise RuntimeError("a door must call user.on(day) before anything is asked of the user")
        return scope

    def has_module_perms(self, _app: str) -> bool:
        """Django's own permissions are not used."""
        return False

    def has_perm(self, _perm: str, _obj: Any = None) -> bool:
        """Django's own permissions are not used."""
        return False


class Membership(models.Model):
    """What a user is, where, and from when until when.

    One of zone (whole zone roles), unit (with its zone), grid or region (city users) gives the place.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    zone = models.ForeignKey(Zone, null=True, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE)
    grid = models.ForeignKey(Grid, null=True, on_delete=models.CASCADE)
    region = models.ForeignKey(Region, null=True, on_delete=models.CASCADE)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(zone__isnull=False) | Q(region__isnull=False),
                name="membership_has_place",
            )
        ]


class SignInLink(models.Model):
    """A link that lets one user in once, within 24 hours; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class WallDevice(models.Model):
    """A wall screen that reads one zone's cockpit and nothing else; it holds a secret, we its hash.

    Before somebody of the zone has named it, it waits with a code that is shown on the screen.
    """

    zone = models.ForeignKey(Zone, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=8, blank=True, db_index=True)
    waits_until = models.DateTimeField(null=True)
    paired_by_name = models.CharField(max_length=60, blank=True)
    paired_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    seen_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """A machine's key: it may what its person may on the day, within its scopes, until a day.

    Only the SHA-256 of the secret is kept; `prefix` is what its owner tells it by. A key with `words`
    is a feed: it reads one ledger under fixed conditions as a table for spreadsheets, nothing else.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    ledger = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
