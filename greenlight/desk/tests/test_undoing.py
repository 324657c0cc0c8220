"""Everyday deeds are taken back from the toast that told them: the record as it was, in words when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from greenlight.base import undoing
from greenlight.base.models import JournalRow, Undone
from greenlight.base.refusals import Refused
from greenlight.desk.lines import differences, rebuild_all
from greenlight.investment import actions as investment
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.kernel import reporting
from greenlight.plans import actions as plans
from greenlight.plans.models import Actual, Slip
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects.models import Amount, Project, StageEvent
from greenlight.warnings import actions as warnings
from greenlight.warnings.models import Nudge
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 7, 1)


@pytest.fixture
def project() -> Project:
    made = cast.project(name="甲项目", stage="signed", issue="旧", total_wan=Decimal(900))
    cast.skeleton(made, groundbreaking=date(2022, 9, 30), in_production=date(2023, 9, 30))
    StageEvent.objects.create(project=made, zone=made.zone, to_stage="signed", actor_name="x", at=make.NOW)
    rebuild_all(made.zone_id)
    return made


def back(**more: Any) -> JournalRow:
    row = JournalRow.objects.order_by("-seq")[0]
    return undoing.take_back(make.by(**more), row)


def state(project: Project) -> dict[str, Any]:
    row = Project.objects.filter(pk=project.pk).values().get()
    return {name: value for name, value in row.items() if name not in ("version", "updated_at")}


DEEDS: dict[str, Callable[[Project], object]] = {
    "edit": lambda p: projects.edit(
        by=make.by(), project=p,
        facts={"name": "改名项目", "issue": "新", "total_wan": Decimal(1200), "nature": "new"},
    ),
    "site": lambda p: projects.report_site(
        by=make.by(), project=p, words="主体封顶", percent=Decimal(60), on=ON
    ),
    "record_stage": lambda p: projects.record_stage(
        by=make.by(), project=p, to="groundbreaking", on=ON, reason="7 月台账"
    ),
    "halt": lambda p: projects.halt(by=make.by(), project=p, state="paused", reason="企业调整"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_deed_on_the_record_is_taken_back_as_it_was(name: str, project: Project) -> None:
    before, events = state(project), StageEvent.objects.count()
    DEEDS[name](project)
    assert state(project) != before
    row = back()
    assert state(project) == before
    assert (StageEvent.objects.count(), Amount.objects.count()) == (events, 0)
    assert row.verb == "undo"
    assert row.why.startswith("撤销lin的“")
    assert Undone.objects.get().by_seq == row.seq
    assert not differences(project.zone_id)


def test_what_somebody_changed_since_is_named(project: Project) -> None:
    DEEDS["edit"](project)
    row = JournalRow.objects.order_by("-seq")[0]
    projects.edit(by=make.by(make.zhao()), project=project, facts={"issue": "再新"})
    with pytest.raises(Refused, match="存在问题后来又改过"):
        undoing.take_back(make.by(), row)
    assert Project.objects.get().name == "改名项目"


def report(project: Project, amount: int) -> None:
    told = reporting.Report(2022, 6, Decimal(amount))
    investment.report(by=make.by(), project=project, report=told, reason="更正")


def test_a_monthly_report_is_taken_back_to_the_revision_before(project: Project) -> None:
    report(project, 100)
    back()
    assert not InvestmentReport.objects.filter(in_force=True).exists()


def test_of_two_revisions_only_the_last_is_taken_back(project: Project) -> None:
    report(project, 100)
    first = JournalRow.objects.order_by("-seq")[0]
    InvestmentReport.objects.update(at=make.NOW.replace(hour=1))
    report(project, 120)
    with pytest.raises(Refused, match="后来又报过"):
        undoing.take_back(make.by(), JournalRow(**{**vars_of(first), "at": make.NOW.replace(hour=1)}))
    back()
    assert [(row.revision, row.ytd_wan) for row in InvestmentReport.objects.filter(in_force=True)] == [
        (1, Decimal(100))
    ]


def vars_of(row: JournalRow) -> dict[str, Any]:
    return {one.attname: getattr(row, one.attname) for one in JournalRow._meta.concrete_fields}


def test_a_year_plan_goes_back_to_its_version_before(project: Project) -> None:
    for n, amount in enumerate((500, 600)):
        investment.set_year_plan(
            by=make.by(at=make.NOW.replace(minute=n)), project=project, year=2022,
            amount_wan=Decimal(amount), reason="调整",
        )  # fmt: skip
    back()
    assert YearPlan.objects.get(in_force=True).amount_wan == 500


def test_a_milestone_report_and_a_request_for_a_later_date_are_withdrawn(project: Project) -> None:
    stone = cast.stone(project, "groundbreaking")
    plans.ask(by=make.by(), milestone=stone, to_due=date(2022, 12, 31), reason_class="land", reason="净地")
    back()
    assert Slip.objects.get().state == "withdrawn"
    plans.report(by=make.by(), milestone=stone, done_on=ON)
    back()
    assert Actual.objects.get().withdrawn
    assert cast.stone(project, "groundbreaking").done_on is None


def test_a_reminder_goes_unless_it_was_answered(project: Project) -> None:
    def nudge(message: str) -> Nudge:
        return warnings.nudge(
            by=make.by(), project=project, unit=make.unit(), answer_by=make.TODAY, message=message
        )

    nudge("请报")
    back()
    assert not Nudge.objects.exists()
    one = nudge("请再报")
    row = JournalRow.objects.order_by("-seq")[0]
    warnings.answer_nudge(by=make.by(), nudge=one, answer="已报")
    with pytest.raises(Refused, match="已经答复"):
        undoing.take_back(make.by(), row)


def test_the_toast_of_a_form_offers_to_take_its_deed_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    browser = Client()
    browser.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    sent = {"words": "主体封顶", "percent": "60", "on": ON.isoformat()}
    page = browser.post(f"/projects/{project.pk}/site/", sent, follow=True).content.decode()
    seq = JournalRow.objects.order_by("-seq")[0].seq
    assert f'action="/undo/{seq}/"' in page
    browser.post(f"/undo/{seq}/")
    assert Project.objects.get(pk=project.pk).site_progress == ""


def test_what_cannot_be_taken_back_says_so(project: Project) -> None:
    row = JournalRow(at=make.NOW, actor_name="lin", verb="plan.approve", subject_id=project.pk)
    with pytest.raises(Refused, match="不能撤销"):
        undoing.take_back(make.by(), row)
