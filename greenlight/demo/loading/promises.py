"""Plans as a ledger gives them: approved dates, the promise, what was done, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from greenlight.demo.loading import wallchart
from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoMilestone, DemoProject
from greenlight.kernel import stages
from greenlight.plans.keeping import PROMISE
from greenlight.plans.models import Actual, Baseline, Milestone, MilestoneDates, Plan, PlanVersion, Slip
from greenlight.projects.models import Project
from greenlight.warnings.models import Nudge

MOST_SLIPS = 5
LONGEST_SLIP = timedelta(days=60)
# The example's hindrance tells the reason class.
CLASSES = {
    "用地": "land", "净地": "land", "许可": "approval", "资料": "approval", "验收": "approval",
    "排污": "approval", "可研": "approval", "招标": "approval", "降雨": "weather", "管线": "design",
    "设备": "owner", "协议": "owner",
}  # fmt: skip


def write_plans(made: Made) -> None:
    """Give every project with dates an approved first version and its baseline."""
    planned = [
        (one, project) for one, project in made.projects if one.milestones and not wallchart.shown(one)
    ]
    plans = store(Plan(project=project, zone=made.zone) for _, project in planned)
    leader = made.first("leader").name
    versions = store(
        PlanVersion(
            plan=plan, zone=made.zone, n=1, state=PlanVersion.State.APPROVED,
            origin=PlanVersion.Origin.LEDGER, approved_by_name=leader, approved_at=made.at,
            created_at=made.at,
        )
        for plan in plans
    )  # fmt: skip
    milestones = store(
        row for plan, (one, project) in zip(plans, planned, strict=True)
        for row in _milestones(made, plan, one, project)
    )  # fmt: skip
    of_plan = {version.plan_id: version for version in versions}
    store(
        MilestoneDates(version=of_plan[row.plan_id], milestone=row, due=row.due) for row in milestones
    )  # fmt: skip
    store(_baselines(made, versions, milestones))
    store(_actuals(made, milestones))


def _milestones(made: Made, plan: Plan, one: DemoProject, project: Project) -> Iterator[Milestone]:
    chain = {stage.code for stage in stages.CHAINS[one.kind]}
    for number, told in enumerate(one.milestones, 1):
        yield Milestone(
            plan=plan, project=project, zone=made.zone, key=told.key, name=told.name, seq=10 * number,
            owner=made.units[told.owner], is_gate=told.key in chain, due=told.planned,
            done_on=told.done, percent=told.percent,
        )  # fmt: skip


def _baselines(
    made: Made, versions: Iterable[PlanVersion], milestones: Iterable[Milestone]
) -> Iterator[Baseline]:
    dates: dict[int, dict[str, str]] = {}
    for row in milestones:
        if row.due:
            dates.setdefault(row.plan_id, {})[row.key] = row.due.isoformat()
    for version in versions:
        yield Baseline(
            version=version, zone=made.zone, name=PROMISE, dates=dates[version.plan_id], at=made.at
        )


def _actuals(made: Made, milestones: Iterable[Milestone]) -> Iterator[Actual]:
    clerk = made.first("clerk")
    for row in milestones:
        if row.done_on or row.percent is not None:
            yield Actual(
                milestone=row, zone=made.zone, done_on=row.done_on, percent=row.percent,
                actor_id=clerk.pk, actor_name=clerk.name, at=made.at,
            )  # fmt: skip


def write_slips(made: Made) -> None:
    """Let the owners of some late milestones ask for a later day: the old day stays in force."""
    late = [(one, project, told) for one, project in made.projects for told in [_late(made, one)] if told]
    rows = {
        (row.project_id, row.key): row
        for row in Milestone.objects.filter(project__in=[project.pk for _, project, _ in late])
    }
    store(
        _slip(made, rows[project.pk, told.key], one, told) for one, project, told in late[:MOST_SLIPS]
    )  # fmt: skip


def _late(made: Made, one: DemoProject) -> DemoMilestone | None:
    waiting = (told for told in one.milestones if not told.done and told.planned < made.today)
    return next(waiting, None)


def _slip(made: Made, row: Milestone, one: DemoProject, told: DemoMilestone) -> Slip:
    why = next((code for word, code in CLASSES.items() if word in one.issue), Slip.Reason.OWNER)
    asked = max(told.planned, made.today - timedelta(days=6))
    return Slip(
        milestone=row, zone=made.zone, from_due=told.planned, to_due=made.today + LONGEST_SLIP,
        reason_class=why, reason=one.issue, asked_by_name=f"示例·{told.owner}经办人",
        asked_at=made.morning(asked),
    )  # fmt: skip


def write_nudge(made: Made) -> None:
    """Let the leader remind the unit whose milestone has been late the longest."""
    late = Milestone.objects.filter(
        zone=made.zone, done_on__isnull=True, due__lt=made.today, owner__isnull=False
    )
    row = late.order_by("due", "pk").first()
    if row is None or row.due is None:
        return
    leader = made.first("leader")
    days = (made.today - row.due).days
    Nudge.objects.create(
        project_id=row.project_id, zone=made.zone, milestone_id=row.pk, unit=row.owner,
        message=f"“{row.name}”已晚 {days} 天，请报原因和新的完成日期。",
        answer_by=made.today + timedelta(days=3),
        actor_id=leader.pk, actor_name=leader.name, at=made.morning(made.today - timedelta(days=2)),
    )  # fmt: skip
