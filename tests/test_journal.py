"""Every deed is one row of the journal, in one transaction with it: without its row it did not happen."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from greenlight.base import files, journal, undoing
from greenlight.base.imports import actions as imports
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch, JournalItem, JournalRow
from greenlight.investment import actions as investment
from greenlight.kernel import reporting
from greenlight.plans import actions as plans
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Milestone
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects import editing, library
from greenlight.projects.editing.checks import Wait
from greenlight.projects.models import Project
from greenlight.warnings import actions as warnings
from greenlight.warnings import packs
from greenlight.warnings.models import Rule
from greenlight.warnings.models import Warning as Held
from tests import desk_deeds, make, money_deeds, order_deeds, people_deeds, report_deeds, site_deeds

pytestmark = pytest.mark.django_db
ROOMS = ("projects.actions", "projects.editing", "plans.actions", "investment.actions", "warnings.actions",
         "base.imports.actions", "people.signin", "people.tokens", "people.opening",
         "people.walls", "people.setup", "desk.actions", "desk.actions.notices", "base.undoing",
         "supervision.actions",
         "reports.checking.actions", "sites.actions")  # fmt: skip
# Parts of deeds, or steps before one: they change no record (a batch that is read, asked about, given up).
NOT_DEEDS = {
    "projects.actions.changed", "projects.actions.touch", "base.imports.actions.begin",
    "base.imports.actions.read_again", "base.imports.actions.map_columns", "base.imports.actions.answer",
    "base.imports.actions.choose_ledger",
    "base.imports.actions.discard", "base.imports.actions.check_in_time",
    "base.imports.actions.write_journal", "base.undoing.latest",
    "desk.actions.notices.check", "desk.actions.notices.read_notices",  # one's own reading mark
    "reports.checking.actions.may_check", "reports.checking.actions.queue",
}  # fmt: skip
FAR = date(2029, 12, 31)


@dataclass
class Stage:
    """What the deeds play with: a project with a plan of two dates, a clerk, a leader."""

    by: By
    zhao: By
    project: Project
    stone: Milestone


@pytest.fixture
def stage(settings: Any, tmp_path: Path) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    project = cast.project(stage="lead")
    cast.skeleton(project, groundbreaking=date(2027, 6, 30), in_production=FAR)
    packs.seed()
    packs.open_zone(project.zone_id)
    by, zhao = make.by(), make.by(make.zhao())
    return Stage(by, zhao, project, cast.stone(project, "groundbreaking"))


Deed = Callable[[], Any]
Play = Callable[[Stage], Deed]


def paper(s: Stage) -> Any:
    return projects.hand_in(
        by=make.by(sun_of(s)), project=s.project, node_code="IND012", name="24位项目代码", file=None
    )


def sun_of(s: Stage) -> Any:
    if not s.project.assignments.exists():
        projects.assign(by=s.by, project=s.project, role="lead", unit=make.unit())
    return make.sun()


def nudge(s: Stage, **more: Any) -> Any:
    return warnings.nudge(
        by=s.by, project=s.project, unit=make.unit(), answer_by=make.TODAY, message="请报", **more
    )


def slip(s: Stage) -> Any:
    return plans.ask(
        by=s.by, milestone=s.stone, to_due=date(2027, 9, 30), reason_class="land", reason="净地未移交"
    )


def draft(s: Stage, one: Project) -> Any:
    return plans.save_draft(by=s.by, project=one, wish=Wish("forward"))


def drafted(s: Stage) -> Project:
    one = make.project("另一个", stage="lead")
    draft(s, one)
    return one


def group(s: Stage) -> Project:
    return projects.put_under(by=s.by, project=make.project("一期"), parent=make.project("二期")).parent  # type: ignore[return-value]


def batch(s: Stage) -> ImportBatch:
    text = "项目名称,责任单位,总投资（万元）\n示例锂盐生产线项目,经济发展科,5000\n"
    file = files.store(s.by, text.encode("gb18030"), "台账.csv")
    made = imports.begin(s.by, s.project.zone_id, "projects", file)
    for card in made.summary.get("questions", []):
        imports.answer(s.by, made, {card["key"]: {"value": card["options"][0]["value"], "text": "按表"}})
    made.refresh_from_db()
    if made.answers:
        imports.read_again(s.by, made)
    return made


def applied(s: Stage) -> ImportBatch:
    return imports.apply(s.by, batch(s))


def at_library(name: str, **more: Any) -> Play:
    """Play a deed on the draft of the node library, which has two steps behind it."""

    def play(s: Stage) -> Deed:
        where: dict[str, Any] = {"by": s.by, "zone_id": s.project.zone_id, "kind": "attraction"}
        for code in ("IND003", "IND012"):
            editing.change_node(**where, code=code, values={"duration": 99})
        return lambda: getattr(editing, name)(**where, **more)

    return play


def newer(s: Stage) -> tuple[Project, int]:
    """A project with a plan, and a version of the library published since."""
    one = make.project("另一个", stage="lead")
    plans.make(by=s.by, project=one, wish=Wish("forward"))
    where: dict[str, Any] = {"by": s.by, "zone_id": s.project.zone_id, "kind": "attraction"}
    editing.change_node(**where, code="IND003", values={"duration": 1})
    return one, editing.publish(**where, reason="缩短").pk


def rule(s: Stage) -> Deed:
    found = Rule.objects.filter(pack__code="default").order_by("pk")[0]
    params = {key: str(Decimal(str(value)) + 1) for key, value in found.params.items()}
    return lambda: warnings.set_rule(
        by=s.by, zone=s.project.zone, rule=found, params=params, is_on=True, valid_from=make.TODAY,
        why="主任办公会",
    )  # fmt: skip


def warned(s: Stage) -> int:
    """An open warning: the start is late."""
    s.stone.due = make.TODAY - timedelta(days=2)
    s.stone.save(update_fields=["due"])
    warnings.judge_projects(s.project.zone_id, [s.project.pk], day=make.TODAY, at=make.NOW)
    return Held.objects.get(project=s.project, rule="default-1").pk


def waived(s: Stage) -> Deed:
    return lambda: warnings.waive(
        by=s.zhao, project=s.project, rule="default-1", until=make.TODAY, reason="会议同意"
    )


def then(prepare: Callable[[Stage], Any], deed: Callable[[Stage, Any], Any]) -> Play:
    """Prepare something first; the deed is what follows."""

    def play(s: Stage) -> Deed:
        made = prepare(s)
        return lambda: deed(s, made)

    return play


def at_once(deed: Callable[[Stage], Any]) -> Play:
    return lambda s: lambda: deed(s)


PLAYS: dict[str, Play] = {
    # projects
    "projects.actions.create": at_once(lambda s: projects.create(
        by=s.by, zone_id=s.project.zone_id, kind="attraction", name="新项目", total_wan=Decimal(5))),
    "projects.actions.edit": at_once(lambda s: projects.edit(
        by=s.by, project=s.project, facts={"name": "改名", "location": "城南", "total_wan": Decimal(9)})),
    "projects.actions.put_under": then(group, lambda s, g: projects.put_under(
        by=s.by, project=s.project, parent=g)),
    "projects.actions.set_amount": at_once(lambda s: projects.set_amount(
        by=s.by, project=s.project, kind="agreed", amount_wan=Decimal(7), on=None)),
    "projects.actions.add_code": at_once(lambda s: projects.add_code(
        by=s.by, project=s.project, code="2206-330881-04-01-123456")),
    "projects.actions.list_on": at_once(lambda s: projects.list_on(
        by=s.by, project=s.project, name="省重点", year=2022)),
    "projects.actions.list_off": then(
        lambda s: projects.list_on(by=s.by, project=s.project, name="省重点", year=2022),
        lambda s, one: projects.list_off(by=s.by, listing=one)),
    "projects.actions.assign": at_once(lambda s: projects.assign(
        by=s.by, project=s.project, role="lead", unit=make.unit())),
    "projects.actions.end_assignment": then(
        lambda s: projects.assign(by=s.by, project=s.project, role="lead", unit=make.unit()),
        lambda s, one: projects.end_assignment(by=s.by, assignment=one)),
    "projects.actions.hand_in": then(sun_of, lambda s, _: paper(s)),
    "projects.actions.accept": then(paper, lambda s, one: projects.accept(by=s.by, evidence=one)),
    "projects.actions.send_back": then(paper, lambda s, one: projects.send_back(
        by=s.by, evidence=one, note="看不清")),
    "projects.actions.advance": at_once(lambda s: projects.advance(
        by=s.by, project=s.project, to="negotiating", on=make.TODAY)),
    "projects.actions.record_stage": at_once(lambda s: projects.record_stage(
        by=s.by, project=s.project, to="signed", on=None, reason="台账")),
    "projects.actions.correct_stage": then(
        lambda s: projects.record_stage(by=s.by, project=s.project, to="signed", on=None, reason="台账"),
        lambda s, _: projects.correct_stage(by=s.by, project=s.project, to="lead", reason="录错")),
    "projects.actions.halt": at_once(lambda s: projects.halt(
        by=s.by, project=s.project, state="paused", reason="调整")),
    "projects.actions.resume": then(
        lambda s: projects.halt(by=s.by, project=s.project, state="paused", reason="调整"),
        lambda s, _: projects.resume(by=s.by, project=s.project, reason="恢复")),
    "projects.actions.report_site": at_once(lambda s: projects.report_site(
        by=s.by, project=s.project, words="主体", percent=Decimal(4), on=make.TODAY)),
    "projects.editing.change_node": at_library("change_node", code="IND012", values={"duration": 9}),
    "projects.editing.add_node": at_library(
        "add_node", after="IND012", values={"name": "新节点", "duration": 3}),
    "projects.editing.retire_node": at_library("retire_node", code="IND004"),
    "projects.editing.set_links": at_library("set_links", code="IND012", waits=[Wait("IND001", "SS", 3)]),
    "projects.editing.move_node": at_library("move_node", code="IND012", up=True),
    "projects.editing.put_back": at_library("put_back", code="IND012"),
    "projects.editing.publish": at_library("publish", reason="缩短"),
    "projects.editing.discard": at_library("discard"),
    "projects.editing.map_departments": then(lambda s: str(make.unit().pk), lambda s, unit:
        editing.map_departments(by=s.by, zone_id=s.project.zone_id,
                                chosen={library.all_departments(s.project.zone_id)[0]: unit})),
    # plans
    "plans.actions.arrange": at_once(lambda s: plans.arrange(
        by=s.by, project=s.project, told={"nodes": {"groundbreaking": {"due": "2027-06-01"}}})),
    "plans.actions.make": then(lambda s: make.project("另一个", stage="lead"), lambda s, one: plans.make(
        by=s.by, project=one, wish=Wish("forward"))),
    "plans.actions.make_many": then(
        lambda s: [make.project("另一个", stage="lead").pk, make.project("再一个", stage="lead").pk],
        lambda s, ids: plans.make_many(by=s.by, ids=ids, wish=Wish("forward"))),
    "plans.actions.save_draft": then(lambda s: make.project("另一个", stage="lead"), draft),
    "plans.actions.approve": then(drafted, lambda s, one: plans.approve(by=s.by, project=one)),
    "plans.actions.discard": then(drafted, lambda s, one: plans.discard(by=s.by, project=one)),
    "plans.actions.take_library": then(newer, lambda s, one: plans.take_library(
        by=s.by, project=one[0], template=one[1])),
    "plans.actions.leave_library": then(newer, lambda s, one: plans.leave_library(
        by=s.by, project=one[0], template=one[1])),
    "plans.actions.edit": then(lambda s: make.unit("住建局"), lambda s, unit: plans.edit(
        by=s.by, milestone=s.stone, due=date(2027, 3, 31), owner=unit)),
    "plans.actions.report": at_once(lambda s: plans.report(
        by=s.by, milestone=s.stone, started_on=make.TODAY, percent=Decimal(9))),
    "plans.actions.withdraw": then(
        lambda s: plans.report(by=s.by, milestone=s.stone, started_on=make.TODAY),
        lambda s, _: plans.withdraw(by=s.by, milestone=s.stone, why="填错")),
    "plans.actions.ask": at_once(slip),
    "plans.actions.decide": then(slip, lambda s, one: plans.decide(
        by=s.zhao, project=s.project, slips=[one], approve=True)),
    "plans.actions.take_back": then(slip, lambda s, _: plans.take_back(by=s.by, milestone=s.stone)),
    "plans.actions.set_levels": at_once(lambda s: plans.set_levels(
        by=s.zhao, zone=s.project.zone, deciders={0: "leader", 90: "sponsor"}, why="主任办公会")),
    # money
    "investment.actions.set_year_plan": at_once(lambda s: investment.set_year_plan(
        by=s.by, project=s.project, year=2022, amount_wan=Decimal(900))),
    "investment.actions.report": at_once(lambda s: investment.report(
        by=s.by, project=s.project, report=reporting.Report(2022, 6, Decimal(80), False))),
    # lights
    "warnings.actions.nudge": at_once(nudge),
    "warnings.actions.answer_nudge": then(nudge, lambda s, one: warnings.answer_nudge(
        by=s.by, nudge=one, answer="下周办好")),
    "warnings.actions.choose_packs": at_once(lambda s: warnings.choose_packs(
        by=s.by, zone=s.project.zone, codes=["default"], valid_from=make.TODAY + timedelta(days=1),
        why="主任办公会纪要")),
    "warnings.actions.set_rule": rule,
    "warnings.actions.waive": then(warned, lambda s, one: waived(s)()),
    "warnings.actions.end_waiver": then(lambda s: (warned(s), waived(s)())[1], lambda s, one: (
        warnings.end_waiver(by=s.zhao, waiver=one))),
    "warnings.actions.tell": then(warned, lambda s, one: warnings.tell(
        by=s.by, entries=[warnings.Telling("赵主任", "站内", warning_id=one)])),
    **desk_deeds.plays(then, at_once),
    **order_deeds.plays(then, at_once),
    **report_deeds.plays(then, at_once),
    **money_deeds.plays(then, at_once),
    **site_deeds.plays(then, at_once),
    # a workbook
    "base.imports.actions.apply": then(batch, lambda s, one: imports.apply(s.by, one)),
    "base.imports.actions.undo": then(applied, lambda s, one: imports.undo(s.by, one)),
    "base.undoing.take_back": then(
        desk_deeds.edited,
        lambda s, made: undoing.take_back(s.by, JournalRow.objects.get(pk=made.seq))),
    **people_deeds.plays(then, at_once),
}  # fmt: skip


def deeds() -> list[str]:
    """Return every public function that takes `by`, and those people do on their own account."""
    found = []
    for name in ROOMS:
        room = importlib.import_module(f"greenlight.{name}")
        for one, func in vars(room).items():
            if one.startswith("_") or not inspect.isfunction(func):
                continue
            if not func.__module__.startswith(f"greenlight.{name}"):
                continue
            if "by" in inspect.signature(func).parameters:
                found.append(f"{name}.{one}")
    return found


def everything() -> dict[str, list[Any]]:
    """Return all rows of all tables, sign-in attempts and sessions apart."""
    rooms = [one for one in apps.get_models() if one.__module__.startswith("greenlight.")]
    return {one._meta.label: list(rows(one).values_list()) for one in rooms}


def rows(model: type[models.Model]) -> Any:
    return model._base_manager.order_by("pk")


def test_every_deed_is_played_here() -> None:
    assert set(deeds()) - set(PLAYS) - NOT_DEEDS == set()
    assert set(PLAYS) - set(deeds()) == {
        "people.signin.use", "people.signin.set_password", "people.opening.open_zone"
    }  # fmt: skip


@pytest.mark.parametrize("name", PLAYS)
def test_a_deed_writes_one_row_that_says_who_and_what(name: str, stage: Stage) -> None:
    deed = PLAYS[name](stage)
    before = JournalRow.objects.count()
    deed()
    assert JournalRow.objects.count() == before + 1
    row = JournalRow.objects.latest("seq")
    assert row.verb
    assert row.actor_name
    assert row.at == make.NOW
    assert row.before != row.after or row.items_hash or name == "people.signin.use" or "password" in name
    assert row.subject_id or row.items_hash


class LostJournal(Exception):
    """The journal cannot be written."""


@pytest.mark.parametrize("name", PLAYS)
def test_a_deed_without_its_row_did_not_happen(
    name: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    deed = PLAYS[name](stage)

    def lost(*_: Any, **__: Any) -> None:
        raise LostJournal

    before = without_jobs(everything())
    monkeypatch.setattr(journal, "write", lost)
    with pytest.raises(LostJournal):
        deed()
    assert without_jobs(everything()) == before


def without_jobs(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Leave out the running of a job: it is told as failed, and the batch goes back to its preview."""
    return {name: rows for name, rows in found.items() if name not in ("base.Job", "base.ImportBatch")}


def test_a_bulk_deed_is_one_row_with_the_hash_of_its_items(stage: Stage) -> None:
    two = [make.project("另一个", stage="lead"), make.project("再一个", stage="lead")]
    plans.make_many(by=stage.by, ids=[one.pk for one in two], wish=Wish("forward"))
    row = JournalRow.objects.latest("seq")
    items = JournalItem.objects.filter(row=row).order_by("n")
    assert [one.subject_id for one in items] == [one.pk for one in two]
    assert row.items_hash == journal.items_hash(items)
    JournalItem.objects.filter(pk=items[0].pk).update(after={"n": 2})
    assert row.items_hash != journal.items_hash(JournalItem.objects.filter(row=row).order_by("n"))


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_an_error_of_ours() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        journal.write(make.by(), "x", "project", 1)
