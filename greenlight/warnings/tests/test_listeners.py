"""Whatever changes a fact judges the project again, with the cause written down."""

from datetime import date
from decimal import Decimal

import pytest

from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.models import File, ImportBatch
from greenlight.investment import actions as investment
from greenlight.kernel.reporting import Report
from greenlight.warnings.models import LightTurn
from tests import cases, make

pytestmark = pytest.mark.django_db


def batch() -> ImportBatch:
    file = File.objects.create(
        name="7月.xlsx", sha256="0" * 64, size=1, media_type="x", actor_name="lin", at=make.NOW
    )
    return ImportBatch.objects.create(
        zone_id=make.zone().pk, ledger="projects", file=file, actor_name="lin", created_at=make.NOW
    )


def test_an_import_judges_what_it_wrote_and_an_undo_judges_again() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 5, 31))
    one = batch()
    import_applied.send(sender=ImportBatch, batch=one, ids=[project.pk], by=make.by())
    assert cases.light(project).colour == "red"
    row.delete()
    import_undone.send(sender=ImportBatch, batch=one, ids=[project.pk], by=make.by())
    assert cases.light(project).colour == "grey"
    causes = LightTurn.objects.filter(scene="project").order_by("pk").values_list("cause", "batch_id")
    assert list(causes) == [("import", one.pk), ("undo", one.pk)]


def test_a_report_turns_the_light_in_the_same_deed() -> None:
    day = date(2026, 7, 31)
    lin = make.user("lin", day=day)
    project = make.project()
    by = make.by(lin, cases.at(day))
    investment.set_year_plan(by=by, project=project, year=2026, amount_wan=Decimal(12000))
    assert cases.light(project, "investment").colour == "grey"
    investment.report(by=by, project=project, report=Report(2026, 7, Decimal(100)))
    assert cases.light(project, "investment").colour == "red"
