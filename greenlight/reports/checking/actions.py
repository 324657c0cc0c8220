"""The deeds of 核数: take a report in, answer, check again, keep facts as observations."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from greenlight.base import files, jobs, journal
from greenlight.base.documents import Document
from greenlight.base.documents.checking import Checked, check
from greenlight.base.journal import By, Item
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people import may
from greenlight.reports.checking import observing, stored
from greenlight.reports.checking.answering import Told
from greenlight.reports.models import Answer, CheckedReport, Observation, ReportState

READ = "reports.check"
KEEP, DROP, REMOVE = "report.keep", "report.drop", "report.remove"
KIND = "report"
MOST_FACTS = 20_000


def may_check(by: By, zone_id: int) -> None:
    """Raise NotAllowed unless the person writes the zone's ledgers."""
    if not may.edit_zone(by.user, zone_id):
        raise NotAllowed("核数由科室和领导办，请把报告交给他们核。")


def same(zone_id: int, document: Document) -> CheckedReport | None:
    """Return the report of this very text, if the zone has checked it before."""
    found = CheckedReport.objects.ready().filter(zone_id=zone_id, kind=document.kind, removed_at=None)
    return found.filter(text_hash=stored.hash_of(document.text.body)).order_by("-pk").first()


@transaction.atomic
def take(by: By, zone_id: int, checked: Checked, data: bytes | None, took_ms: int) -> CheckedReport:
    """Keep a report that has been read; the same text again is the same report, with its answers."""
    may_check(by, zone_id)
    if (known := same(zone_id, checked.document)) is not None:
        return known
    name = files.clean_name(checked.document.text.name)
    file = files.store(by, data, name, limit=len(data)) if data is not None else None
    report = CheckedReport(zone_id=zone_id, file=file, name=name, actor_id=by.actor_id,
                           actor_name=by.actor_name, created_at=by.at)  # fmt: skip
    fill(report, checked, took_ms)
    report.save()
    _own(file, report)
    carry(report)
    journal.write(by, "report.check", KIND, report.pk, after=summary(report))
    return report


def _own(file: File | None, report: CheckedReport) -> None:
    if file is not None:  # the file is seen by whom the report is seen by
        file.subject_kind, file.subject_id = KIND, report.pk
        file.save(update_fields=["subject_kind", "subject_id"])


def summary(report: CheckedReport) -> dict[str, object]:
    """Return what the journal says of a report."""
    return {"name": report.name, "facts": report.fact_count, "asked": report.asked_count,
            "text": report.text_hash}  # fmt: skip


def fill(report: CheckedReport, checked: Checked, took_ms: int) -> None:
    """Put what was found into the row."""
    document, body = checked.document, checked.document.text.body
    report.kind, report.body, report.layout = document.kind, body, stored.layout_of(document)
    report.text_hash = stored.hash_of(body)
    report.facts = [stored.fact_row(fact) for fact in checked.facts]
    report.findings = stored.finding_rows(checked.conflicts, body)
    report.fact_count, report.asked_count = len(report.facts), len(report.findings)
    report.took_ms, report.state, report.message = took_ms, ReportState.READY, ""


def carry(report: CheckedReport) -> int:
    """Bring along the newest answers of the zone to the same questions; return how many."""
    keys = [row["key"] for row in report.findings]
    known = set(report.answers.values_list("key", flat=True))
    newest: dict[str, Answer] = {}
    for one in Answer.objects.filter(zone_id=report.zone_id, key__in=keys).order_by("at", "pk"):
        newest[one.key] = one
    carried = [
        Answer(zone_id=report.zone_id, report=report, key=key, verdict=one.verdict, reason=one.reason,
               words=one.words, corrected=one.corrected, place=one.place, carried=True,
               actor_id=one.actor_id, actor_name=one.actor_name, at=one.at)
        for key, one in newest.items() if key not in known
    ]  # fmt: skip
    Answer.objects.bulk_create(carried)
    return len(carried)


@transaction.atomic
def queue(by: By, zone_id: int, data: bytes, name: str) -> CheckedReport:
    """Have a long report read in the background."""
    may_check(by, zone_id)
    told = files.clean_name(name)
    file = files.store(by, data, told, limit=len(data))
    report = CheckedReport.objects.create(
        zone_id=zone_id, file=file, name=told, actor_id=by.actor_id, actor_name=by.actor_name,
        created_at=by.at,
    )  # fmt: skip
    _own(file, report)
    report.job = jobs.start(by, READ, f"正在核 {told}", next_url=page_of(report), report=report.pk)
    CheckedReport.objects.filter(pk=report.pk).update(job=report.job)
    return report


