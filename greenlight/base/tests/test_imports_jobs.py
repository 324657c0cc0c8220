"""Jobs tell how far they are and how they ended; files are kept and handed out without trust."""

from datetime import UTC, datetime, timedelta

import pytest

from greenlight.base import files, jobs
from greenlight.base.bulk import decimal_text, runs
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.base.refusals import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 7, 31, 2, 0, tzinfo=UTC)
BY = By(NOW, 7, "林", 3)


def start(work: jobs.Work, name: str = "test_kind") -> Job:
    jobs.kind(name, work)
    return jobs.start(BY, name, "试")


def test_a_job_that_ends_well_is_done() -> None:
    seen = []

    def work(running: jobs.Running) -> None:
        running.progress(3, 9)
        seen.append(running.job.pk)

    job = start(work)
    assert (job.state, job.done, job.total) == ("done", 3, 9)
    assert seen == [job.pk]


def test_a_job_runs_once_however_often_it_is_handed_out() -> None:
    seen: list[int] = []
    job = start(lambda running: seen.append(1))
    jobs.run(job.pk)
    assert seen == [1]


def test_a_refusal_is_the_note_of_the_job() -> None:
    def refuse(_running: jobs.Running) -> None:
        raise Refused("表里没有行")

    job = start(refuse)
    assert (job.state, job.note) == ("failed", "表里没有行")


def test_a_job_asked_to_stop_stops_between_two_chunks() -> None:
    seen = []

    def work(running: jobs.Running) -> None:
        running.progress(1, 3)
        seen.append(1)
        Job.objects.filter(pk=running.job.pk).update(wants_cancel=True)
        running.progress(2, 3)
        seen.append(2)

    job = start(work)
    assert job.state == "cancelled"
    assert seen == [1]


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = Job.objects.create(kind="test_kind", label="试", actor_name="林", queued_at=NOW)
    assert jobs.cancel(job).state == "cancelled"


def test_a_job_without_a_sign_of_life_is_ended() -> None:
    old = NOW - timedelta(minutes=11)
    dead = Job.objects.create(
        kind="x", label="试", actor_name="林", queued_at=old, heartbeat_at=old, state="running"
    )
    alive = Job.objects.create(
        kind="x", label="试", actor_name="林", queued_at=old, heartbeat_at=NOW, state="running"
    )
    assert jobs.sweep(NOW) == 1
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, alive.state) == ("failed", "running")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7", "a.xlsx", "application/pdf"),
        (b"PK\x03\x04..", "a.xlsx", files.OFFICE[".xlsx"]),
        (b"<html><script>", "a.png", "text/plain"),
        (b"\x00\x01\x02", "a.csv", "application/octet-stream"),
        (b"", "a.csv", "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_bytes(data: bytes, name: str, kind: str) -> None:
    assert files.sniff(data, name) == kind


def test_a_file_is_kept_under_a_random_name_with_its_hash() -> None:
    kept = files.store(BY, b"abc", "../../etc/passwd\x00.csv")
    assert kept.name == "passwd.csv"
    assert "passwd" not in str(kept.content.name)
    assert kept.sha256.startswith("ba7816bf")
    assert files.content(kept) == b"abc"


def test_a_file_too_large_is_refused_with_a_way_out() -> None:
    with pytest.raises(Refused, match="分成几个文件"):
        files.store(BY, b"x" * 11, "大表.xlsx", limit=10)


def test_a_file_is_sent_to_be_saved_and_never_run() -> None:
    answer = files.sent(files.store(BY, b"<script>", "表.html"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    answer.close()


def test_ids_fold_into_runs() -> None:
    assert runs([5, 3, 4, 9]) == [(3, 5), (9, 9)]
    assert runs([]) == []


def test_a_decimal_is_written_without_exponent_and_zeros() -> None:
    from decimal import Decimal

    assert [decimal_text(Decimal(one)) for one in ("35000.0000", "0.20", "1E+4", "-0.0")] == [
        "35000", "0.2", "10000", "0",
    ]  # fmt: skip
