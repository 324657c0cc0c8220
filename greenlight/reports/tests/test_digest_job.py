"""The digest in the making: the bar moves step by step, and who stops it is left without a file."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from greenlight.base import handouts, jobs
from greenlight.base.jobs import Running
from greenlight.base.models import File, Job
from greenlight.base.official import Official
from greenlight.plans.tests import cast
from greenlight.reports.digest import making
from tests import make

pytestmark = pytest.mark.django_db
FORMS = list(making.FORMS)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    made = cast.project(name="甲", stage="signed")
    cast.skeleton(made, groundbreaking=date(2022, 5, 1), in_production=date(2022, 8, 20))


def started(form: str) -> Job:
    return making.start(make.by(), 2022, 7, form, "/reports/month/")


def heard(monkeypatch: pytest.MonkeyPatch, stop_at: int = 0) -> list[tuple[int, int, str]]:
    """Hear every step; at one of them somebody presses 取消."""
    told: list[tuple[int, int, str]] = []
    own = Running.progress

    def hear(self: Running, done: int, total: int = 0, note: str = "") -> None:
        told.append((done, total, note))
        if stop_at and len(told) == stop_at:
            jobs.cancel(self.job)
        own(self, done, total, note)

    monkeypatch.setattr(Running, "progress", hear)
    return told


@pytest.mark.parametrize("form", FORMS)
def test_the_bar_moves_with_every_chapter_and_ends_full(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = heard(monkeypatch)
    job = started(form)
    assert [done for done, _, _ in told] == list(range(making.WHOLE + 1))
    assert {total for _, total, _ in told} == {making.WHOLE}
    assert len({note for _, _, note in told}) == len(told)
    assert (job.state, job.done, job.total) == (Job.State.DONE, making.WHOLE, making.WHOLE)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", [1, 9, 16])
def test_who_stops_it_waits_for_one_step_and_gets_no_file(
    form: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = heard(monkeypatch, stop_at=at)
    job = started(form)
    assert (job.state, job.note) == (Job.State.CANCELLED, "已取消，什么都没有改")
    assert len(told) == at
    assert not handouts.made(job)
    assert not File.objects.filter(subject_kind=handouts.SUBJECT).exists()


def test_a_paper_of_ten_thousand_rows_is_written_in_seconds() -> None:
    rows: list[list[Any]] = [[f"第{n}号项目", ("1,234", "right"), "2022-07-31"] for n in range(10_000)]
    began = time.process_time()
    Official("长表").table(["项目", "金额", "日期"], rows).data()
    assert time.process_time() - began < 8
