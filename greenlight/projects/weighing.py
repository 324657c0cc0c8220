"""What room projects has against edits of its columns in a ledger, and who may edit which rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.base.keeping import Objection, Wish
from greenlight.kernel import stages
from greenlight.kernel.parse.text import name_key
from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.projects import deducing, sight
from greenlight.projects.models import Assignment, Project, ProjectAlias, ProjectCode

Place = tuple[int, str]
NEVER_EMPTY = {
    "project_name": "项目名称要填，例如“年产 5 万吨锂盐项目一期”。",
    "project_code": "项目代码登记过就不能清空；作废的请在项目页换成新代码。",
    "project_kind": "项目类别要选一个，不能清空。",
    "total_investment": "总投资登记过就不能清空；登记错了，请填正确的数。",
    "owner": "建设单位不能清空；换了单位，请直接填新的名称。",
    "started": "是否开工要填是或否。",
}


def clerks(user: User, ids: Sequence[int]) -> set[int]:
    """Return the projects of zones whose ledgers the person writes: clerks and leaders."""
    zones = Project.objects.filter(bulk.among("pk", ids)).values_list("pk", "zone_id")
    may: dict[int, bool] = {}
    found = set()
    for pk, zone in zones:
        if zone not in may:
            may[zone] = people_may.edit_zone(user, zone)
        if may[zone]:
            found.add(pk)
    return found


def answering(user: User, ids: Sequence[int]) -> set[int]:
    """Return the projects whose site the person reports: what projects.may.answers_for says of one."""
    held = Assignment.objects.held_by(user).filter(bulk.among("project_id", ids))
    acting = Project.objects.filter(sight.ways(user, acting=True), bulk.among("pk", ids))
    return {*held.values_list("project_id", flat=True), *acting.values_list("pk", flat=True)}


def weigh(by: By, wishes: Sequence[Wish]) -> Mapping[Place, Objection]:
    """Object to names and codes that are taken, to kinds without the stage, to what cannot be empty."""
    found: dict[Place, Objection] = {}
    for one in wishes:
        if one.new is None and one.key in NEVER_EMPTY:
            found[(one.record_id, one.key)] = Objection(NEVER_EMPTY[one.key])
    left = [one for one in wishes if (one.record_id, one.key) not in found]
    for key, objects in OBJECTIONS.items():
        own = [one for one in left if one.key == key]
        if own:
            found |= {(pk, key): Objection(told) for pk, told in objects(by, own)}
    return found


def _names(by: By, wishes: Sequence[Wish]) -> Iterable[tuple[int, str]]:
    keys = {one.record_id: name_key(str(one.new))[:200] for one in wishes}
    same = Project.objects.filter(zone_id=by.zone_id or 0, name_norm__in=set(keys.values()))
    held: dict[str, dict[int, str]] = {}
    for pk, key, name in same.values_list("pk", "name_norm", "name"):
        held.setdefault(key, {})[pk] = name
    spelled = ProjectAlias.objects.filter(
        zone_id=by.zone_id or 0, name_norm__in=set(keys.values()), project__is_group=False
    ).values_list("name_norm", "project_id", "project__name")
    alias = {key: (pk, name) for key, pk, name in spelled}
    taken: dict[str, int] = {}
    for pk, key in keys.items():
        other = next((name for one, name in held.get(key, {}).items() if one != pk), "")
        if not key:
            yield pk, NEVER_EMPTY["project_name"]
        elif other or taken.setdefault(key, pk) != pk:
            yield pk, f"已有同名项目“{other or key}”。是新的一期，请在名称里写明一期、二期。"
        elif alias.get(key, (pk,))[0] != pk:
            yield pk, f"这是项目“{alias[key][1]}”的另一个叫法，请换一个名称。"


def _codes(by: By, wishes: Sequence[Wish]) -> Iterable[tuple[int, str]]:
    wanted = {one.record_id: str(one.new) for one in wishes}
    rows = ProjectCode.objects.filter(
        zone_id=by.zone_id or 0, code__in=set(wanted.values()), valid_to__isnull=True
    )
    held = {code: (pk, name) for code, pk, name in rows.values_list("code", "project_id", "project__name")}
    taken: dict[str, int] = {}
    for pk, code in wanted.items():
        if held.get(code, (pk,))[0] != pk:
            yield pk, f"项目代码 {code} 已登记在“{held[code][1]}”，一个代码只能属于一个项目。"
        elif taken.setdefault(code, pk) != pk:
            yield pk, f"项目代码 {code} 在这次里写给了两个项目，请核对。"


def _kinds(by: By, wishes: Sequence[Wish]) -> Iterable[tuple[int, str]]:
    rows = Project.objects.filter(bulk.among("pk", [one.record_id for one in wishes]))
    told = {
        pk: (name, kind, stage) for pk, name, kind, stage in rows.values_list("pk", "name", "kind", "stage")
    }
    for one in wishes:
        name, kind, stage = told[one.record_id]
        then = deducing.kind_of(str(one.new), name)
        if all(step.code != stage for step in stages.CHAINS[then]):
            now, word = stages.word(kind, stage), stages.KIND_WORDS[then]
            yield one.record_id, f"项目在“{now}”阶段，{word}没有这个阶段。先更正阶段，再改类别。"


def _started(by: By, wishes: Sequence[Wish]) -> Iterable[tuple[int, str]]:
    for one in wishes:
        if one.new is False and one.old:
            yield one.record_id, "系统里已开工；若记错了，请在项目页更正阶段。"


def _site(by: By, wishes: Sequence[Wish]) -> Iterable[tuple[int, str]]:
    """Words that say the works are finished move the stage: that is the clerk's to record."""
    own = clerks(by.user, [one.record_id for one in wishes])
    for one in wishes:
        if one.record_id not in own and deducing.finished(str(one.new or "")):
            yield one.record_id, "写了竣工、投产，阶段要由科室补录；请先在项目页交竣工资料，或只写现场情况。"


OBJECTIONS: dict[str, Any] = {
    "project_name": _names, "project_code": _codes, "project_kind": _kinds, "started": _started,
    "site_progress": _site,
}  # fmt: skip
