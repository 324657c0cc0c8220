"""July's workbook in, August's after it, and back again (issue: Done when)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.base import files, keeping
from greenlight.base.imports import actions, items, work
from greenlight.base.imports.deciding import unanswered
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch, ImportRow, JournalRow
from greenlight.base.refusals import Refused
from greenlight.investment.models import InvestmentReport
from greenlight.people.models import Unit
from greenlight.plans.models import Milestone, PlanVersion, Slip
from greenlight.projects.models import Assignment, Listing, Project, ProjectAlias
from tests import august, make

pytestmark = pytest.mark.django_db
JULY = (Path(__file__).parent / "fixtures/ledgers/a_project_progress.xlsx").read_bytes()
NAME = "附件1：2022年7月重点项目进展情况表（最终版）.xlsx"
SEPTEMBER = datetime(2022, 9, 5, 2, 0, tzinfo=UTC)
TOLD = {"start": "not", "units": "make", "fell": "yes"}


@pytest.fixture(scope="module")
def august_bytes() -> bytes:
    return august.august(JULY)


def loaded(data: bytes, by: By | None = None, name: str = NAME) -> ImportBatch:
    by = by or make.by()
    assert by.zone_id is not None
    return actions.begin(by, by.zone_id, "projects", files.store(by, data, name))


def answered(batch: ImportBatch, by: By | None = None, **told: str) -> ImportBatch:
    """Answer every question: as told for its family, else with its first answer."""
    told = {**TOLD, **told}
    given = {
        card["key"]: {"value": told.get(card["family"], card["options"][0]["value"]), "text": "审计核减签证"}
        for card in batch.summary["questions"]
    }
    batch = actions.answer(by or make.by(), batch, given)
    work.replan(batch)
    return batch


def july(by: By | None = None) -> ImportBatch:
    by = by or make.by()
    return actions.apply(by, answered(loaded(JULY, by), by))


def rows(batch: ImportBatch, outcome: str) -> dict[int, ImportRow]:
    return {one.row: one for one in batch.rows.filter(outcome=outcome)}


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: n for name, n in batch.summary["counts"].items() if n and name != "left_out"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table an import writes, without what a deed counts on by itself."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in ("projects", "plans", "investment", "enterprises", "people"):
            values = list(model._base_manager.order_by("pk").values())
            for one in values:
                one.pop("version" if model is Project else "", None)
                one.pop("updated_at", None)
            found[model._meta.label_lower] = values
    return found


def test_the_file_of_july_becomes_91_projects_with_plans_and_money() -> None:
    batch = july()
    assert batch.state == "applied", batch.message
    assert Project.objects.count() == 91
    assert Project.objects.filter(kind="government").count() == 23
    assert Listing.objects.filter(year=2022, planned_new=True).count() == 34
    started = [one for one in Project.objects.all() if one.stage == "groundbreaking"]
    assert len(started) == 70
    assert sum(one.ytd_wan for one in InvestmentReport.objects.filter(month=7)) == 187162
    assert sum(one.total_wan or 0 for one in Project.objects.all()) == 896000 + 5700


def test_the_skeleton_plan_holds_the_dates_of_the_row_and_belongs_to_its_unit() -> None:
    july()
    project = Project.objects.get(name="鹿原年产8000吨环保胶粘剂项目")
    start, finish = Milestone.objects.filter(project=project).order_by("seq")
    assert (start.key, start.due, start.due_precision, start.done_on) == (
        "groundbreaking", date(2022, 5, 31), "month", date(2022, 5, 19),
    )  # fmt: skip
    assert (finish.key, finish.due, finish.due_precision) == ("completed", date(2023, 1, 31), "day")
    assert getattr(start.owner, "name", "") == "市住建局"
    version = PlanVersion.objects.get(plan__project=project)
    assert (version.state, version.origin, version.baseline.name) == ("approved", "ledger", "承诺")


def test_an_unclear_unit_a_fall_and_a_contradiction_are_asked_before_anything_is_written() -> None:
    batch = loaded(JULY)
    asked = {one["family"]: one for one in batch.summary["questions"]}
    assert asked["unit"]["place"] == "F9"
    assert "5,700 万元" in asked["unit"]["options"][0]["label"]
    assert asked["fell"]["title"] == "累计少了 260 万元，是核减吗？"
    assert asked["start"]["place"] == "P17"
    assert asked["dup"]["place"] == "B47、B78"
    with pytest.raises(Refused, match="还有 5 问没有答"):
        actions.apply(make.by(), batch)
    assert Project.objects.count() == 0


def test_a_fall_wants_a_reason_in_words() -> None:
    batch = loaded(JULY)
    key = next(one["key"] for one in batch.summary["questions"] if one["family"] == "fell")
    batch = actions.answer(make.by(), batch, {key: {"value": "yes", "text": "  "}})
    assert unanswered(batch.summary["questions"], batch.answers) == 5
    batch = actions.answer(make.by(), batch, {key: {"value": "yes", "text": "审计核减签证"}})
    assert unanswered(batch.summary["questions"], batch.answers) == 4


def test_refused_cells_are_empty_on_a_new_row_and_the_rest_goes_in() -> None:
    batch = july()
    assert {one["cell"] for row in batch.rows.exclude(refused=[]) for one in row.refused} == {
        "N17", "M18", "C35", "F53", "C72",
    }  # fmt: skip
    project = Project.objects.get(name="廿八湾新能源汽车线束生产线项目")
    assert project.total_wan is None
    assert InvestmentReport.objects.filter(project=project, month=7).exists()


def test_the_same_file_twice_changes_nothing_and_is_not_journalled() -> None:
    july()
    before, journalled = everything(), JournalRow.objects.count()
    again = loaded(JULY, name="七月（再发一遍）.xlsx")
    assert counts(again) == {"same": 91}
    with pytest.raises(Refused, match="没有可以生效的变化"):
        actions.apply(make.by(), again)
    assert everything() == before
    assert JournalRow.objects.count() == journalled


def test_one_journal_row_vouches_for_the_stored_list() -> None:
    batch = july()
    row = JournalRow.objects.get(seq=batch.journal_seq or 0)
    assert (row.verb, row.after["added"], row.items_hash) == ("imported", 91, items.digest_of(batch))
    batch.rows.filter(row=8).update(name="改过的名称")
    assert items.digest_of(batch) != row.items_hash


def test_undo_brings_every_table_back() -> None:
    Unit.objects.create(zone=make.zone(), name="经济发展科")
    make.project("早就有的项目")
    by, before = make.by(), everything()
    batch = july(by)
    assert everything() != before
    batch = actions.undo(by, batch)
    assert batch.state == "undone"
    assert everything() == before
    assert JournalRow.objects.filter(verb="import_undone", subject_id=batch.pk).count() == 1


def test_august_changes_exactly_what_august_says(august_bytes: bytes) -> None:
    july()
    batch = loaded(august_bytes, make.by(at=SEPTEMBER), "8月.xlsx")
    changed, touched = (
        rows(batch, "changed"),
        {*august.SLIPPED, *august.EARLIER, *august.RENAMED, *august.FINISHED},
    )
    same = 90 - len(changed) - 1  # 91 of July without the missing one; one is asked about again
    assert counts(batch) == {"added": 2, "changed": len(changed), "same": same, "missing": 1, "asked": 1}
    months = {"ytd_investment@2022-08", "month_investment@2022-08"}
    for row, one in changed.items():
        wanted = months if one.after.keys() & months else set()
        wanted = wanted | ({"planned_finish"} if row in {**august.SLIPPED, **august.EARLIER} else set())
        wanted = wanted | ({"project_name"} if row in august.RENAMED else set())
        wanted = wanted | ({"site_progress"} if row in august.FINISHED else set())
        assert one.after.keys() == wanted, (row, one.after)
    assert touched <= changed.keys()
    assert [one.name for one in batch.rows.filter(outcome="missing")] == ["小微园"]
    assert {one.name for one in rows(batch, "added").values()} == {cells[2] for cells in august.NEW.values()}


def test_august_finishes_slips_renames_and_leaves_the_missing_alone(august_bytes: bytes) -> None:
    july()
    by = make.by(at=SEPTEMBER)
    batch = actions.apply(by, answered(loaded(august_bytes, by, "8月.xlsx"), by, slip="land"))
    assert batch.state == "applied", batch.message
    slips = Slip.objects.filter(state="waiting")
    assert {one.reason_class for one in slips} == {"land"}
    assert len(slips) == len(august.SLIPPED)
    slipped = Milestone.objects.get(project__name="保安桥年产200万件运动护具项目", key="completed")
    assert slipped.due == date(2022, 10, 31), "the light is judged by the approved date until the slip is"
    earlier = PlanVersion.objects.filter(origin="ledger", n=2, state="approved")
    assert earlier.count() == len(august.EARLIER)
    done = Milestone.objects.filter(key="completed", done_on=date(2022, 8, 31)).values_list(
        "project__stage", flat=True
    )
    assert sorted(done) == ["completed", "completed", "in_production"]
    renamed = Project.objects.get(name="岩岫资源高纯石英二期")
    assert ProjectAlias.objects.get(project=renamed).name == "岩岫资源二期"
    assert Project.objects.filter(name="小微园").exists()
    assert Project.objects.count() == 93
    assert counts(loaded(august_bytes, by)) == {"same": 92, "missing": 1}


def test_july_after_august_does_not_turn_the_name_back(august_bytes: bytes) -> None:
    july()
    by = make.by(at=SEPTEMBER)
    actions.apply(by, answered(loaded(august_bytes, by), by))
    again = loaded(JULY, by)
    assert "project_name" not in {key for row in again.rows.all() for key in row.after}


def test_august_undone_brings_july_back_and_july_can_still_be_undone(august_bytes: bytes) -> None:
    first = july()
    before = everything()
    by = make.by(at=datetime(2022, 7, 31, 8, 0, tzinfo=UTC))
    second = actions.apply(by, answered(loaded(august_bytes, by), by))
    assert actions.undo(by, second).state == "undone"
    assert everything() == before
    assert actions.undo(by, first).state == "undone"
    assert Project.objects.count() == 0


def test_undo_is_refused_when_something_newer_stands_on_a_record(august_bytes: bytes) -> None:
    first = july()
    Project.objects.filter(name="小微园").update(version=2)
    with pytest.raises(Refused, match="「小微园」又有了新的改动"):
        actions.undo(make.by(), first)
    assert Project.objects.count() == 91


def test_undo_is_refused_after_a_day() -> None:
    batch = july()
    with pytest.raises(Refused, match="超过 24 小时"):
        actions.undo(make.by(at=datetime(2022, 8, 2, tzinfo=UTC)), batch)


def test_records_changed_since_the_preview_are_planned_again_and_shown() -> None:
    july()
    batch = loaded(august.august(JULY), make.by(at=SEPTEMBER))
    batch = answered(batch)
    Project.objects.filter(name="朗峤瑜伽垫").update(site_progress="已停工整改", version=2)
    again = actions.apply(make.by(at=SEPTEMBER), batch)
    assert again.state == "preview"
    assert "有人改了项目" in again.message
    assert rows(again, "changed")[44].before["site_progress"] == "已停工整改"
    assert actions.apply(make.by(at=SEPTEMBER), again).state == "applied"


def test_a_project_of_another_zone_is_neither_matched_nor_named() -> None:
    july()
    stranger = make.by(make.wu())
    batch = loaded(JULY, stranger)
    assert counts(batch) == {"added": 87, "asked": 4}
    assert not batch.rows.filter(target_id__isnull=False).exists()


def test_people_and_units_of_a_row_answer_for_the_project() -> None:
    july()
    project = Project.objects.get(name="贺川蜂产品精深加工项目")
    found = Assignment.objects.filter(project=project).values_list("role", "unit__name", "person", "phone")
    assert set(found) == {
        ("lead", "开投集团", "", ""), ("sponsor", None, "周国平", ""),
        ("contact", None, "姜文军", "13900000555"),
    }  # fmt: skip


def test_the_ledger_is_read_with_the_same_number_of_queries_for_ten_and_ninety_projects() -> None:
    july()
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    bound = keeping.binding("projects")
    counts = []
    for some in (ids[:10], ids, ids[::2]):
        with CaptureQueriesContext(connection) as queries:
            bound.current(some, "2022-07")
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_the_ledger_says_again_what_the_file_said() -> None:
    batch = july()
    row = batch.rows.get(row=8)
    assert row.target_id is not None
    said = keeping.binding("projects").current([row.target_id], "2022-07")[row.target_id]
    assert said["planned_start"] == "2022-05"
    assert said["ytd_investment"] == {"2022-06": "2377", "2022-07": "2874"}
    assert said["month_investment"] == {"2022-06": "2377", "2022-07": "497"}
    assert said["completion_rate_pct"] == "60.9"
    assert (said["unit"], said["sponsor"], said["contact"]) == ("市住建局", "周国平", "何伟明")
