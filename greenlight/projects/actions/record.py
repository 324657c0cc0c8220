"""Making and editing the record: facts, people, amounts, lists, codes, words from the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.kernel import stages
from greenlight.kernel.parse.codes import read_project_code
from greenlight.kernel.parse.text import name_key, phase
from greenlight.people.models import Unit, User
from greenlight.projects import may, signals
from greenlight.projects.models import Amount, Assignment, Listing, Project, ProjectCode, StageEvent

EDITABLE = (
    "name", "nature", "industry", "location", "scale", "land_area_mu", "issue", "next_step", "remark",
    "conditions",
)  # fmt: skip
WORDS = {
    "name": "项目名称", "nature": "建设性质", "industry": "行业", "location": "建设地点",
    "scale": "建设内容及规模", "land_area_mu": "用地面积", "issue": "存在问题", "next_step": "下步工作",
    "remark": "备注", "conditions": "适用条件", "total_wan": "总投资",
}  # fmt: skip
AMOUNT_OF = {"attraction": "agreed", "government": "estimate", "technical_upgrade": "registered"}
MOST_WAN = Decimal(10) ** 12


def touch(project: Project, by: By) -> None:
    """Count one more edit: guards against lost updates and lets an import be undone safely."""
    Project.objects.filter(pk=project.pk).update(version=F("version") + 1, updated_at=by.at)
    project.version += 1
    project.updated_at = by.at


def locked(pk: int, version: int | None = None) -> Project:
    """Lock a project to the end of the transaction.

    Raises Collided when somebody has changed it since `version` was read.
    """
    project = Project.objects.select_for_update().get(pk=pk)
    if version is not None and version != project.version:
        theirs = {WORDS[name]: str(getattr(project, name) or "") for name in EDITABLE}
        raise Collided(f"“{project.name}”刚被别人改过，您填的还在下面，请对照后再保存。", theirs=theirs)
    return project


def changed(project: Project, by: By) -> None:
    """End a deed: count the edit and tell the rooms above."""
    touch(project, by)
    signals.project_changed.send(sender=Project, project=project, by=by)


@transaction.atomic
def create(
    *, by: By, zone_id: int, kind: str, name: str, facts: Mapping[str, Any] | None = None,
    total_wan: Decimal | None = None, parent: Project | None = None, stage: str = "",
) -> Project:  # fmt: skip
    """Enter a project, at the first stage of its chain unless told otherwise.

    Raises NotAllowed, or Refused when the name is taken or the kind unknown.
    """
    if by.user is None or not may.create(by.user, zone_id):
        raise NotAllowed("只有本区科室和领导能新建项目。")
    if kind not in stages.CHAINS:
        raise Refused("请先选项目类别：工业招商项目、政府投资项目或技改项目。", status=400)
    key = checked_name(zone_id, name)
    first = stage or stages.CHAINS[kind][0].code
    stages.place(kind, first)
    project = Project.objects.create(
        zone_id=zone_id, kind=kind, name=name.strip(), name_norm=key, stage=first, parent=parent,
        phase_no=phase(name), created_at=by.at, updated_at=by.at, **own_facts(facts or {}),
    )  # fmt: skip
    if parent is not None and not parent.is_group:
        Project.objects.filter(pk=parent.pk).update(is_group=True)
    StageEvent.objects.create(
        project=project, zone_id=zone_id, to_stage=first, on=by.day, actor_id=by.actor_id,
        actor_name=by.actor_name, at=by.at, recorded=bool(stage),
    )  # fmt: skip
    if total_wan is not None:
        _write_amount(project, by, AMOUNT_OF[kind], total_wan, by.day)
    journal.write(by, "project.create", "project", project.pk, after={"name": project.name, "kind": kind})
    changed(project, by)
    return project


def checked_name(zone_id: int, name: str, but: int | None = None) -> str:
    """Return the key of a name nobody in the zone has; Refused otherwise."""
    key = name_key(name)[:200]
    if not key or len(name.strip()) > 200:
        raise Refused("项目名称要填，最多 200 字。", status=400)
    same = Project.objects.filter(zone_id=zone_id, name_norm=key)
    taken = same.exclude(pk=but).first() if but else same.first()
    if taken:
        raise Refused(f"已有同名项目“{taken.name}”。是新的一期，请在名称里写明一期、二期。")
    return key


def own_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the plain facts a person may edit, the name apart."""
    return {name: facts[name] for name in EDITABLE if name in facts and name != "name"}


@transaction.atomic
def edit(
    *, by: By, project: Project, facts: Mapping[str, Any], version: int | None = None, why: str = ""
) -> Project:
    """Change plain facts; only what differs is written and journalled.

    Raises NotAllowed, Collided, Refused.
    """
    project = locked(project.pk, version)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的数据。")
    wanted = {name: facts[name] for name in EDITABLE if name in facts}
    before = {name: getattr(project, name) for name in wanted if getattr(project, name) != wanted[name]}
    total = facts.get("total_wan")
    new_total = "total_wan" in facts and total != project.total_wan
    if not before and not new_total:
        return project
    after = {name: wanted[name] for name in before}
    if "name" in after:
        after["name_norm"] = checked_name(project.zone_id, str(after["name"]), project.pk)
    if after:
        Project.objects.filter(pk=project.pk).update(**after)
    if new_total and total is not None:
        before, after = before | {"total_wan": project.total_wan}, after | {"total_wan": total}
        _write_amount(project, by, AMOUNT_OF[project.kind], total, by.day)
    journal.write(by, "project.edit", "project", project.pk, before=before, after=after, why=why)
    project.refresh_from_db()
    changed(project, by)
    return project


