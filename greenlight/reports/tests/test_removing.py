"""Taking a report off the list, and taking that back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.models import File, JournalRow
from greenlight.base.refusals import Refused
from greenlight.reports.checking import actions, purging
from greenlight.reports.models import Answer, CheckedReport, Observation, ReportState
from greenlight.reports.tests.test_checking import lin, taken, tell
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def last(verb: str) -> JournalRow:
    return JournalRow.objects.filter(verb=verb).latest("seq")


def test_a_removed_report_is_nobodys_to_see_and_comes_back_with_its_answers() -> None:
    report = taken()
    tell(report, "accepted")
    assert lin().post(f"/reports/check/{report.pk}/remove/").status_code == 302
    assert lin().get(f"/reports/check/{report.pk}/").status_code == 404
    assert report.name not in lin().get("/reports/check/").content.decode()
    undoing.take_back(make.by(), last(actions.REMOVE))
    assert lin().get(f"/reports/check/{report.pk}/").status_code == 200
    assert report.answers.count() == 1


def test_the_toast_of_removing_takes_it_back() -> None:
    report = taken()
    shown = lin().post(f"/reports/check/{report.pk}/remove/", follow=True).content.decode()
    assert f"/undo/{last(actions.REMOVE).seq}/" in shown


def test_the_same_file_after_removing_is_a_new_report_with_the_old_answers() -> None:
    report = taken()
    tell(report, "explained", reason="时间段不同")
    actions.remove(make.by(), report)
    again = taken()
    assert again.pk != report.pk
    assert again.answers.get().carried


def test_a_report_whose_numbers_were_kept_stays() -> None:
    report = taken()
    tell(report, "explained", reason="时间段不同")
    kept = actions.keep(make.by(), report)
    with pytest.raises(Refused, match=f"有 {kept} 个数存进了指标观测"):
        actions.remove(make.by(), report)


def test_a_report_that_is_being_read_stays() -> None:
    report = taken()
    CheckedReport.objects.update(state=ReportState.READING)
    with pytest.raises(Refused, match="正在读"):
        actions.remove(make.by(), report)


def test_a_week_later_it_is_gone_with_its_file() -> None:
    report, left = taken(), taken("税收1亿元，增长3%。", name="别的.docx")
    tell(report, "accepted")
    assert report.file is not None
    kept = File.objects.get(pk=report.file.pk)
    path = kept.content.name or ""
    assert kept.content.storage.exists(path)
    by = make.by()
    actions.remove(by, report)
    assert purging.purge(by.at + timedelta(days=7)) == 0
    assert purging.purge(by.at + timedelta(days=7, minutes=1)) == 1
    assert list(CheckedReport.objects.all()) == [left]
    assert not Answer.objects.exists()
    assert not File.objects.filter(pk=kept.pk).exists()
    assert not kept.content.storage.exists(path)
    with pytest.raises(Refused):
        undoing.take_back(make.by(), last(actions.REMOVE))


def kept_one() -> CheckedReport:
    report = taken("税收1亿元，增长3%。企业86家。")
    actions.keep(make.by(), report)
    return report


def take_one_out() -> None:
    actions.drop(make.by(), Observation.objects.order_by("pk")[0])


def test_keeping_numbers_can_be_taken_back_while_they_all_stand() -> None:
    report = kept_one()
    undoing.take_back(make.by(), last(actions.KEEP))
    assert not report.observations.exists()
    actions.keep(make.by(), report)
    take_one_out()
    with pytest.raises(Refused, match="后来已经移出"):
        undoing.take_back(make.by(), last(actions.KEEP))


def rows() -> list[dict[str, Any]]:
    found = Observation.objects.order_by("start").values()
    return [{k: v for k, v in row.items() if k not in ("id", "at")} for row in found]


def test_a_number_taken_out_by_mistake_is_kept_again_as_it_was() -> None:
    kept_one()
    before = rows()
    take_one_out()
    assert len(rows()) == len(before) - 1
    undoing.take_back(make.by(), last(actions.DROP))
    assert rows() == before


def test_a_number_kept_again_since_is_not_kept_twice() -> None:
    report = kept_one()
    take_one_out()
    actions.keep(make.by(), report)
    with pytest.raises(Refused, match="已经又存过"):
        undoing.take_back(make.by(), last(actions.DROP))
