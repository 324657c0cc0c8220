"""Put the checklist of one project together, for a reader who sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from greenlight.base import writing
from greenlight.base.documents.word.numbering import chinese
from greenlight.base.official import Official
from greenlight.enterprises.models import in_force as in_force_on
from greenlight.kernel import stages
from greenlight.plans import table
from greenlight.plans.table import Line
from greenlight.projects.models import Assignment, Project
from greenlight.reports.digest.parts import Column, Part, Row
from greenlight.reports.digest.word import cells
from greenlight.warnings.models import LightSnapshot

NODES = (
    Column("节点", wide=3), Column("责任单位", wide=2.2), Column("计划完成", "date", 1.7),
    Column("实际完成", "date", 1.7), Column("灯", "light", 1.2), Column("印证资料", wide=2.6),
)  # fmt: skip
OPEN, WHOLE = "open", "all"


@dataclass(frozen=True)
class Sheet:
    """The checklist: who answers, what is promised, nodes by phase, what is stuck and comes next."""

    project: Project
    day: date
    light: str
    why: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...] = ()
    notes: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    done: int = 0
    count: int = 0

    @property
    def title(self) -> str:
        """Return what the paper is called."""
        name = self.project.name
        return f"{name}清单" if name.endswith("项目") else f"{name}项目清单"

    @property
    def line(self) -> str:
        """Say how far it is."""
        left = self.count - self.done
        return f"{writing.cn_date(self.day)}，{self.count} 个节点，完成 {self.done} 个，还有 {left} 个"


def of(project: Project, day: date, show: str = OPEN) -> Sheet:
    """Return the checklist; `show` is `open` (what is left) or `all`."""
    lines = table.lines(project, day)
    light = LightSnapshot.objects.now().filter(project=project).first()
    return Sheet(
        project, day, light.colour if light else "grey", light.told(day) if light else "",
        facts_of(project, day), tuple(parts(lines, show)), notes(project),
        sum(one.stone.done_on is not None for one in lines), len(lines),
    )  # fmt: skip


def facts_of(project: Project, day: date) -> tuple[tuple[str, str], ...]:
    """Return stage, amount, place, and everybody who answers, by what they answer as."""
    found = [
        ("阶段", stages.word(project.kind, project.stage)),
        (
            "总投资",
            f"{writing.yi(project.total_wan)} 亿元" if project.total_wan is not None else writing.MISSING,
        ),
        ("地点", project.location),
    ]
    rows = project.assignments.filter(in_force_on(day)).select_related("unit", "user", "task_force")
    for role in Assignment.Role:
        names = [answers(one) for one in rows.order_by("order", "pk") if one.role == role]
        if names:
            found.append((role.label, "、".join(names)))
    return tuple((name, words or writing.MISSING) for name, words in found)


def answers(one: Assignment) -> str:
    """Name who answers: the person with the telephone, else the team, else the unit."""
    name = one.person or (one.user.name if one.user else "")
    team = one.task_force.name if one.task_force else ""
    return " ".join(filter(None, (name or team or (one.unit.name if one.unit else ""), one.phone)))


def parts(lines: list[Line], show: str) -> list[Part]:
    """Return the nodes by phase, those that are done left out unless all are asked for."""
    by_phase: dict[str, list[Line]] = {}
    for one in lines:
        if show == WHOLE or one.stone.done_on is None:
            by_phase.setdefault(one.stone.phase or table.NO_PHASE, []).append(one)
    return [
        Part(f"phase{n}", name, "", NODES, tuple(map(row, own)), whole=len(own))
        for n, (name, own) in enumerate(by_phase.items(), 1)
    ]


def row(line: Line) -> Row:
    """Write a node as a line: the day it is judged by, a request for a later one beside it."""
    stone = line.stone
    waits = f"（申请改到 {line.waiting.to_due}）" if line.waiting else ""
    papers = line.papers or ("不要资料" if not stone.evidence else "")
    return Row((f"{stone.name}{waits}", line.owner, stone.due, stone.done_on, line.colour, papers))


def notes(project: Project) -> tuple[tuple[str, str], ...]:
    """Return what is stuck and what comes next, as last reported."""
    found = (("形象进度", project.site_progress), ("存在问题", project.issue), ("下一步", project.next_step))
    return tuple((name, words) for name, words in found if words)


def ended(words: str) -> str:
    """Return a sentence with its full stop."""
    return words if words.endswith(("。", "！", "？", "…")) else f"{words}。"


def paper(sheet: Sheet, who: str) -> bytes:
    """Write the checklist as a Word paper; the same facts give the same bytes."""
    made = Official(sheet.title, author=who).text(
        f"{sheet.line}。{writing.lamp(sheet.light).word}{ended(f'：{sheet.why}' if sheet.why else '')}"
    )
    made.head("一、基本情况")
    made.table(["项", "内容"], [list(one) for one in sheet.facts], widths=[1, 4])
    made.head("二、节点清单")
    if not sheet.parts:
        made.text("没有未完成的节点。")
    for place, one in enumerate(sheet.parts, 1):
        if len(sheet.parts) > 1:
            made.sub(f"（{chinese(place)}）{one.title}（{one.whole} 个）")
        heads = ["序号", *(column.header for column in one.columns)]
        rows = [[(str(n), "center"), *cells(one.columns, line)] for n, line in enumerate(one.rows, 1)]
        made.table(heads, rows, widths=[0.9, *(column.wide for column in one.columns)])
    if sheet.notes:
        made.head("三、问题和下一步")
        for name, words in sheet.notes:
            made.text(ended(f"{name}：{words}"))
    return made.signed(who, sheet.day).data()
