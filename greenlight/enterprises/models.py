"""Enterprises by their 统一社会信用代码, with their former names and the people who speak for them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from greenlight.people.models import Grid, User, Zone


def in_force(day: date) -> Q:
    """Narrow dated rows to those in force on a day; the last day still counts."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Rows narrowed in the query."""

    def visible_to(self, user: User) -> EnterpriseQuerySet:
        """The whole zone, the grid's enterprises, or one's own (DESIGN §8)."""
        scope = user.scope
        own = EnterpriseUser.objects.filter(in_force(scope.day), user_id=scope.user_id)
        return self.filter(
            Q(zone_id__in=scope.zones) | Q(grid_id__in=scope.grids)
            | Q(pk__in=own.values("enterprise_id"))
        )  # fmt: skip


class Enterprise(models.Model):
    """A company of a zone. `is_example` marks an invented one."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    name_norm = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, null=True, blank=True)  # noqa: DJ001 unique when known
    industry = models.CharField(max_length=120, blank=True)
    grid = models.ForeignKey(Grid, null=True, on_delete=models.SET_NULL)
    is_example = models.BooleanField(default=False)
    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "uscc"], name="enterprise_uscc_in_zone"),
            models.UniqueConstraint(fields=["zone", "name_norm"], name="enterprise_name_in_zone"),
        ]


class EnterpriseName(models.Model):
    """A name an enterprise bore for a time."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class EnterpriseUser(models.Model):
    """A user who speaks for an enterprise."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="users")
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
