"""Logs: sent once, corrected or taken back with a reason; they carry the project's 形象进度."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import works
from greenlight.projects import actions as projects
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import own_life
from greenlight.projects.actions.site import FIELDS
from greenlight.projects.models import Project
from greenlight.sites import may, standing
from greenlight.sites.actions import checking
from greenlight.sites.models import Part, PartProgress, SiteLog
from greenlight.sites.signals import site_logged
from greenlight.sites.told import LogTold

OTHERS = "这一条的编号已经用在别的现场记录上，请在手机上重新记一条。"


@transaction.atomic
def send_log(*, by: By, project: Project, log: LogTold) -> SiteLog:
    """Take a log in, once: sent again under the same `client_uuid` the same log is returned.

    The project's words, per cent and day follow the newest log. Raises NotAllowed, and Refused for a
    day to come, too long ago or of a closed month, a per cent outside 0-100 or lower without a reason.
    """
    project = projects.locked(project.pk)
    if not may.send(by.user, project):
        raise NotAllowed("这个项目没有交给您，不能记现场。请找科室指派，或换一个项目。")
    if held := known(project, by, log.client_uuid):
        return held
    own_life(project, "记现场")
    made = _stored(by, project, log)
    after = standing.facts(project)
    before = projects.renew_site(project, after)
    facts = {"log": made.pk, "day": made.day, "workers": made.workers, "problem": made.problem}
    journal.write(by, "site.log", "project", project.pk, before=before, after=after | facts, why=made.reason)
    _done(project, made, by)
    return made


def known(project: Project, by: By, client_uuid: UUID) -> SiteLog | None:
    """Return the log of that id; Refused when it is another person's or another project's."""
    held = SiteLog.objects.filter(zone_id=project.zone_id, client_uuid=client_uuid).first()
    if held and (held.project_id != project.pk or held.actor_id != by.actor_id):
        raise Refused(OTHERS)
    return held


def _stored(by: By, project: Project, log: LogTold) -> SiteLog:
    stands = standing.of(project)
    columns = checking.fields(by, log, stands)
    try:
        with transaction.atomic():
            made = SiteLog.objects.create(
                project=project, zone_id=project.zone_id, client_uuid=log.client_uuid,
                actor_id=by.actor_id, actor_name=by.actor_name, percent=log.percent,
                at=checking.written_at(log.written_at, by), sent_at=by.at, **columns,
            )  # fmt: skip
    except IntegrityError:  # the same id came for another project at the same moment
        raise Refused(OTHERS) from None
    _tell_parts(made, log, stands)
    return made


def _tell_parts(made: SiteLog, log: LogTold, stands: standing.Standing) -> None:
    PartProgress.objects.bulk_create(
        PartProgress(log=made, part_id=pk, zone_id=made.zone_id, percent=percent)
        for pk, percent in log.parts.items()
    )
    if stands.parts:
        told = (*stands.told, *(works.Told(pk, made.day, made.pk, one) for pk, one in log.parts.items()))
        percents = {pk: one.percent for pk, one in works.state(told, made.day).items()}
        made.percent = works.whole(standing.weights(stands.parts.values()), percents)
        made.save(update_fields=["percent"])


@transaction.atomic
def correct_log(*, by: By, log: SiteLog, told: LogTold, why: str) -> SiteLog:
    """Put right what a log says; the journal keeps both. Raises NotAllowed, Refused without a reason.

    The day, the position and the id stay: a log of the wrong day or project is taken back.
    """
    project = projects.locked(log.project_id)
    log = _mine(by, log)
    reason = bounds.reason(why, "请写为什么更正，例如“部位选错了”。")
    before = plain(log)
    stands = standing.of(project, without=log.pk)
    columns = checking.fields(replace(by, at=log.sent_at), replace(told, day=log.day), stands)
    kept = {name: value for name, value in columns.items() if name not in ("lat", "lon")}
    fresh = kept | {"percent": told.percent, "corrected_at": by.at, "corrected_why": reason}
    for name, value in fresh.items():
        setattr(log, name, value)
    log.save(update_fields=list(fresh))
    PartProgress.objects.filter(log=log).delete()
    _tell_parts(log, told, stands)
    after = standing.facts(project)
    old = projects.renew_site(project, after)
    journal.write(
        by, "site.correct", "project", project.pk, before=before | old, after=plain(log) | after, why=reason
    )
    _done(project, log, by)
    return log


@transaction.atomic
def retract_log(*, by: By, log: SiteLog, why: str) -> SiteLog:
    """Take a log back; it stays readable, its photos are no longer shown. The project's words and per
    cent go back to the log before it. Raises NotAllowed, Refused without a reason or a second time.
    """
    project = projects.locked(log.project_id)
    log = _mine(by, log)
    reason = bounds.reason(why, "请写为什么撤回，例如“记错了项目”。")
    withdraw(by, project, log, reason, "site.retract")
    return log


def withdraw(by: By, project: Project, log: SiteLog, why: str, verb: str) -> JournalRow:
    """Mark a log as taken back and let the project follow what stands; return the journal row."""
    wrote = standing.newest(project) == log
    log.retracted_at, log.retracted_by_name, log.retracted_why = by.at, by.actor_name, why
    log.save(update_fields=["retracted_at", "retracted_by_name", "retracted_why"])
    after = standing.facts(project) or (_as_before(project, log) if wrote else {})
    before = projects.renew_site(project, after)
    row = journal.write(
        by, verb, "project", project.pk, before=before | {"log": log.pk}, after=after, why=why
    )
    _done(project, log, by)
    return row


def stand_again(by: By, project: Project, log: SiteLog, why: str) -> JournalRow:
    """Let a log that was taken back stand again; the project follows. Return the journal row."""
    log.retracted_at, log.retracted_by_name, log.retracted_why = None, "", ""
    log.save(update_fields=["retracted_at", "retracted_by_name", "retracted_why"])
    return _followed(by, project, log, {}, why)


def restore(by: By, project: Project, log: SiteLog, told: Mapping[str, Any], why: str) -> JournalRow:
    """Let a log say what it said before (`told` as `plain` gave it to the journal); return the row."""
    before = plain(log)
    for name in ("words", "workers", "machines", "problem_kind", "problem", "reason"):
        setattr(log, name, told[name])
    log.percent = None if told["percent"] is None else Decimal(told["percent"])
    log.corrected_at, log.corrected_why = by.at, why
    log.save()
    parts = {one.name: one for one in Part.objects.filter(project=project, name__in=told["parts"])}
    PartProgress.objects.filter(log=log).delete()
    PartProgress.objects.bulk_create(
        PartProgress(log=log, part=parts[name], zone_id=log.zone_id, percent=Decimal(percent))
        for name, percent in told["parts"].items()
    )
    return _followed(by, project, log, before, why)


def _followed(by: By, project: Project, log: SiteLog, before: dict[str, Any], why: str) -> JournalRow:
    """Let the project follow its logs after something was taken back; tell of it, journal it."""
    after = standing.facts(project)
    old = projects.renew_site(project, after)
    told = plain(log) if before else {"log": log.pk}
    row = journal.write(
        by, undoing.UNDO, "project", project.pk, before=before | old, after=told | after, why=why
    )
    _done(project, log, by)
    return row


def _as_before(project: Project, log: SiteLog) -> dict[str, Any]:
    """Return what the project said before its only log; nothing when somebody has changed it since."""
    rows = JournalRow.objects.filter(
        zone_id=project.zone_id, subject_kind="project", subject_id=project.pk,
        verb__in=("site.log", "site.correct", undoing.UNDO), after__log=log.pk,
    ).order_by("seq")  # fmt: skip
    told = list(rows)
    if not told:
        return {}
    first, last = told[0].before, told[-1].after
    names = [name for name in FIELDS if name in first]
    if any(journal.plain(getattr(project, name)) != last.get(name) for name in names):
        return {}
    read: Mapping[str, Callable[[Any], Any]] = {
        "site_percent": Decimal, "site_updated_on": date.fromisoformat, "site_progress": str,
    }  # fmt: skip
    return {name: None if first[name] is None else read[name](first[name]) for name in names}


def _mine(by: By, log: SiteLog) -> SiteLog:
    held = SiteLog.objects.select_for_update().get(pk=log.pk)
    if not may.correct(by.user, held):
        raise NotAllowed(f"这一条是{held.actor_name}记的，由本人、科室或领导更正。")
    if held.retracted_at:
        raise Refused("这一条已经撤回了。")
    return held


def plain(log: SiteLog) -> dict[str, Any]:
    """Return what a log says, for the journal."""
    names = ("day", "words", "percent", "workers", "machines", "problem_kind", "problem", "reason")
    parts = {one.part.name: one.percent for one in log.parts.select_related("part")}
    return {"log": log.pk, "parts": parts} | {name: getattr(log, name) for name in names}


def _done(project: Project, log: SiteLog, by: By) -> None:
    projects.changed(project, by)
    site_logged.send(sender=SiteLog, project=project, log=log, by=by)
