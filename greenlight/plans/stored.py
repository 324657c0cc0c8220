"""A draft of a plan as it waits for approval: into the version and back, exactly as it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from greenlight.base.refusals import Refused
from greenlight.kernel import schedule as network
from greenlight.kernel.workdays import Clock
from greenlight.plans.drafting import Draft, Row, later_of, owner_of
from greenlight.plans.known import Known, key_of
from greenlight.plans.models import PlanVersion
from greenlight.projects.models import TemplateNode

DAYS = ("start", "finish", "due", "latest", "done")


def told(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON holds it."""
    return {
        "mode": draft.mode, "begin": draft.begin.isoformat(), "target": draft.target,
        "passed": list(draft.passed), "off": list(draft.off), "dropped": sorted(draft.dropped),
        "rows": [_row(row) for row in draft.rows],
        "links": [[one.pred, one.succ, one.type.value, one.lag, one.lag_clock.value] for one in draft.links],
    }  # fmt: skip


def _row(row: Row) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(row, name)) else None for name in DAYS}
    return days | {
        "key": row.key, "float": row.total_float, "critical": row.critical, "estimated": row.estimated,
        "days": row.days,
    }  # fmt: skip


def draft_of(known: Known, version: PlanVersion) -> Draft:
    """Return what a draft version wants, against what is on record now.

    Raises Refused when the node library or the approved plan has changed since it was saved.
    """
    held = version.drafted
    if version.template_id != known.library.template.pk:
        raise Refused("存草稿以后节点库改过了，草稿里的节点对不上。请撤掉草稿，重新排。")
    nodes = {key_of(known.project.kind, one.code, known.milestones): one for one in known.library.nodes}
    if any(one["key"] not in nodes for one in held["rows"]):
        raise Refused("存草稿以后计划改过了，草稿里的节点对不上。请撤掉草稿，重新排。")
    rows = tuple(_read(known, nodes, one) for one in held["rows"])
    begin = date.fromisoformat(held["begin"])
    links = tuple(
        network.Link(pred, succ, network.LinkType(kind), lag, Clock(clock))
        for pred, succ, kind, lag, clock in held["links"]
    )
    return Draft(
        known, held["mode"], begin, version.anchor or begin, held["target"], rows, links, (),
        tuple(later_of(known, rows)), tuple(held["passed"]), tuple(held["off"]),
        any(row.estimated for row in rows), frozenset(held["dropped"]),
    )  # fmt: skip


def _read(known: Known, nodes: Mapping[str, TemplateNode], one: Mapping[str, Any]) -> Row:
    days = {name: date.fromisoformat(one[name]) if one[name] else None for name in DAYS}
    key, node = one["key"], nodes[one["key"]]
    start, finish, due, latest = (days[name] or date.min for name in DAYS[:4])
    row = Row(
        key, node, owner_of(known, key, node), start, finish, due, latest, one["float"], one["critical"],
        one["estimated"], days["done"], one.get("days"),
    )  # fmt: skip
    stone = known.milestones.get(key)
    if stone and stone.done_on:
        return replace(row, done=stone.done_on, due=stone.due or due, critical=False)
    return row
