"""谁知道了 of what is told in the product: kept with the warning, by judging, and nobody's deed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from greenlight.base.models import JournalRow
from greenlight.desk.tests.test_notices import NOON, client, judged, late_project
from greenlight.projects.models import Assignment
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held
from greenlight.warnings.panels import at_once
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def test_who_was_told_in_the_product_stands_under_the_warning_and_is_nobodys_deed() -> None:
    project = late_project()
    before = JournalRow.objects.count()
    judged()
    told = Told.objects.get()
    assert (told.name, told.user, told.channel, told.at) == ("he", make.he(), "站内", NOON)
    assert told.warning == Held.objects.get(project=project)
    assert JournalRow.objects.count() == before
    judged(NOON + timedelta(hours=1))
    assert Told.objects.count() == 1  # told once, as long as it stays as it is
    tab = client(make.lin()).get(f"/projects/{project.pk}/?tab=warnings").content.decode()
    assert "谁知道了：he（站内，" in tab
    assert "通知了he；还没有催办过" in tab


def test_who_is_told_one_sentence_of_many_was_told_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenlight.desk.notices.reaching.MANY", 0)
    late_project()
    judged()
    assert Told.objects.get().channel == "站内，合成一条"


def test_those_told_at_once_are_named_in_one_line() -> None:
    project = late_project()
    for role, who in (("sponsor", make.zhao()), ("lead", make.lin())):
        Assignment.objects.create(project=project, zone=project.zone, role=role, user=who)
    judged()
    (line,) = at_once(Told.objects.order_by("pk"))
    assert sorted(line.names) == ["he", "lin", "zhao"]
    assert [one.names for one in at_once(list(Told.objects.all()) * 2)] == [line.names]
