"""Answers of the API: rows read as plain values, written once, and a tag so that nothing is sent twice.

Rows do not pass through models and schemas one by one: what the description promises is held by
tests that validate answers against it (tests/test_api_shapes.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema

from greenlight.base.api import Slice, Unreadable

JSON = "application/json; charset=utf-8"


def plain(value: Any) -> str:
    """Write what JSON has no form for: decimals as text without trailing zeros, days and times ISO."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in an answer")


def dumped(body: Any) -> bytes:
    """Write a body; a half character that came in before this was checked is replaced."""
    told = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=plain)
    return told.encode(errors="replace")


def shown(request: HttpRequest, body: Any, *, version: str = "") -> HttpResponse:
    """Answer 200 with a tag, or 304 when the caller has it already.

    The tag of a record begins with its version (versions.py); the rest is the hash of what is sent,
    for a light turns without an edit.
    """
    sent = dumped(body)
    print_ = hashlib.sha256(sent).hexdigest()[:16]
    tag = f'"{version}.{print_}"' if version else f'W/"{print_}"'
    if same(request.headers.get("If-None-Match", ""), tag):
        answer = HttpResponse(status=304)
        del answer["Content-Type"]
    else:
        answer = HttpResponse(sent, content_type=JSON)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def same(asked: str, tag: str) -> bool:
    """Compare as If-None-Match does: weakly, any of a list, or *."""
    own = tag.removeprefix("W/")
    return asked.strip() == "*" or any(one.strip().removeprefix("W/") == own for one in asked.split(","))


# ---- fields ----
def wanted(fields: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the fields asked for in the order of the record, id among them; all when nothing is asked.

    Raises Unreadable naming those that do not exist.
    """
    asked = {one.strip() for one in fields.split(",") if one.strip()}
    if not asked:
        return tuple(known)
    unknown = sorted(asked - set(known))
    if unknown:
        raise Unreadable("fields", f"没有字段 {'、'.join(one[:60] for one in unknown[:5])}")
    return tuple(one for one in known if one == "id" or one in asked)


def known(schema: type[Schema]) -> tuple[str, ...]:
    """Return the fields of a record, in order."""
    return tuple(schema.model_fields)


# ---- lists ----
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """Fields that stand in no column of the rows: `found(ids)` returns {id: {field: value}}, all of `names`.

    `columns` says where a field is found that is called otherwise in the database.
    """

    names: frozenset[str] = frozenset()
    found: Callable[[Sequence[int]], Mapping[int, Values]] = lambda _ids: {}
    columns: Mapping[str, str] = field(default_factory=dict)


PLAIN = Beside()


def page(
    request: HttpRequest, rows: QuerySet[Any], part: Slice, schema: type[Schema], beside: Beside = PLAIN
) -> HttpResponse:
    """Answer one page by key: at the same cost at any depth. A parameter that is none is refused."""
    if unknown := sorted(set(request.GET) - type(part).model_fields.keys()):
        raise Unreadable(unknown[0][:60], "没有这个条件，目录里有全部条件")
    names = wanted(part.fields, known(schema))
    found = drawn(rows.filter(pk__gt=part.after).order_by("pk")[: part.limit + 1], names, beside)
    items = found[: part.limit]
    last = items[-1]["id"] if len(found) > part.limit else None
    return shown(request, {"items": items, "next": last})


def drawn(rows: QuerySet[Any], names: Sequence[str], beside: Beside = PLAIN) -> list[dict[str, Any]]:
    """Return rows as records of the fields wanted, in their order."""
    own = [one for one in names if one not in beside.names]
    found = records(own, rows.values_list(*(beside.columns.get(one, one) for one in own)))
    if len(own) == len(names):
        return found
    more = beside.found([one["id"] for one in found])
    return [
        {name: one[name] if name in one else more[one["id"]][name] for name in names} for one in found
    ]  # fmt: skip


def record(
    request: HttpRequest, rows: QuerySet[Any], fields: str, schema: type[Schema], *,
    version: str = "", beside: Beside = PLAIN,
) -> HttpResponse:  # fmt: skip
    """Answer the one record of `rows`; Http404 where there is none."""
    found = drawn(rows[:1], wanted(fields, known(schema)), beside)
    if not found:
        raise Http404
    return shown(request, found[0], version=version)


def records(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Put names to the values of rows."""
    return [dict(zip(names, row, strict=True)) for row in rows]
