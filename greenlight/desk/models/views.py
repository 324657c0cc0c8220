"""Saved views: a look at a ledger under a name, for oneself or for the whole zone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenlight.people.models import Role, User, Zone

LONGEST_NAME = 20


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views narrowed to who may open them."""

    def visible_to(self, user: User) -> SavedViewQuerySet:
        """One's own, and the shared ones of the zones one works in or reads.

        A person of an enterprise reads no shared view: its name may speak of others.
        """
        scope = user.scope
        zones = scope.zones | {zone for role, zone in scope.roles if zone and role != Role.ENTERPRISE}
        return self.filter(Q(zone__in=zones, shared=True) | Q(owner=user))


class SavedView(models.Model):
    """The words of a look (base.tables.look) under a name.

    `titles` are the headers its columns and conditions had when it was saved: a column that is gone can
    still be named. The order of the tabs is each reader's own (`preferences`), no part of a view.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    ledger = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    words = models.JSONField(default=dict)
    titles = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=60)
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["zone", "ledger", "shared"], name="view_of_zone")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "zone", "ledger", "name"], name="view_name_of_owner")
        ]
