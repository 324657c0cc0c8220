"""Lists of a year a project stands on, and the codes it bears."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel.parse.codes import read_project_code
from greenlight.projects import may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.models import Listing, Nature, Project, ProjectCode


@transaction.atomic
def list_on(
    *, by: By, project: Project, name: str, year: int, nature: str = "", planned_new: bool = False
) -> Listing:
    """Put a project on a year's list (年度清单, 省重点, 千项万亿…), or correct how it stands there.

    Raises NotAllowed; Refused for a list without a name, a year that is none, an unknown nature.
    """
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改名录。")
    name = bounds.text(name, 60, "名录名称")
    if not name or not bounds.FIRST_YEAR <= year <= bounds.LAST_YEAR:
        raise Refused("名录要写名称（60 字以内）和年度（如 2026）。", status=400)
    if nature and nature not in Nature.values:
        raise Refused(f"建设性质请从{'、'.join(Nature.labels)}里选。", status=400)
    held = Listing.objects.filter(project=project, name=name, year=year).first()
    wanted = {"nature": nature, "planned_new": planned_new}
    if held and listed(held) == listed(Listing(name=name, year=year, **wanted)):
        return held
    before = listed(held) if held else {}
    made, _ = Listing.objects.update_or_create(
        project=project, name=name, year=year, defaults={"zone_id": project.zone_id} | wanted
    )
    journal.write(by, "project.list", "project", project.pk, before=before, after=listed(made))
    changed(project, by)
    return made


def listed(one: Listing) -> dict[str, Any]:
    """Return how a project stands on a list, for the journal."""
    return {"listing": one.name, "year": one.year, "nature": one.nature, "planned_new": one.planned_new}


@transaction.atomic
def list_off(*, by: By, listing: Listing) -> None:
    """Take a project off a list it was put on by mistake; the journal keeps it."""
    project = locked(listing.project_id)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改名录。")
    gone, _ = Listing.objects.filter(pk=listing.pk).delete()
    if not gone:
        raise Refused("项目已不在这个名录里，请刷新页面。")
    journal.write(by, "project.unlist", "project", project.pk, before=listed(listing))
    changed(project, by)


@transaction.atomic
def add_code(
    *, by: By, project: Project, code: str, on: date | None = None, replaces: ProjectCode | None = None
) -> ProjectCode:
    """Add a 项目代码 of the right shape; a re-filing ends the old one and points to the new.

    Raises NotAllowed; Refused for another shape, a code that stands on a project, a code not to be replaced.
    """
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改项目代码。")
    if on is not None:
        bounds.past_day(by, on, "赋码日期")
    if replaces and not project.codes.filter(pk=replaces.pk, valid_to__isnull=True).exists():
        raise Refused("要换掉的代码已不在用，请刷新页面再选。")
    value = _free_code(project, code)
    if replaces:
        _end(by, replaces)
    made = _insert(project, value, on or by.day)
    if replaces:
        ProjectCode.objects.filter(pk=replaces.pk).update(replaced_by=made)
    before = {"code": replaces.code} if replaces else {}
    journal.write(by, "project.code", "project", project.pk, before=before, after={"code": value})
    changed(project, by)
    return made


def _free_code(project: Project, code: str) -> str:
    value = read_project_code(code.replace("\x00", "")).value
    if value is None:
        raise Refused(f"“{code.strip()[:40]}”不是项目代码，应像 2306-330881-04-01-123456。", status=400)
    codes = ProjectCode.objects.filter(zone_id=project.zone_id, code=value, valid_to__isnull=True)
    held = codes.select_related("project").first()
    if held and held.project_id == project.pk:
        raise Refused(f"项目代码 {value} 已登记过，不用再登记。")
    if held:
        raise Refused(f"项目代码 {value} 已在项目“{held.project.name}”上，请核对。")
    return value


def _end(by: By, code: ProjectCode) -> None:
    """End a code the day before: its successor holds from the day of the deed."""
    ProjectCode.objects.filter(pk=code.pk).update(valid_to=by.day - timedelta(days=1))


def _insert(project: Project, value: str, since: date) -> ProjectCode:
    """Insert a code; another clerk may have been faster."""
    try:
        with transaction.atomic():
            return ProjectCode.objects.create(
                project=project, zone_id=project.zone_id, code=value, valid_from=since
            )
    except IntegrityError:
        raise Refused(f"项目代码 {value} 刚被登记到另一个项目上，请核对。") from None
