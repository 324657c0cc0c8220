"""The node library: templates by version, their nodes and links, and who stands for a department."""

from __future__ import annotations

from django.db import models

from greenlight.people.models import Unit, Zone
from greenlight.projects.models.record import Kind


class Template(models.Model):
    """A version of the node library for one kind of project; a zone's own, or the shipped one.

    A draft is version 0, one a zone and kind: nobody plans by it until it is published and gets its
    number. `edits` counts the deeds on it, so that who publishes publishes what was looked at.
    """

    zone = models.ForeignKey(Zone, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    based_on = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, db_index=False)
    reason = models.TextField(blank=True)
    edits = models.PositiveIntegerField(default=0)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "kind", "version"], name="template_version_once")
        ]


class TemplateNode(models.Model):
    """One node of the library: what, who, how long on which clock, which papers, which gate."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="nodes")
    code = models.CharField(max_length=20)
    seq = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    department = models.CharField(max_length=200)
    duration = models.PositiveIntegerField()
    clock = models.CharField(max_length=10, default="workday")
    duration_source = models.CharField(max_length=20, blank=True)
    evidence = models.JSONField(default=list)
    is_gate = models.BooleanField(default=False)
    gates_stage = models.CharField(max_length=30, blank=True)
    condition = models.CharField(max_length=40, default="always")
    basis = models.TextField(blank=True)

    class Meta:
        ordering = ["template", "seq"]
        constraints = [models.UniqueConstraint(fields=["template", "code"], name="node_code_once")]


class TemplateLink(models.Model):
    """A link of the library's network."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="links")
    pred = models.ForeignKey(TemplateNode, on_delete=models.CASCADE, related_name="+")
    succ = models.ForeignKey(TemplateNode, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=2, default="FS")
    lag = models.IntegerField(default=0)
    clock = models.CharField(max_length=10, default="workday")


class DepartmentUnit(models.Model):
    """Which unit of the zone stands for a department name of the node library."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE)
    department = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "department"], name="department_once_in_zone")]
