"""Projects with their phases, stages, amounts, lists and the people who answer for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from greenlight.demo.loading import wallchart
from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoProject
from greenlight.kernel import stages
from greenlight.kernel.parse.text import name_key
from greenlight.people.models import Unit
from greenlight.projects.models import (
    Amount,
    Assignment,
    Listing,
    Project,
    ProjectParty,
    StageEvent,
    TaskForce,
    TaskForceMember,
)

NAMED_BY = {
    stages.ATTRACTION: Amount.Kind.AGREED,
    stages.GOVERNMENT: Amount.Kind.ESTIMATE,
    stages.TECHNICAL_UPGRADE: Amount.Kind.REGISTERED,
}
TASK_FORCE = "示例·征迁专班"
WRITER = "clerk"


def write_projects(made: Made, demo: Iterable[DemoProject]) -> None:
    """Write groups first, then projects and everything that names them."""
    demo = list(demo)
    groups = _groups(made, demo)
    rows = store(_project(made, one, groups.get(one.group)) for one in demo)
    made.projects = list(zip(demo, rows, strict=True))
    store(_parties(made))
    store(_stage_events(made))
    store(_amounts(made))
    store(_listings(made))
    store(_assignments(made))
    _task_force(made)


def _groups(made: Made, demo: Iterable[DemoProject]) -> dict[str, Project]:
    phases: dict[str, list[DemoProject]] = defaultdict(list)
    for one in demo:
        phases[one.group].append(one)
    shared = {name: ones for name, ones in phases.items() if name and len(ones) > 1}
    rows = store(
        Project(
            zone=made.zone, kind=ones[0].kind, name=name, name_norm=name_key(name), is_group=True,
            stage=_least(ones),
            industry=ones[0].industry, is_example=ones[0].is_example,
            created_at=made.at, updated_at=made.at,
        )
        for name, ones in shared.items()
    )  # fmt: skip
    return {row.name: row for row in rows}


def _least(phases: Iterable[DemoProject]) -> str:
    """Return how far the phase is that is furthest behind: a group is no further than that."""
    return min(phases, key=lambda one: stages.place(one.kind, one.stage)).stage


def _project(made: Made, one: DemoProject, group: Project | None) -> Project:
    return Project(
        zone=made.zone, kind=one.kind, name=one.name, name_norm=name_key(one.name), parent=group,
        phase_no=one.phase_no, stage=one.stage, nature=one.nature, industry=one.industry,
        location=one.location, scale=one.scale, land_area_mu=one.land_mu, total_wan=one.total_wan,
        site_progress=one.site_words, site_percent=one.site_percent, site_updated_on=one.site_updated,
        issue=one.issue, next_step=one.next_step, remark=one.remark, is_example=one.is_example,
        created_at=made.at, updated_at=made.at,
    )  # fmt: skip


def _parties(made: Made) -> Iterator[ProjectParty]:
    for one, project in made.projects:
        if one.enterprise:
            yield ProjectParty(
                project=project, zone=made.zone, enterprise=made.enterprises[one.enterprise],
                role=ProjectParty.Role.OWNER,
            )  # fmt: skip


def _stage_events(made: Made) -> Iterator[StageEvent]:
    for one, project in made.projects:
        if wallchart.shown(one):
            continue  # its stages follow its own plan
        before = ""
        for stage, on in _way(one):
            yield StageEvent(
                project=project, zone=made.zone, from_stage=before, to_stage=stage, on=on, recorded=True,
                actor_name=made.first(WRITER).name if one.is_example else one.source[:60], at=made.at,
            )  # fmt: skip
            before = stage


def _way(one: DemoProject) -> list[tuple[str, date | None]]:
    """Return the stages reached, with the day where a milestone or the source tells one."""
    chain = [stage.code for stage in stages.CHAINS[one.kind]]
    reached = [(m.key, m.done) for m in one.milestones if m.done and m.key in chain]
    if reached:
        return [(stage, on) for stage, on in reached]
    return [(one.stage, date.fromisoformat(one.stage_date) if len(one.stage_date) == 10 else None)]


def _amounts(made: Made) -> Iterator[Amount]:
    for one, project in made.projects:
        if one.total_wan is not None:
            kind = NAMED_BY[one.kind]
            yield Amount(project=project, zone=made.zone, kind=kind, amount_wan=one.total_wan)


def _listings(made: Made) -> Iterator[Listing]:
    for one, project in made.projects:
        for listed in one.listings:
            yield Listing(
                project=project, zone=made.zone, name=listed.name, year=listed.year, nature=listed.nature,
                planned_new=listed.planned_new,
            )  # fmt: skip


def _assignments(made: Made) -> Iterator[Assignment]:
    roles = Assignment.Role
    for one, project in made.projects:
        for role, name in ((roles.SPONSOR, one.sponsor), (roles.LIAISON, one.liaison)):
            if name:
                user = made.users.get(name)
                yield Assignment(project=project, zone=made.zone, role=role, user=user, person=name)
        if one.unit:
            unit = made.units[one.unit]
            yield Assignment(project=project, zone=made.zone, role=roles.LEAD, unit=unit)
        if one.contact:
            yield Assignment(
                project=project, zone=made.zone, role=roles.CONTACT, person=one.contact, phone=one.phone
            )


def _task_force(made: Made) -> None:
    """A task force works on what still waits for its land."""
    lead: Unit = made.units["征迁指挥部"]
    force = TaskForce.objects.create(zone=made.zone, name=TASK_FORCE, lead=lead)
    TaskForceMember.objects.create(task_force=force, user=made.users["示例·胡军"])
    landless = [
        project for one, project in made.projects
        if one.is_example and one.stage in ("signed", "registration") and one.kind == stages.ATTRACTION
    ]  # fmt: skip
    store(
        Assignment(project=project, zone=made.zone, role=Assignment.Role.CO, task_force=force)
        for project in landless[:4]
    )
