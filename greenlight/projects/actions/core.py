"""How every deed on a project begins and ends: locked, counted, told to the rooms above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from greenlight.base.journal import By
from greenlight.base.refusals import Collided, Refused
from greenlight.projects import signals
from greenlight.projects.actions import bounds
from greenlight.projects.history import shown
from greenlight.projects.models import Project


def touch(project: Project, by: By) -> None:
    """Count one more edit: guards against lost updates and lets an import be undone safely."""
    Project.objects.filter(pk=project.pk).update(version=F("version") + 1, updated_at=by.at)
    project.version += 1
    project.updated_at = by.at


def locked(pk: int, version: int | None = None) -> Project:
    """Lock a project to the end of the transaction.

    Raises Collided when somebody has changed it since `version` was read, Refused when it is gone.
    """
    project = Project.objects.select_for_update().filter(pk=pk).first()
    if project is None:
        raise Refused("这个项目已经不在了，可能是撤销了一次导入，请回到台账再看。")
    if version is not None and version != project.version:
        told = f"“{project.name}”刚被别人改过，您填的还在下面，请对照后再保存。"
        raise Collided(told, theirs=in_words(vars(project)))
    return project


def in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return plain facts in the clerk's words, those of no interest left out."""
    return {word: shown(facts[name], name) for name, word in bounds.WORDS.items() if name in facts}


def own_life(project: Project, what: str) -> None:
    """Raise Refused for a group: it only sums its phases, which have stages, papers and a site."""
    if project.is_group:
        raise Refused(f"“{project.name}”是项目群，只汇总各期。请到各期里{what}。")


def changed(project: Project, by: By) -> None:
    """End a deed: count the edit and tell the rooms above."""
    touch(project, by)
    signals.project_changed.send(sender=Project, project=project, by=by)
