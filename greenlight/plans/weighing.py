"""What room plans has against edits of planned dates: a later one is a slip and wants its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.base.keeping import Objection, Wish
from greenlight.plans.keeping import FINISH, KEYS, START, as_day, finish_keys
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Halt, Project

PLANNED = ("planned_start", "planned_finish")
REASONS = tuple((value, label) for value, label in Slip.Reason.choices if value != Slip.Reason.UNSTATED)
Stone = tuple[str, date | None, date | None]


def weigh(by: By, wishes: Sequence[Wish]) -> Mapping[tuple[int, str], Objection]:
    """Object to planned dates that cannot move, and ask why others move later; at most three queries."""
    own = [one for one in wishes if one.key in PLANNED]
    if not own:
        return {}
    ids = sorted({one.record_id for one in own})
    halted = dict(Project.objects.filter(bulk.among("pk", ids)).exclude(halt="").values_list("pk", "halt"))
    stones = _stones(ids)
    found = {}
    for one in own:
        told = _objection(one, halted.get(one.record_id, ""), stones.get((one.record_id, one.key)))
        if told:
            found[(one.record_id, one.key)] = told
    return found


def _stones(ids: Sequence[int]) -> dict[tuple[int, str], Stone]:
    """Return (name, approved due, done) of the milestone a column speaks of."""
    rows = Milestone.objects.filter(bulk.among("project_id", ids), key__in=KEYS)
    told = list(rows.values_list("project_id", "key", "name", "due", "done_on"))
    finish = finish_keys((pk, key) for pk, key, *_ in told)
    return {
        (pk, PLANNED[0] if key == START else PLANNED[1]): (name, due, done)
        for pk, key, name, due, done in told
        if key == START or (key in FINISH and finish.get(pk) == key)
    }


def _objection(wish: Wish, halt: str, stone: Stone | None) -> Objection | None:
    if halt:
        return Objection(f"项目已{Halt(halt).label}，先恢复推进再改计划。")
    if wish.new is None:
        return (
            Objection("计划日期不能清空，承诺要一直看得见；要推后请填新的日期和原因。") if wish.old else None
        )
    if stone is None:
        return None
    name, due, done = stone
    if done:
        return Objection(f"“{name}”已在 {done} 完成，不用再改计划日期。")
    if due and as_day(str(wish.new)) > due:
        told = f"“{name}”从 {due} 推到 {wish.new}，要写原因；领导批准前，灯仍按 {due} 判。"
        return Objection(told, "slip", REASONS)
    return None
