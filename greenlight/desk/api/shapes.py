"""Shapes of a project, made from the ledger's declaration: a column declared once is a field here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import Field as Bound
from pydantic import create_model

from greenlight.base import keeping
from greenlight.base.api import Amount, Day, Given, Id, Number, Text
from greenlight.base.ledger import Column
from greenlight.desk.editing.weighing import writable
from greenlight.projects.models import Kind

LEDGER = "projects"
NUMBERS = frozenset({"money", "area", "percent", "integer"})
PRECISE = "，写到知道的那一级：2024、2024-03 或 2024-03-05"
LONGEST = 5000
COLUMNS: tuple[Column, ...] = keeping.binding(LEDGER).ledger.columns


def label(column: Column) -> str:
    """Say what a column holds, with its unit and its choices."""
    unit = f"，{column.unit}" if column.unit else ""
    choices = "：" + " ".join(f"{one.value} {one.label}" for one in column.choices) if column.choices else ""
    return f"{column.header}{unit}{PRECISE if column.kind == 'date' else ''}{choices}"


def read_type(column: Column) -> Any:
    """Return the type of a column in an answer."""
    if column.kind in NUMBERS:
        return Amount | None
    return (bool if column.kind == "bool" else str) | None


def write_type(column: Column) -> Any:
    """Return the type of a column in a request; null empties the cell."""
    if column.kind in NUMBERS:
        return Number | None
    if column.kind == "bool":
        return Annotated[bool, Bound(strict=True)] | None
    if column.choices:
        return Literal[tuple(one.value for one in column.choices)] | None
    return Annotated[Text, Bound(max_length=LONGEST)] | None


class ProjectBase(Schema):
    """What every project has beside the ledger's columns."""

    id: Id = Field(description="项目 id")
    version: int = Field(description="版本号，每改一次加一；改这条记录时放进 If-Match")
    updated_at: datetime = Field(description="最后一次改动的时间，UTC")
    zone_id: int = Field(description="园区 id")
    parent_id: int | None = Field(description="分期项目所属的总项目 id")
    is_group: bool = Field(description="true 是总项目，只汇总各期；台账和列表里没有它")
    is_example: bool = Field(description="是不是示例")
    kind: str = Field(description="项目种类：attraction government technical_upgrade")
    stage: str = Field(description="阶段代码")
    halt: str = Field(description="空为正常推进，paused 暂停，terminated 终止")
    light_since: date | None = Field(description="从哪天起是这个灯")
    light_why: str | None = Field(description="为什么是这个灯，一句话")
    period: str | None = Field(description="投资累计到哪个月，2022-07")
    next_name: str | None = Field(description="下一个节点")
    next_due: date | None = Field(description="下一个节点的到期日")
    next_owner: str | None = Field(description="下一个节点的责任单位")
    slip_waiting: bool = Field(description="有没有改期在等批")


CELLS_OUT: dict[str, Any] = {one.field: (read_type(one), Field(description=label(one))) for one in COLUMNS}
ProjectOut: Any = create_model(
    "ProjectOut", __base__=ProjectBase, __doc__="A project as the ledger shows it.", **CELLS_OUT
)
FIELDS: tuple[str, ...] = tuple(ProjectOut.model_fields)
WRITABLE = tuple(one for one in COLUMNS if writable(LEDGER, one.field) and not one.by_month)


class Why(Given):
    """The reason of a change, where one is asked for."""

    reason: Text = Field("", max_length=500, description="原因；推后日期、调整年度计划等要写")
    reason_class: Literal["", "land", "approval", "funds", "owner", "design", "weather"] = Field(
        "", description="推后日期的原因类别：土地 审批 资金 企业 设计 天气"
    )


CELLS: dict[str, Any] = {
    one.field: (write_type(one), Field(None, description=f"{label(one)}；null 清空")) for one in WRITABLE
}
EXAMPLE = {"site_progress": "主体施工至三层", "annual_plan": "5000", "reason": "主任办公会调整"}
ProjectPatch: Any = create_model(
    "ProjectPatch", __base__=Why, __doc__="Cells of a project to change; what is not said stays.", **CELLS
)
ProjectPatch.model_config["json_schema_extra"] = {"example": EXAMPLE, "minProperties": 1}


class NewProject(Why):
    """What a project needs to be entered; any other cell may come with it."""

    zone_id: Id | None = Field(None, description="园区 id；不写是您自己的园区")
    kind: Literal[tuple(Kind.values)] = Field(  # type: ignore[valid-type]
        description="项目种类：" + " ".join(f"{value} {word}" for value, word in Kind.choices)
    )
    project_name: Text = Field(min_length=1, max_length=200, description="项目名称")


ProjectIn: Any = create_model(
    "ProjectIn", __base__=NewProject, __doc__=NewProject.__doc__,
    **{name: one for name, one in CELLS.items() if name != "project_name"},
)  # fmt: skip
ProjectIn.model_config["json_schema_extra"] = {
    "example": {"kind": "attraction", "project_name": "示例电池隔膜项目", "total_investment": "12000"}
}


class StageIn(Given):
    """The next stage; with a reason it is recorded as a fact, its papers to follow."""

    to: Text = Field(max_length=30, description="进入哪个阶段（代码）")
    on: Day = Field(description="哪天进入的")
    reason: Text = Field("", max_length=200, description="补录依据；写了就按事实补录，不查资料")

    model_config = {"json_schema_extra": {"example": {
        "to": "registration", "on": "2022-07-20", "reason": "7 月台账"}}}  # fmt: skip


class LedgerPage(Schema):
    """One page of the ledger; `next` is the cursor of the following one, null at the end."""

    items: list[ProjectOut] = Field(description="这一页的行")
    next: str | None = Field(description="下一页的 after；到头了是 null")
