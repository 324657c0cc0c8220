"""Who sent when: projects × days of a month, narrowed, and as a workbook."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from greenlight.people.models import Role
from greenlight.projects.models import Assignment, TaskForce, TaskForceMember
from greenlight.sites.tests.test_phone import phone, sent, site, started
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def matrix(answer: Any) -> dict[str, str]:
    """Return the marks of each project, a day a character; empty days as a space."""
    return {row.project.name: "".join(one.mark or " " for one in row.cells) for row in answer.context["rows"]}


def test_the_overview_shows_who_sent_who_did_not_and_when_nothing_was_asked() -> None:
    project = site("在建的")
    started(project, date(2022, 7, 25))  # a Monday
    sent(project, day=date(2022, 7, 26)), sent(project, day=date(2022, 7, 26))
    sent(project, day=date(2022, 7, 30))  # a Saturday
    answer = phone(make.lin()).get("/site/overview/")
    assert matrix(answer)["在建的"] == "·" * 24 + "缺2缺缺缺✓·"
    assert (answer.context["sent"], answer.context["asked"]) == (2, 5)
    assert "没有发" in answer.content.decode()


def test_what_nobody_asked_for_is_not_set_against_what_was_asked() -> None:
    early, both = site("没开工"), site("在建的")
    started(both, date(2022, 7, 25))
    for day in (4, 5, 6):
        sent(early, day=date(2022, 7, day))
    for day in (26, 30):  # a Tuesday and a Saturday
        sent(both, day=date(2022, 7, day))
    answer = phone(make.lin()).get("/site/overview/")
    text = answer.content.decode()
    assert {row.project.name: (row.met, row.asked, row.more) for row in answer.context["rows"]} == {
        "没开工": (0, 0, 3), "在建的": (1, 5, 1)
    }  # fmt: skip
    assert "不要求<small>多发 3</small>" in text
    assert "1/5<small>多发 1</small>" in text
    assert "/0" not in text.partition("<tbody>")[2].partition("</table>")[0]
    assert "本页要求 5 次，发了 1 次；不要求的日子也发了 4 次" in text
    sheet = phone(make.lin()).get("/site/overview/export/?month=2022-07")
    book = openpyxl.load_workbook(io.BytesIO(sheet.getvalue()))
    line = next(row for row in book.active.iter_rows(values_only=True) if "没开工" in row)
    assert (line[3], line[4]) == (3, None)


def test_a_site_of_which_the_first_log_is_asked_today_is_not_said_to_owe_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", "2022-07-29")  # a Friday
    started(site("今天开工"), date(2022, 7, 29))
    answer = phone(make.lin()).get("/site/overview/")
    text = answer.content.decode()
    assert matrix(answer)["今天开工"][28] == "○"
    assert "从今天起要求发" in text
    assert '<td class="num">今天起</td>' in text


def test_the_overview_is_narrowed_to_a_month_a_unit_and_a_task_force() -> None:
    led, teamed = site("单位的"), site("专班的")
    for project in (led, teamed):
        started(project, date(2022, 6, 1))
    unit, zone = make.unit("住建局"), make.zone()
    Assignment.objects.create(project=led, zone=zone, role="lead", unit=unit)
    team = TaskForce.objects.create(zone=zone, name="提速专班")
    TaskForceMember.objects.create(task_force=team, user=make.he())
    Assignment.objects.create(project=teamed, zone=zone, role="co", task_force=team)
    lin = phone(make.lin())
    assert set(matrix(lin.get(f"/site/overview/?unit={unit.pk}"))) == {"单位的"}
    assert set(matrix(lin.get(f"/site/overview/?team={team.pk}"))) == {"专班的"}
    june = matrix(lin.get("/site/overview/?month=2022-06"))
    assert june["单位的"].startswith("缺缺")
    assert len(june["单位的"]) == 30
    later = lin.get("/site/overview/?month=2031-01&unit=x&team=999999999999999999999&page=z")
    assert later.context["narrowed"].month == date(2022, 7, 1)


def test_a_zone_without_sites_is_told_what_belongs_here() -> None:
    assert "没有在建的项目" in phone(make.lin()).get("/site/overview/").content.decode()


def test_the_workbook_holds_what_is_shown() -> None:
    project = site("在建的")
    started(project, date(2022, 7, 29))
    sent(project, day=date(2022, 7, 29))
    answer = phone(make.lin()).get("/site/overview/export/?month=2022-07")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = [[one for one in row if one is not None] for row in book.active.iter_rows(values_only=True)]
    line = next(row for row in rows if "在建的" in row)
    assert line[:2] == [1, "在建的"]
    assert line[2:4] == [1, 1]
    assert "✓" in line


def test_the_overview_is_for_who_reads_the_zone() -> None:
    for user in (make.he(), make.sun(), make.chen()):
        assert phone(user).get("/site/overview/").status_code == 403
        assert phone(user).get("/site/overview/export/").status_code == 403
    assert phone(make.user("hu", Role.INSPECTOR)).get("/site/overview/").status_code == 200


def test_the_overview_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: Any) -> None:
    for n in range(25):
        started(site(f"项目{n}"), date(2022, 7, 1))
    to = phone(make.lin())
    to.get("/site/overview/")  # the first page of a day judges the zone
    with django_assert_max_num_queries(25):
        assert to.get("/site/overview/").status_code == 200
