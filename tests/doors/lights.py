"""Lights, packs and nudges."""

from __future__ import annotations

from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from greenlight.warnings.models import Waiver, Warning  # noqa: A004  the word of the papers
from tests import make
from tests.doors.door import (
    EDITORS,
    LEADERS,
    Door,
    day,
    deed,
    page,
    record,
)

REASON = {
    "scene": "milestones", "colour": "yellow", "what": "milestone_undated", "rule": "default-1", "version": 1,
    "paper": "", "numbers": {"name": "开工"}, "about": "groundbreaking", "since": None,
}  # fmt: skip
THRESHOLDS = {"yellow_days": "1", "red_days": "20", "is_on": "on", "why": "主任办公会纪要"}


def made(zone: Zone, project: Project, _unit: Unit) -> dict[str, int]:
    """Make an open warning and a waiver that runs."""
    Warning.objects.create(
        project=project, zone=zone, scene="milestones", rule="default-1", about="groundbreaking",
        colour="yellow", since=make.TODAY, opened_on=make.TODAY, reason=REASON, shape="x",
    )  # fmt: skip
    waiver = Waiver.objects.create(
        project=project, zone=zone, rule="yinchuan-1", reason="同意", until=make.TODAY,
        actor_name="zhao", at=make.NOW,
    )  # fmt: skip
    return {"waiver": waiver.pk}


ROWS: dict[str, Door] = {
    # lights
    "warnings:held": page(),
    "warnings:zone_day": page(),
    "warnings:zone_file": page(),
    "warnings:replay": record("project"),
    "warnings:waive": deed(
        "project", doers=LEADERS,
        data=lambda _: {"rule": "default-1", "about": "groundbreaking", "until": day(3), "reason": "同意"},
    ),
    "warnings:end_waiver": deed("project", "waiver", doers=LEADERS),
    "warnings:turned": page(),
    "warnings:packs": page(
        "GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=EDITORS,
        data=lambda _: {"packs": ["default"], "valid_from": day(), "why": "主任办公会"},
    ),
    "warnings:rule": record(
        "rule", methods="GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: THRESHOLDS | {"valid_from": day()},
    ),
    "warnings:nudge": deed(
        "project", doers=frozenset({"lin", "zhao", "he"}),
        data=lambda w: {"unit": w.unit, "answer_by": day(3), "message": "请报完成日期"},
    ),
    "warnings:answer": deed(
        "project", "nudge", doers=frozenset({"lin", "zhao", "sun"}), data=lambda _: {"answer": "下周办好"}
    ),
}  # fmt: skip
