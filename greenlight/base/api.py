"""What every door of the API shares: pages by cursor, problems in words (RFC 9457)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Schema
from pydantic import PlainSerializer

T = TypeVar("T")
M = TypeVar("M", bound=Model)
BIGGEST = 2**63 - 1
LONGEST_PAGE = 500

Id = Annotated[int, Field(ge=1, le=BIGGEST)]
Amount = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value.normalize(), "f") if value else "0", return_type=str),
]


class Problem(Schema):
    """An error as RFC 9457 says; `title` is a sentence for people."""

    type: str = Field("about:blank", description="错误类型的网址，没有专门的类型时是 about:blank")
    title: str = Field(description="给人看的一句话")
    status: int = Field(description="HTTP 状态码")


class Slice(Schema):
    """Which part of a list: at most `limit` rows after the row with id `after`."""

    limit: int = Field(100, ge=1, le=LONGEST_PAGE, description="一页几行")
    after: int = Field(0, ge=0, le=BIGGEST, description="上一页的 next；不写从头开始")


class Page(Schema, Generic[T]):
    """One page; `next` is the cursor of the following one, null at the end."""

    items: list[T] = Field(description="这一页的行")
    next: int | None = Field(None, description="下一页的 after；到头了是 null")


def cut(rows: QuerySet[M], part: Slice) -> tuple[list[M], int | None]:
    """Return one page by key, at the same cost at any depth, and the next cursor."""
    found = list(rows.filter(pk__gt=part.after).order_by("pk")[: part.limit + 1])
    more = len(found) > part.limit
    found = found[: part.limit]
    return found, (found[-1].pk if more else None)


PROBLEMS: dict[int, Any] = {401: Problem, 404: Problem, 422: Problem}
