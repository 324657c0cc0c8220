"""Reading a report: at once when it is short, in the background when it is long."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from django.core.files.uploadedfile import UploadedFile

from greenlight.base import documents, files, jobs
from greenlight.base.documents import Document, Unreadable
from greenlight.base.documents.checking import Checked, check
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.base.refusals import Refused
from greenlight.reports.checking import actions
from greenlight.reports.models import CheckedReport, ReportState

AT_ONCE = 1_500_000  # bytes of a file
LONG = 200_000  # letters of a text
QUICK = replace(documents.DEFAULT, seconds=15.0)  # of a file that somebody waits for


def take_upload(by: By, zone_id: int, upload: UploadedFile[bytes]) -> CheckedReport:
    """Take an uploaded file in; one that is too large is not even read. Raises Refused."""
    actions.may_check(by, zone_id)
    size, name = upload.size or 0, files.clean_name(upload.name or "")
    if size > documents.DEFAULT.file_size:
        raise Refused(str(Unreadable("file_too_large", name, f"{size // documents.MB} MB")), status=413)
    return take_file(by, zone_id, upload.read(), name)


def take_file(by: By, zone_id: int, data: bytes, name: str) -> CheckedReport:
    """Take a file in. Raises Refused with the sentence of what is wrong with it."""
    actions.may_check(by, zone_id)
    if len(data) > AT_ONCE:
        return actions.queue(by, zone_id, data, name)
    return take_document(by, zone_id, opened(data, name, QUICK), data)


def take_text(by: By, zone_id: int, text: str) -> CheckedReport:
    """Take pasted text in. Raises Refused."""
    actions.may_check(by, zone_id)
    try:
        document = documents.pasted(text, heading(text))
    except Unreadable as refused:
        empty = "没有收到文字。请选一份报告，或把文字粘贴到框里再核。"
        raise Refused(empty if refused.reason == "no_text" else str(refused), status=400) from None
    return take_document(by, zone_id, document, None)


def take_document(by: By, zone_id: int, document: Document, data: bytes | None) -> CheckedReport:
    """Check what was read and keep it; a long text goes to the background."""
    if (known := actions.same(zone_id, document)) is not None:
        return known
    if len(document.text.body) > LONG:
        kept = document.text.body.encode("utf-8") if data is None else data
        return actions.queue(by, zone_id, kept, document.text.name)
    checked, took = timed(document)
    return actions.take(by, zone_id, checked, data, took)


def heading(text: str) -> str:
    """Return what pasted text is called: its first line."""
    first = next((line.strip() for line in text[:2000].splitlines() if line.strip()), "")
    told = first[:30].replace("/", "／").replace("\\", "＼")  # a name of a file keeps what is behind a slash
    return files.clean_name(f"{told}（粘贴）") if told else "粘贴的文字"


def opened(data: bytes, name: str, limits: documents.Limits = documents.DEFAULT) -> Document:
    """Read a file. Raises Refused with the sentence of the reader."""
    try:
        return documents.read(data, files.clean_name(name), limits)
    except Unreadable as refused:
        raise Refused(str(refused), status=400) from None


def timed(document: Document) -> tuple[Checked, int]:
    """Check a document; return what was found and the milliseconds it took. Raises Refused."""
    began = monotonic()
    try:
        checked = check(document, actions.MOST_FACTS)
    except Unreadable as refused:
        raise Refused(str(refused), status=400) from None
    return checked, int((monotonic() - began) * 1000)


# ---- in the background ----
def read(job: jobs.Running) -> None:
    """Read and check the report of a job."""
    report = CheckedReport.objects.select_related("file").get(pk=job.arguments["report"])
    if report.file is None:
        raise Refused("文件已不在，请重新上传。")
    job.progress(0, 3, "正在读文件")
    document = opened(files.content(report.file), report.name)
    job.progress(1, 3, "正在找数、核数")
    checked, took = timed(document)
    job.progress(2, 3, "正在记下")
    actions.finish(job.by(), report, checked, took)
    job.progress(3, 3, "核好了")


def read_ended(job: Job) -> None:
    """A reading that failed or was cancelled leaves the report with its sentence."""
    own = CheckedReport.objects.filter(pk=job.arguments.get("report"), state=ReportState.READING)
    own.update(state=ReportState.FAILED, message=job.note)


def register() -> None:
    """Make the job known."""
    jobs.kind(actions.READ, read, ended=read_ended)
