"""Taking deeds on a project back: editing the record, the site report, a stage, a pause.

Only while what the deed left still stands. A stage event of a deed taken back goes; the journal keeps both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By, plain
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel.parse.text import name_key, phase
from greenlight.people import may as people_may
from greenlight.projects import history, may
from greenlight.projects.actions.amounts import AMOUNT_OF
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.models import Project, StageEvent

STAGED = ("project.advance", "project.record_stage", "project.correct_stage", "project.halt",
          "project.resume")  # fmt: skip


def register() -> None:
    """Make the room's everyday deeds undoable."""
    ways = {"project.edit": edited, "project.site": reported, **dict.fromkeys(STAGED, moved)}
    for verb, undo in ways.items():
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


def edited(by: By, row: JournalRow) -> JournalRow:
    """Give the record its facts of before."""
    project = held(by, row, may.edit)
    standing(project, row.after)
    facts = dict(row.before)
    if name := facts.get("name"):
        facts |= {"name_norm": name_key(name)[:200], "phase_no": phase(name)}
    Project.objects.filter(pk=project.pk).update(**facts)
    if "total_wan" in row.after:
        kind = AMOUNT_OF[str(facts.get("kind", project.kind))]
        amount = project.amounts.filter(kind=kind, amount_wan=row.after["total_wan"]).order_by("-pk").first()
        if amount:
            amount.delete()
    return done(by, row, project)


def reported(by: By, row: JournalRow) -> JournalRow:
    """Give the site its words, percent and day of before."""
    project = held(by, row, may.hand_in)
    standing(project, row.after)
    Project.objects.filter(pk=project.pk).update(**row.before)
    return done(by, row, project)


def moved(by: By, row: JournalRow) -> JournalRow:
    """Take a stage or a pause back; its event goes with it."""
    project = held(by, row, may.edit)
    name = "halt" if "halt" in row.after else "stage"
    standing(project, {name: row.after[name]})
    event = StageEvent.objects.filter(project=project).order_by("-pk").first()
    if event is None or event.at != row.at:
        raise Refused(f"“{project.name}”后来又改过阶段，撤销会盖掉它；请用“更正阶段”。")
    event.delete()
    Project.objects.filter(pk=project.pk).update(**{name: row.before[name]})
    return done(by, row, project)


def held(by: By, row: JournalRow, allowed: Callable[[Any, Project], bool]) -> Project:
    """Lock the project of a deed; NotAllowed when the person may not do the like of it."""
    project = locked(row.subject_id or 0)
    if not allowed(by.user, project):
        raise NotAllowed("这个项目现在不归您改，请由科室或领导撤销。")
    return project


def standing(project: Project, after: Mapping[str, Any]) -> None:
    """Refuse when something the deed wrote has been changed since, and name it."""
    newer = [name for name, value in after.items() if plain(getattr(project, name)) != value]
    if newer:
        named = "、".join(history.label(name) for name in newer[:3])
        raise Refused(f"“{project.name}”的{named}后来又改过，撤销会盖掉；什么都没有动，请直接改成对的。")


def done(by: By, row: JournalRow, project: Project) -> JournalRow:
    """Journal the taking back and tell the rooms above."""
    made = journal.write(
        by, undoing.UNDO, row.subject_kind, row.subject_id, before=row.after, after=row.before,
        why=undoing.why(row),
    )  # fmt: skip
    project.refresh_from_db()
    changed(project, by)
    return made