def page_of(report: CheckedReport) -> str:
    """Return the page of a report."""
    return f"/reports/check/{report.pk}/"


@transaction.atomic
def finish(by: By, report: CheckedReport, checked: Checked, took_ms: int) -> None:
    """Keep what the background work has found."""
    fill(report, checked, took_ms)
    report.save()
    carry(report)
    journal.write(by, "report.check", KIND, report.pk, after=summary(report))


@transaction.atomic
def check_again(by: By, report: CheckedReport, took_ms: int = 0) -> CheckedReport:
    """Check the text that was read with the rules of today; answers whose questions remain stay."""
    may_check(by, report.zone_id)
    locked = CheckedReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != ReportState.READY:
        raise Refused("这份报告还没有读好，不能再核。")
    before = summary(locked)
    document = stored.document_of(locked.body, locked.layout, locked.name, locked.kind)
    fill(locked, check(document), took_ms)
    locked.save()
    journal.write(
        by, "report.again", KIND, locked.pk, before=before, after={**summary(locked), "again": True}
    )
    return locked


@transaction.atomic
def answer(by: By, report: CheckedReport, key: str, told: Told) -> None:
    """Keep the answer to one question, change it, or take it back."""
    may_check(by, report.zone_id)
    locked = CheckedReport.objects.select_for_update().get(pk=report.pk)
    if key not in {row["key"] for row in locked.findings}:
        raise Refused("这一处已经变了，请刷新页面再答。")
    old = locked.answers.filter(key=key).first()
    before = as_told(old) if old else {}
    if not told.verdict:
        locked.answers.filter(key=key).delete()
    else:
        values = {"verdict": told.verdict, "reason": told.reason, "words": told.words,
                  "corrected": told.corrected, "place": told.place, "carried": False,
                  "actor_id": by.actor_id, "actor_name": by.actor_name, "at": by.at}  # fmt: skip
        locked.answers.update_or_create(
            key=key, defaults=values, create_defaults={**values, "zone_id": locked.zone_id}
        )
    after = {name: value for name, value in vars(told).items() if value}
    journal.write(by, "report.answer", KIND, locked.pk, before=before, after={"key": key, **after})


def as_told(one: Answer) -> dict[str, object]:
    """Return what the journal says of an answer."""
    return {"key": one.key, "verdict": one.verdict, "reason": one.reason, "words": one.words,
            "corrected": one.corrected}  # fmt: skip


@transaction.atomic
def keep(by: By, report: CheckedReport, chosen: Sequence[int] | None = None) -> int:
    """Keep facts as observations, `chosen` by their number in the report or all that fit; return how many.

    A fact that is still asked about is not kept; one that was corrected is kept as corrected.
    """
    may_check(by, report.zone_id)
    locked = CheckedReport.objects.select_for_update().get(pk=report.pk)
    wanted = observing.fitting(locked)
    numbers = wanted if chosen is None else {n: fact for n, fact in wanted.items() if n in set(chosen)}
    known = set(locked.observations.values_list("start", "end"))
    words = observing.Evidence.of(locked)
    made = [
        observing.observation(by, locked, fact, words)
        for fact in numbers.values()
        if (fact.start, fact.end) not in known
    ]
    if not made:
        raise Refused("没有可以存的数：选中的都存过了，或者还有问题没有答。")
    Observation.objects.bulk_create(made)
    items = (Item("observation", one.pk, after=observing.told(one)) for one in made)
    journal.write_bulk(by, KEEP, KIND, locked.pk, items)
    return len(made)


@transaction.atomic
def drop(by: By, observation: Observation) -> None:
    """Take an observation out again."""
    may_check(by, observation.zone_id)
    before = observing.told(observation)
    pk = observation.pk
    observation.delete()
    journal.write(by, DROP, "observation", pk, before=before)


@transaction.atomic
def remove(by: By, report: CheckedReport) -> None:
    """Take a report off the list: its text, its numbers and its file go a week later.

    Raises Refused for one that is being read, or whose numbers were kept: they rest on its words.
    """
    may_check(by, report.zone_id)
    locked = CheckedReport.objects.select_for_update().get(pk=report.pk)
    if locked.removed_at:
        raise Refused("这份报告已经删了。")
    if locked.state == ReportState.READING:
        raise Refused("这份报告正在读，请先停下再删。")
    if kept := locked.observations.count():
        raise Refused(f"这份报告里有 {kept} 个数存进了指标观测，出处就是它。请先把这些数移出，再删报告。")
    locked.removed_at = by.at
    locked.save(update_fields=["removed_at"])
    journal.write(by, REMOVE, KIND, locked.pk, before=summary(locked))
