"""Lights, packs and nudges."""

from __future__ import annotations

from tests.doors.door import (
    EDITORS,
    Door,
    day,
    deed,
    page,
    record,
)

THRESHOLDS = {"yellow_days": "1", "red_days": "20", "is_on": "on", "why": "主任办公会纪要"}

ROWS: dict[str, Door] = {
    # lights
    "warnings:turned": page(),
    "warnings:packs": page(
        "GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=EDITORS,
        data=lambda _: {"packs": ["default"], "valid_from": day(), "why": "主任办公会"},
    ),
    "warnings:rule": record(
        "rule", methods="GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=EDITORS,
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
