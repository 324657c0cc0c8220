"""What a zone decides about its money: months that are closed, rules that hold."""

from __future__ import annotations

from django.db import models

from greenlight.people.models import Zone


class MonthClosing(models.Model):
    """封账: from here on the months up to this one take no report; the newest row counts.

    Year and month are 0 when everything is open again.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone", "-id"], name="closing_of_zone")]


class RuleSwitch(models.Model):
    """A zone switched a rule about money on or off from a day on; the newest row up to a day counts."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    is_on = models.BooleanField()
    valid_from = models.DateField()
    reason = models.TextField(blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone", "valid_from", "id"], name="switch_of_zone")]


class RuleLimit(models.Model):
    """A zone set the limits of a rule about money from a day on; the newest row up to a day counts.

    `params` are decimals as text by name, all of the rule's; `reason` says where they come from.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    params = models.JSONField()
    valid_from = models.DateField()
    reason = models.TextField(blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone", "valid_from", "id"], name="limit_of_zone")]