def _write_amount(project: Project, by: By, kind: str, amount: Decimal, on: date | None) -> None:
    if amount < 0 or amount >= MOST_WAN:
        raise Refused(f"总投资 {amount} 万元不对：不能为负，也不会有这么大。", status=400)
    Amount.objects.create(project=project, zone_id=project.zone_id, kind=kind, amount_wan=amount, on=on)
    if kind == AMOUNT_OF[project.kind]:
        Project.objects.filter(pk=project.pk).update(total_wan=amount)
        project.total_wan = amount


@transaction.atomic
def set_amount(
    *, by: By, project: Project, kind: str, amount_wan: Decimal, on: date | None, paper: File | None = None
) -> Amount:
    """Record an amount by kind; the kind that leads for the project becomes its 总投资."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的金额。")
    if kind not in Amount.Kind.values:
        raise Refused("金额的种类不对，请从协议、备案、概算、合同、决算里选。", status=400)
    _write_amount(project, by, kind, amount_wan, on)
    made = Amount.objects.filter(project=project).latest("pk")
    if paper:
        Amount.objects.filter(pk=made.pk).update(paper=paper)
    journal.write(by, "project.amount", "project", project.pk, after={"kind": kind, "amount_wan": amount_wan})
    changed(project, by)
    return made


@transaction.atomic
def assign(
    *, by: By, project: Project, role: str, unit: Unit | None = None, user: User | None = None,
    person: str = "", phone: str = "",
) -> Assignment:  # fmt: skip
    """Make somebody answerable from today; the one who was, of a single role, ends yesterday's term."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能指派。")
    if role not in Assignment.Role.values or not (unit or user or person.strip()):
        raise Refused("请写明指派给哪个单位或哪个人。", status=400)
    if unit and unit.zone_id != project.zone_id:
        raise Refused("这个单位不在本区，请从本区单位里选。", status=400)
    old = Assignment.objects.filter(project=project, role=role, valid_to__isnull=True)
    before = [one.person or (one.unit.name if one.unit else "") for one in old.select_related("unit")]
    if role != Assignment.Role.CO:
        old.update(valid_to=by.day)
    made = Assignment.objects.create(
        project=project, zone_id=project.zone_id, role=role, unit=unit, user=user,
        person=(user.name if user else person.strip())[:60], phone=phone.strip()[:60], valid_from=by.day,
    )  # fmt: skip
    after = made.person or (unit.name if unit else "")
    label = Assignment.Role(role).label
    journal.write(by, "project.assign", "project", project.pk, before={label: before}, after={label: after})
    changed(project, by)
    return made


@transaction.atomic
def end_assignment(*, by: By, assignment: Assignment) -> None:
    """End an assignment today; the history keeps it."""
    project = locked(assignment.project_id)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改指派。")
    Assignment.objects.filter(pk=assignment.pk).update(valid_to=by.day)
    journal.write(by, "project.unassign", "project", project.pk, before={"assignment": assignment.pk})
    changed(project, by)


@transaction.atomic
def list_on(
    *, by: By, project: Project, name: str, year: int, nature: str = "", planned_new: bool = False
) -> Listing:
    """Put a project on a year's list (年度清单, 省重点, 千项万亿…)."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改名录。")
    if not name.strip() or len(name) > 60 or not 1990 <= year <= 2100:
        raise Refused("名录要写名称（60 字以内）和年度（如 2026）。", status=400)
    made, _ = Listing.objects.update_or_create(
        project=project, name=name.strip(), year=year,
        defaults={"zone_id": project.zone_id, "nature": nature, "planned_new": planned_new},
    )  # fmt: skip
    journal.write(by, "project.list", "project", project.pk, after={"name": name, "year": year})
    changed(project, by)
    return made


@transaction.atomic
def add_code(
    *, by: By, project: Project, code: str, on: date | None = None, replaces: ProjectCode | None = None
) -> ProjectCode:
    """Add a 项目代码 of the right shape; a re-filing ends the old one and points to the new."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改项目代码。")
    read = read_project_code(code)
    if read.value is None:
        raise Refused(f"“{code[:40]}”不是项目代码，应像 2306-330881-04-01-123456。", status=400)
    if replaces:
        ProjectCode.objects.filter(pk=replaces.pk).update(valid_to=by.day)
    try:
        with transaction.atomic():
            made = ProjectCode.objects.create(
                project=project, zone_id=project.zone_id, code=read.value, valid_from=on or by.day
            )
    except IntegrityError:
        raise Refused(f"项目代码 {read.value} 已在另一个项目上，请核对。") from None
    if replaces:
        ProjectCode.objects.filter(pk=replaces.pk).update(replaced_by=made)
    journal.write(by, "project.code", "project", project.pk, after={"code": read.value})
    changed(project, by)
    return made


@transaction.atomic
def report_site(
    *, by: By, project: Project, words: str, percent: Decimal | None, on: date, version: int | None = None
) -> Project:
    """Renew the stage words and the percent of the works.

    Raises NotAllowed, Collided, and Refused for a percent outside 0-100 or a day to come.
    """
    project = locked(project.pk, version)
    if not may.hand_in(by.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能报形象进度。")
    if percent is not None and not 0 <= percent <= 100:
        raise Refused(f"形象进度 {percent}% 不对，应在 0 到 100 之间。", status=400)
    if on > by.day:
        raise Refused(f"{on.isoformat()} 还没有到，请填现场看到的那一天。", status=400)
    before = {name: getattr(project, name) for name in ("site_progress", "site_percent", "site_updated_on")}
    after = {"site_progress": words.strip(), "site_percent": percent, "site_updated_on": on}
    Project.objects.filter(pk=project.pk).update(**after)
    journal.write(by, "project.site", "project", project.pk, before=before, after=after)
    project.refresh_from_db()
    changed(project, by)
    return project
