"""Reading figures: the same numbers as on every page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema

from greenlight.base import figures
from greenlight.base.api import PROBLEMS, Amount
from greenlight.base.api.answers import shown
from greenlight.people.access import reads
from greenlight.people.requests import Request

router = Router(tags=["figures"])


class FigureOut(Schema):
    """A figure's value today, the two parts of a ratio, and the ledger address that opens its rows."""

    name: str = Field(description="指标代码")
    label: str = Field(description="指标名称")
    unit: str = Field(description="单位")
    definition: str = Field(description="口径")
    value: Amount | None = Field(description="今天的值")
    part: Amount | None = Field(description="比率的分子")
    base: Amount | None = Field(description="比率的分母")
    base_text: str = Field(description="分母是什么")
    rows: dict[str, str] = Field(description="打开明细的台账条件")


@router.get("/figures", auth=reads("figures"), response={200: list[FigureOut], **PROBLEMS}, summary="指标")
def all_figures(request: Request) -> HttpResponse:
    """Compute every figure over what one may see."""
    scope = figures.Scope(user=request.user, on=request.user.scope.day)
    return shown(request, [told(one, one.compute(scope)) for one in figures.every()])


def exact(value: figures.Value) -> Decimal | None:
    """Return a number as the API writes numbers."""
    return None if value is None else Decimal(value)


def told(figure: figures.Figure, answer: figures.Answer) -> dict[str, Any]:
    """Put a figure and its answer into the form of the API."""
    return {
        "name": figure.name, "label": figure.label, "unit": figure.unit, "definition": figure.definition,
        "value": exact(answer.value), "part": exact(answer.part), "base": exact(answer.base),
        "base_text": answer.base_text, "rows": answer.rows,
    }  # fmt: skip
