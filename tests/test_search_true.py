"""The index says what the rooms say: after every deed there is, and after a zone is gone nothing is left."""

from __future__ import annotations

import json
from datetime import date

import pytest

from greenlight.base import clock
from greenlight.cli import run
from greenlight.demo import actions as demo
from greenlight.desk.models import Kind, SearchEntry, SearchPage, SearchTerm
from greenlight.desk.search import packing, upkeep
from greenlight.people.models import Unit, Zone
from tests import make, test_journal
from tests.test_journal import PLAYS, Stage

pytestmark = pytest.mark.django_db
stage = test_journal.stage


@pytest.mark.parametrize("name", PLAYS)
def test_after_every_deed_the_index_says_what_a_rebuild_would(name: str, stage: Stage) -> None:
    deed = PLAYS[name](stage)
    upkeep.rebuild(stage.project.zone_id)
    deed()
    for zone in Zone.objects.values_list("pk", flat=True):
        assert upkeep.differences(zone) == {}


def test_a_renamed_enterprise_unit_or_person_is_found_by_the_new_name() -> None:
    firm, unit, lin = make.enterprise(), make.unit(), make.lin()
    zone = make.zone().pk
    upkeep.rebuild(zone)
    firm.name, unit.name, lin.name = "新名公司", "新名科", "林一"
    for one in (firm, unit, lin):
        one.save()
    assert upkeep.differences(zone) == {}
    firm.names.create(name="曾用名公司")
    Unit.objects.filter(pk=unit.pk).first().delete()  # type: ignore[union-attr]
    lin.memberships.all().delete()
    assert upkeep.differences(zone) == {}
    assert not SearchEntry.objects.filter(kind__in=(Kind.UNIT, Kind.PERSON)).exists()


def test_the_demo_comes_with_its_index_and_goes_with_it() -> None:
    zone = demo.load(today=date(2026, 11, 21), at=clock.now())
    assert upkeep.differences(zone.pk) == {}
    packing.pack(zone.pk)
    assert SearchPage.objects.exists()
    demo.remove(zone, at=clock.now())
    assert not any(one.objects.exists() for one in (SearchEntry, SearchTerm, SearchPage))


def test_the_command_checks_the_index_and_builds_it_anew(capsys: pytest.CaptureFixture[str]) -> None:
    make.project("天际互感器项目")
    SearchEntry.objects.all().delete()
    assert run(["index", "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differences"] == 1
    assert run(["index", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 1
    assert run(["index", "--check"]) == 0
    assert "与台账一致" in capsys.readouterr().out
