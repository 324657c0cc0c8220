"""The corrected copy of a .docx: a comment where something is asked, typed corrections as tracked changes."""

from __future__ import annotations

from pathlib import PurePath

from greenlight.base import files
from greenlight.base.documents import Unreadable
from greenlight.base.documents.word.marking import Mark, Marker, marked
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.reports.checking.page import Asked, questions, verdict_words
from greenlight.reports.models import CheckedReport, Verdict

LONGEST = 2000
WORD_FILES = frozenset({".docx", ".docm", ".dotx", ".dotm"})


def copy_of(by: By, report: CheckedReport) -> tuple[bytes, str]:
    """Return the copy and its name. Raises Refused when there is no .docx, or nothing to write."""
    if report.kind != "docx" or report.file is None:
        raise Refused("带批注的副本只给 .docx 做；这份请打印问题清单，或把报告另存为 .docx 再核。")
    marks = marks_of(report, questions(report))
    if not marks:
        raise Refused("没有要写进批注的：没有要问的，或者都答了“口径不同”。")
    data = files.content(report.file)
    try:
        made = marked(data, marks, Marker(by.actor_name, by.at))
    except Unreadable as refused:
        raise Refused(str(refused.of(report.name))) from None
    return made, name_of(report.name)


def name_of(name: str) -> str:
    """Return what the copy is called; a file with macros keeps its ending, or Word would not open it."""
    path = PurePath(name)
    ending = path.suffix.lower() if path.suffix.lower() in WORD_FILES else ""
    return f"{name[: -len(ending)] if ending else name}（核数批注）{ending or '.docx'}"


def marks_of(report: CheckedReport, asked: list[Asked]) -> list[Mark]:
    """Return what is written at each place; questions answered as a matter of scope are left out."""
    comments: dict[tuple[int, int], list[str]] = {}
    instead: dict[tuple[int, int], str] = {}
    for one in asked:
        answer = one.answer
        if answer is not None and answer.verdict == Verdict.EXPLAINED:
            continue
        for at, (start, end) in enumerate(one.row["places"]):
            told = comments.setdefault((start, end), [])
            told.append(whole(one) if at == one.row["stated_at"] else f"核数第 {one.n} 处用到这个数。")
        if (
            answer is not None
            and answer.verdict == Verdict.CORRECTED
            and answer.place < len(one.row["places"])
        ):
            start, end = one.row["places"][answer.place]
            instead[(start, end)] = answer.corrected
    return [Mark(*place, tuple(told), instead.get(place)) for place, told in sorted(comments.items())]


def whole(one: Asked) -> str:
    """Return a question as a comment: what is asked, the sum, what was answered."""
    lines = [f"核数第 {one.n} 处：{one.row['question']}", f"算：{one.row['worked']}；{one.tolerance}。"]
    if told := verdict_words(one.answer):
        lines.append(f"回答：{told}（{one.answer.actor_name if one.answer else ''}）")
    return "\n".join(lines)[:LONGEST]
