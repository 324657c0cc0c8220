"""What every door of the API shares: shapes, pages by cursor, problems in words (RFC 9457)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from greenlight.base.refusals import Refused

T = TypeVar("T")
BIGGEST = 2**63 - 1
LONGEST_PAGE = 500
NUMBER = r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$"


def iso_day(given: Any) -> date:
    """Read a day: ISO text and nothing else; ValueError otherwise."""
    if not isinstance(given, str) or len(given) != 10:
        raise ValueError("日期写成 2026-11-21")
    return date.fromisoformat(given)


def number(given: Any) -> Decimal:
    """Read a number or its text; ValueError for anything else, infinity too."""
    if isinstance(given, bool) or not isinstance(given, int | float | str) or len(str(given)) > 40:
        raise ValueError("请写数字")
    try:
        found = Decimal(str(given))
    except InvalidOperation:
        raise ValueError("请写数字") from None
    if not found.is_finite():
        raise ValueError("请写数字")
    return found


def text(given: Any) -> str:
    """Read a text a database can hold: no NUL, no half of a character."""
    if not isinstance(given, str):
        raise ValueError("请写文字")
    if "\x00" in given or any("\ud800" <= one <= "\udfff" for one in given):
        raise ValueError("有看不见的字符")
    return given


Id = Annotated[int, Field(ge=1, le=BIGGEST)]
Amount = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value.normalize(), "f") if value else "0", return_type=str),
]
Day = Annotated[date, BeforeValidator(iso_day)]
Number = Annotated[
    Decimal, BeforeValidator(number),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "number"}]}),
]  # fmt: skip
Text = Annotated[str, BeforeValidator(text)]


class Problem(Schema):
    """An error as RFC 9457 says; `title` is a sentence for people."""

    type: str = Field("about:blank", description="错误类型的网址，没有专门的类型时是 about:blank")
    title: str = Field(description="给人看的一句话")
    status: int = Field(description="HTTP 状态码")


class Given(Schema):
    """What a writing request brings: nothing unknown, no type for another."""

    model_config = ConfigDict(extra="forbid")


class Fields(Schema):
    """Which fields of a record are wanted."""

    fields: str = Field("", max_length=2000, description="只要这些字段，逗号分开；不写给全部，id 总是有")


class Slice(Fields):
    """Which part of a list: at most `limit` rows after the row with id `after`."""

    limit: int = Field(100, ge=1, le=LONGEST_PAGE, description="一页几行")
    after: int = Field(0, ge=0, le=BIGGEST, description="上一页的 next；不写从头开始")


class Page(Schema, Generic[T]):
    """One page; `next` is the cursor of the following one, null at the end."""

    items: list[T] = Field(description="这一页的行")
    next: int | None = Field(None, description="下一页的 after；到头了是 null")


class Refusal(Refused):
    """A refusal of the API that says more than its sentence: members of the problem (RFC 9457 §3.2)."""

    def __init__(self, sentence: str, *, status: int, **members: Any) -> None:
        super().__init__(sentence, status=status)
        self.members = members


class Unreadable(Refusal):
    """A parameter that cannot be read, named."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(f"这些参数读不懂：{name}{f'（{why}）' if why else ''}", status=422)


PROBLEMS: dict[int, Any] = {401: Problem, 404: Problem, 422: Problem}
