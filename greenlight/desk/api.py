"""Reading figures: the same numbers as on every page."""

from __future__ import annotations

from ninja import Router, Schema

from greenlight.base import figures
from greenlight.base.api import PROBLEMS, Amount
from greenlight.people.requests import Request

router = Router(tags=["figures"])


class FigureOut(Schema):
    """A figure's value today, the two parts of a ratio, and the ledger address that opens its rows."""

    name: str
    label: str
    unit: str
    definition: str
    value: Amount | None
    part: Amount | None
    base: Amount | None
    base_text: str
    rows: dict[str, str]


@router.get("/figures", response={200: list[FigureOut], **PROBLEMS}, summary="指标")
def all_figures(request: Request) -> list[FigureOut]:
    """Compute every figure over what one may see."""
    scope = figures.Scope(user=request.user, on=request.user.scope.day)
    return [shown(one, one.compute(scope)) for one in figures.every()]


def shown(figure: figures.Figure, answer: figures.Answer) -> FigureOut:
    """Put a figure and its answer into the form of the API."""
    return FigureOut(
        name=figure.name, label=figure.label, unit=figure.unit, definition=figure.definition,
        value=answer.value, part=answer.part, base=answer.base,
        base_text=answer.base_text, rows=answer.rows,
    )  # fmt: skip
