"""A month is reported: revisions are kept, a fall needs its reason, nothing is clamped."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.investment import actions
from greenlight.investment.forms import money
from greenlight.investment.models import InvestmentReport, PriorInvestment
from greenlight.kernel.reporting import Report
from greenlight.projects.models import Assignment, Project
from tests import make

pytestmark = pytest.mark.django_db


def report(
    project: Project, month: int, ytd: str, reason: str = "", by: By | None = None
) -> InvestmentReport:
    told = Report(2022, month, Decimal(ytd))
    return actions.report(by=by or make.by(), project=project, report=told, reason=reason)


def test_a_report_is_kept_journalled_and_counts_as_an_edit() -> None:
    project = make.project()
    row = report(project, 7, "1234.5")
    assert (row.ytd_wan, row.revision, row.in_force) == (Decimal("1234.5"), 1, True)
    project.refresh_from_db()
    assert project.version == 2
    journalled = JournalRow.objects.get(verb="investment.report")
    assert journalled.after == {"year": 2022, "month": 7, "ytd_wan": "1234.5"}


def test_a_correction_is_a_new_revision_with_its_reason() -> None:
    project = make.project()
    report(project, 7, "500")
    with pytest.raises(Refused, match="7 月已报 500 万元"):
        report(project, 7, "600")
    report(project, 7, "600", "漏报设备款")
    chain = InvestmentReport.objects.filter(project=project).order_by("revision")
    told = [(row.revision, int(row.ytd_wan), row.in_force) for row in chain]
    assert told == [(1, 500, False), (2, 600, True)]


def test_a_fall_is_asked_for_its_reason_and_kept_as_it_is() -> None:
    project = make.project()
    report(project, 6, "500")
    with pytest.raises(Refused, match="核减"):
        report(project, 7, "450")
    assert report(project, 7, "450", "统计核减，企业重复上报").ytd_wan == 450


def test_january_is_refused_kindly() -> None:
    with pytest.raises(Refused, match="1 月免报"):
        report(make.project(), 1, "10")


def test_more_than_the_total_investment_is_asked() -> None:
    project = make.project(total_wan=Decimal(1000))
    PriorInvestment.objects.create(
        project=project, zone=project.zone, year=2022, amount_wan=Decimal(900), at=make.NOW
    )
    with pytest.raises(Refused, match="超过总投资 1,000 万元"):
        report(project, 7, "101")
    assert report(project, 7, "101", "追加投资，正在报批").ytd_wan == 101


def test_the_same_amount_again_changes_nothing() -> None:
    project = make.project()
    report(project, 7, "500")
    with pytest.raises(Refused, match="没有要改的"):
        report(project, 7, "500.00", "再报一次")
    assert InvestmentReport.objects.count() == 1


def test_the_responsible_unit_reports_and_other_units_may_not() -> None:
    project = make.project()
    Assignment.objects.create(project=project, zone=project.zone, role="lead", unit=make.unit())
    assert report(project, 7, "10", by=make.by(make.sun())).actor_name == "sun"
    other = make.user("qian", "unit_handler", of_unit=make.unit("住建局"))
    with pytest.raises(NotAllowed):
        report(project, 7, "20", by=make.by(other))


def test_two_people_editing_one_project_are_told() -> None:
    project = make.project()
    report(project, 6, "10")
    with pytest.raises(Collided):
        actions.report(by=make.by(), project=project, report=Report(2022, 7, Decimal(20)), version=1)


def test_a_month_that_has_not_come_cannot_be_reported() -> None:
    assert make.by().day == date(2022, 7, 31)
    with pytest.raises(Refused, match="还没有到"):
        report(make.project(), 8, "10")


@pytest.mark.parametrize(
    ("typed", "kept"), [("46,000", "46000"), ("4.6亿", "46000"), ("４６０００万元", "46000"), ("-5", "-5")]
)
def test_an_amount_is_read_as_a_clerk_writes_it(typed: str, kept: str) -> None:
    assert money("累计", signed=True).clean(typed) == Decimal(kept)


@pytest.mark.parametrize("typed", ["1e400", "NaN", "9" * 30, "=cmd", "0.00001", "4.6亿美元"])
def test_an_amount_that_is_none_is_sent_back_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as told:
        money("累计", signed=True).clean(typed)
    assert typed in told.value.messages[0]
