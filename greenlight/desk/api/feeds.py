"""The ledger as a table for spreadsheets: a csv with the columns of the page, and links that refresh.

A link holds no secret: the spreadsheet asks for name and password (Basic) and is given a key that
reads this one table, expires and can be cut off (decision 0010, people.tokens).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import Http404, QueryDict, StreamingHttpResponse
from ninja import Path, Router
from ninja.security import HttpBasicAuth

from greenlight.base import bulk
from greenlight.base.api import PROBLEMS, Id, Unreadable
from greenlight.base.tables import Look
from greenlight.base.tables.shown import Shown
from greenlight.base.workbook.write_csv import stream_csv
from greenlight.base.workbook.write_spec import OutColumn, SheetSpec, Value
from greenlight.base.writing import lamp
from greenlight.desk.api import reading
from greenlight.desk.table import sheet
from greenlight.desk.table.seen import Seen
from greenlight.kernel import stages
from greenlight.people.access import reads
from greenlight.people.models import User
from greenlight.people.requests import Request

router = Router(tags=["tables"])
CHUNK = 2000
CSV = "text/csv; charset=utf-8"
TABLE = {"responses": {200: {"description": "表格", "content": {CSV: {"schema": {"type": "string"}}}}}}
WORDS = ("cols", "sort")
LONGEST = {"cols": 2000, "sort": 200}


class OwnFeed(HttpBasicAuth):
    """Basic, as spreadsheets know it: any name, the key of the feed as password (people.bearer)."""

    def __call__(self, request: Any) -> Any:
        """Return who reads; which table is told by the key."""
        return request.user

    def authenticate(self, request: Any, username: str, password: str) -> Any:
        """Never asked: the door has let the caller in."""
        raise NotImplementedError


@router.get("/ledgers/projects.csv", auth=reads("projects"), openapi_extra=TABLE, response=PROBLEMS,
            summary="项目台账的表格（csv）")  # fmt: skip
def ledger(request: Request) -> StreamingHttpResponse:
    """Send the rows of the ledger page as a csv with the page's columns, headers first."""
    return sent(request.user, request.GET)


@router.get("/feeds/{pk}.csv", auth=OwnFeed(), openapi_extra=TABLE, response=PROBLEMS,
            summary="表格取数的链接")  # fmt: skip
def feed(request: Request, pk: Path[Id]) -> StreamingHttpResponse:
    """Send the table a feed was made for; its key opens this one and no other address."""
    token = getattr(request, "token", None)
    if token is None:
        token = request.user.api_tokens.filter(pk=pk, revoked_at__isnull=True).first()
    if token is None or token.pk != pk or not token.ledger:
        raise Http404
    return sent(request.user, QueryDict(token.words))


def sent(user: User, words: QueryDict) -> StreamingHttpResponse:
    """Answer a table; what is asked wrongly is refused before the first byte."""
    asked = look(words)
    reading.chosen(user, asked)  # refuses a condition the page would pass over with a word
    seen = Seen(user, asked)
    columns = [one for one in seen.columns if one.kind != "moment"]
    ids = list(seen.ids())
    spec = SheetSpec(
        title="", unit_line="", columns=[OutColumn(header(one)) for one in columns],
        rows=rows(ids, columns, user), sheet_name="项目台账",
    )  # fmt: skip
    answer = StreamingHttpResponse(stream_csv(spec), content_type=CSV)
    name = quote(f"项目台账{user.scope.day:%Y%m%d}.csv")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def look(words: QueryDict) -> Look:
    """Read the words of a table; raises Unreadable for what the page would pass over."""
    conditions = {key: str(value) for key, value in words.items() if key not in WORDS}
    if own := set(conditions) & set(reading.OWN):
        raise Unreadable(sorted(own)[0], "表格一次给全部行")
    if long := [one for one in WORDS if len(str(words.get(one, ""))) > LONGEST[one]]:
        raise Unreadable(long[0], f"最长 {LONGEST[long[0]]} 个字")
    reading.look(conditions)
    reading.sorts(str(words.get("sort", "")))
    asked = Look.of({key: str(value) for key, value in words.items()}, set(conditions))
    unknown = [one for one in asked.columns if one not in sheet.projects().by_name]
    if unknown:
        raise Unreadable("cols", f"没有列 {unknown[0][:60]}")
    return asked


def header(column: Shown) -> str:
    """Name a column with its unit."""
    return f"{column.header}（{column.unit}）" if column.unit in ("万元", "亩", "%") else column.header


def rows(ids: list[int], columns: list[Shown], user: User) -> Iterator[list[Value]]:
    """Yield the rows, two thousand a query."""
    names = tuple(dict.fromkeys(("id", "kind", "stage", *(one.name for one in columns))))
    for part in bulk.chunks(ids, CHUNK):
        for row in reading.by_id(part, names, user.scope.day):
            yield [cell(one, row) for one in columns]


def cell(column: Shown, row: dict[str, Any]) -> Value:
    """Return a value in the words of the ledger page."""
    value: Value = row[column.name]
    if column.name == "stage":
        return stages.word(row["kind"], row["stage"])
    if column.kind == "light":
        return lamp(value).word
    if column.family == "choice":
        return dict(column.choices).get(str(value), str(value or "")) or None
    if column.family == "number" and value is not None:
        return Decimal(str(value))
    return value
