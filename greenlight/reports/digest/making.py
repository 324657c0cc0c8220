"""The digest as a file, made in the background: Word or Excel."""

from __future__ import annotations

from collections.abc import Callable

from greenlight.base import handouts
from greenlight.base.jobs import Running
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.people.models import User
from greenlight.reports.digest import month, sheets, word
from greenlight.reports.digest.parts import Digest, Step

KIND = "monthly_digest"
FORMS: dict[str, tuple[str, Callable[[Digest, Step], bytes]]] = {
    "docx": ("Word", word.paper),
    "xlsx": ("Excel", sheets.workbook),
}
WHOLE = 2 * (1 + len(month.CHAPTERS))  # steps: the figures and each chapter, asked for and written


def start(by: By, year: int, number: int, form: str, back: str) -> Job:
    """Ask for the digest of a month as Word or Excel."""
    label = f"{year}年{number}月月度汇总（{FORMS[form][0]}）"
    return handouts.start(by, KIND, label, back=back, year=year, month=number, form=form)


def work(running: Running) -> None:
    """Put the month together, write it, keep it."""
    asked, by = running.arguments, running.by()
    user = User.objects.get(pk=running.job.actor_id or 0).on(by.day)
    step = running.steps(WHOLE)
    digest = month.of(user, asked["year"], asked["month"], step=step)
    data = FORMS[asked["form"]][1](digest, step)
    running.check()  # whoever stops it is left without a file
    handouts.keep(running, data, f"{digest.title}.{asked['form']}")
    running.progress(WHOLE, WHOLE, f"{len(data) // 1024 + 1:,} KB")


def register() -> None:
    """Register the kind of handout; called when all rooms are loaded."""
    handouts.kind(KIND, "月度汇总", work)
