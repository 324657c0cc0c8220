"""Reports: the month, and the checker of reports."""

from __future__ import annotations

from typing import Any

from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from greenlight.reports.checking import actions, example, work
from greenlight.reports.models import CheckedReport
from tests import make
from tests.doors.door import EDITORS, INSIDE, Door, World, deed, page, record

READERS = frozenset({"lin", "zhao", "hu"})


def made(zone: Zone, _project: Project, _unit: Unit) -> dict[str, int]:
    """Check the example and keep one number of it."""
    report = work.take_file(make.by(), zone.pk, example.document(), example.NAME)
    actions.keep(make.by(), report, [1])
    kept = report.observations.get()
    return {"report": report.pk, "question": 1, "observation": kept.pk}


def answer(world: World) -> dict[str, Any]:
    report = CheckedReport.objects.get(pk=world.report)
    return {"key": report.findings[0]["key"], "verdict": "accepted"}


def report(methods: str = "GET", **more: Any) -> Door:
    return record("report", methods=methods, readers=READERS, **more)


ROWS: dict[str, Door] = {
    "reports:checklist": record("project"),
    "reports:digest": page("GET POST", doers=INSIDE, data=lambda _: {"form": "docx"}),
    "reports:chapter": page(records=("chapter",)),
    # 核数
    "reports:checks": page("GET POST", doers=EDITORS, data=lambda _: {"text": "税收2亿元，增长3%。"}),
    "reports:check_example": page("POST", doers=EDITORS),
    "reports:check_compare": page(),
    "reports:check": report(),
    "reports:check_question": record("report", "question", readers=READERS),
    "reports:check_numbers": report(),
    "reports:check_job": report(),
    "reports:check_cancel": deed("report"),
    "reports:check_answer": deed("report", data=answer),
    "reports:check_again": deed("report"),
    "reports:check_copy": report(),
    "reports:check_print": report(),
    "reports:check_remove": deed("report"),
    "reports:check_keep": deed("report", data=lambda _: {"all": "1"}),
    "reports:observations": page(),
    "reports:observations_export": page(),
    "reports:observation_drop": deed("observation"),
}
