"""One example with the whole node library as its plan: made when it began, and lived since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from greenlight.base.journal import By
from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoProject
from greenlight.kernel import stages
from greenlight.plans import drafting
from greenlight.plans.actions.writing import Reason, write
from greenlight.plans.known import Known, Library, key_of
from greenlight.plans.models import Actual, Milestone, Slip
from greenlight.projects import library
from greenlight.projects.models import Project, StageEvent

NAME = "示例·两新园硅碳负极中试基地"
START = "groundbreaking"
CONDITIONS = ["new_land", "civil_works", "energy_ge_1000tce", "chemical", "bond"]
LIVED = ("started_on", "done_on", "percent")


def shown(one: DemoProject) -> bool:
    """Tell whether this is the project with the whole plan."""
    return one.name == NAME


def write_plan(made: Made) -> None:
    """Plan the project from the day that lets it break ground when it did, then live the plan."""
    library.seed()
    one, project = next((one, project) for one, project in made.projects if shown(one))
    project.conditions = CONDITIONS
    draft = _draft(project, next(row.done or row.planned for row in one.milestones if row.key == START))
    leader = made.first("leader")
    by = By(made.morning(draft.begin), leader.pk, leader.name, made.zone.pk)
    write(by, [draft], Reason(Slip.Reason.UNSTATED, ""))
    lived = list(_lived(made, project))
    Milestone.objects.bulk_update(lived, LIVED)
    store(_actuals(made, lived))
    events = list(_stages(made, project, lived))
    store(events)
    project.stage = events[-1].to_stage
    project.save(update_fields=["conditions", "stage"])


def _draft(project: Project, groundbreaking: date) -> drafting.Draft:
    """Draft twice: the first time to see how long the way to 开工 is."""
    held = Library.of(project.zone_id, project.kind)
    assert held is not None  # noqa: S101  seeded above
    known = Known(project, held, {}, {})
    begin = groundbreaking
    for _ in range(2):
        wish = drafting.Wish(drafting.FORWARD, begin, off=(), skip_passed=False)
        draft = drafting.draft(known, wish, begin)
        late = next(row.due for row in draft.rows if row.key == START) - groundbreaking
        begin -= late
    return draft


def _lived(made: Made, project: Project) -> Iterator[Milestone]:
    """Do what was due, a few days early or late; begin what is running."""
    dice = Random(330881)  # noqa: S311  a demo is no secret
    for row in Milestone.objects.filter(project=project).order_by("seq"):
        early = timedelta(days=dice.randint(-4, 3))
        if row.due and row.due < made.today:
            row.done_on = min(row.due + early, made.today - timedelta(days=1))
            row.started_on = min(row.start or row.done_on, row.done_on)
            row.percent = 100
            yield row
        elif row.due and row.start and row.start < made.today:
            row.started_on = row.start
            gone, whole = (made.today - row.start).days, max((row.due - row.start).days, 1)
            row.percent = min(95, 100 * gone // whole)
            yield row


def _actuals(made: Made, lived: Iterable[Milestone]) -> Iterator[Actual]:
    clerk = made.first("clerk")
    for row in lived:
        known = row.done_on or row.started_on or made.today
        yield Actual(
            milestone=row, zone=made.zone, started_on=row.started_on, done_on=row.done_on,
            percent=row.percent, actor_id=clerk.pk, actor_name=clerk.name,
            at=made.morning(known + timedelta(days=1)),
        )  # fmt: skip


def _stages(made: Made, project: Project, lived: Iterable[Milestone]) -> Iterator[StageEvent]:
    """Tell when each stage was reached: its own node of the library was done."""
    done = {row.key: row.done_on for row in lived if row.done_on}
    before = ""
    for stage, code in stages.STAGE_NODE[project.kind].items():
        on = done.get(key_of(project.kind, code))
        if on:
            yield StageEvent(
                project=project, zone=made.zone, from_stage=before, to_stage=stage, on=on, recorded=True,
                actor_name=made.first("clerk").name, at=made.morning(on + timedelta(days=1)),
            )  # fmt: skip
            before = stage
