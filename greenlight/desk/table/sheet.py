"""The project ledger as a list page: its columns, those that are no ledger column, the usual choice."""

from __future__ import annotations

from functools import cache

from greenlight.base import keeping
from greenlight.base.tables.shown import Sheet, Shown, of_ledger
from greenlight.projects.filters import stage_choices
from greenlight.projects.models import Halt, Kind
from greenlight.warnings.models import Colour

LEDGER = "projects"
USUAL = ("project_name", "stage", "light", "total_investment", "annual_plan", "ytd_investment",
         "completion_rate_pct", "next_due", "unit", "sponsor")  # fmt: skip
USUAL_SORT = "-total_investment"
TIE = ("-weight", "pk")

# What the columns of the ledger have besides: how they are ordered, grouped, which conditions they offer.
MORE: dict[str, dict[str, object]] = {
    "project_name": {"order": "name_norm"},
    "project_kind": {"named": ("kind",)},
    "construction_nature": {"named": ("nature",)},
    "total_investment": {"order": "weight", "absent": -1},
    "annual_plan": {"named": ("has_plan",)},
    "ytd_investment": {"named": ("invested", "reported")},
    "completion_rate_pct": {"named": ("behind",)},
    "planned_finish": {"named": ("slip",)},
    "started": {"named": ("started",)},
    "unit": {"order": "lead_unit", "absent": "", "group": "lead_unit", "named": ("mine",)},
}
STAGE = Shown(
    "stage", "阶段", "choice", order="stage_rank", choices=stage_choices(), named=("stage", "halt", "started")
)
LIGHT = Shown(
    "light", "灯与原因", "light", order="light_rank", choices=tuple((one.value, one.label) for one in Colour),
    named=("light", "since", "scene", "nudged"),
)  # fmt: skip
NEXT = Shown("next_due", "下一节点", "date", named=("due", "slip"))
OTHERS = (
    Shown("next_name", "下一节点名称", "text"),
    Shown("next_owner", "下一节点责任单位", "name"),
    Shown("light_why", "亮灯原因", "text"),
    Shown("light_since", "亮灯起始日", "date"),
    Shown("kind", "项目大类", "choice", choices=tuple(Kind.choices), named=("kind",)),
    Shown("halt", "推进状态", "choice", choices=tuple(one for one in Halt.choices if one[0]), is_set=True,
          named=("halt",)),
    Shown("updated", "最近改动", "moment", line="updated_at"),
)  # fmt: skip


@cache
def projects() -> Sheet:
    """Return the declaration; the ledger is bound when all rooms are loaded."""
    ledger = keeping.binding(LEDGER).ledger
    name, *rest = [of_ledger(one, **MORE.get(one.field, {})) for one in ledger.columns if one.kind != "light"]
    return Sheet(ledger, (name, STAGE, LIGHT, *rest, NEXT, *OTHERS), USUAL, USUAL_SORT, TIE)
