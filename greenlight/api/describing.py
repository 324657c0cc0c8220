"""What the description says of every operation alike: who may, which headers, which errors.

Written once here and not at each operation: reading may answer 304, changing what exists asks for
If-Match, a POST for an Idempotency-Key, and any of them can be refused in the ways of docs/api.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from greenlight.base import keeping
from greenlight.base.tables import conditions
from greenlight.desk.table import sheet

Node = dict[str, Any]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
INTRODUCTION = """\
绿灯的接口。令牌在“我的令牌”页生成，放进 `Authorization: Bearer gl_…`；登录后的会话 Cookie 也能读。
金额万元，面积亩，都是小数文本；日期 ISO 8601；时间 UTC。出错是 application/problem+json（RFC 9457）。
改已有的记录必须带 If-Match（先 GET，取 ETag），POST 必须带 Idempotency-Key。用法和例子见 docs/api.md。

The API of Greenlight: reading and writing through the same deeds as the pages. Money in 万元, areas in 亩,
as decimal text. Writing what exists takes If-Match, POST takes an Idempotency-Key."""
SAID = {
    401: "没有登录，或令牌不对、已到期", 403: "令牌没有这个范围，或您自己不能这样做", 404: "没有，或您看不到",
    304: "和 If-None-Match 里的一样，没有变", 400: "少了必须的头、有看不见的字符，或业务上不成立",
    409: "现在的状况不允许，或要写原因",
    412: "您读过以后又被改过；differences 里是不同", 422: "读不懂：title 点名是哪个参数",
    428: "没有写 If-Match", 429: "用错的令牌太多次",
}  # fmt: skip
ETAG = {"description": "这一版的标记；改的时候放进 If-Match，再读的时候放进 If-None-Match",
        "schema": {"type": "string"}}  # fmt: skip
REPLAYED = {"description": "true：这个 Idempotency-Key 办过了，这是当时的回答", "schema": {"type": "string"}}


def header(name: str, told: str, *, required: bool, pattern: str = "", example: str = "") -> Node:
    """Return a header parameter."""
    schema = {"type": "string"} | ({"pattern": pattern} if pattern else {})
    found = {"name": name, "in": "header", "required": required, "description": told, "schema": schema}
    return found | ({"example": example} if example else {})


IF_MATCH = header(
    "If-Match", "您读到的那一版的 ETag，原样", required=True, example='"3"',
    pattern=r'^(W/)?"[0-9]{1,10}(\.[0-9a-f]{1,14})?(\.[0-9a-f]{1,64})?"$',
)  # fmt: skip
IF_NONE_MATCH = header("If-None-Match", "手里那一份的 ETag；没变就回 304", required=False)
KEY = "每次新的提交换一个（UUID），重发时用同一个：只办一次，24 小时内回答一样"


def described(description: Any) -> Node:
    """Return the description with what all operations share."""
    told: Node = dict(description)
    told["info"] = dict(told["info"]) | {"description": INTRODUCTION, "license": {
        "name": "Apache 2.0", "identifier": "Apache-2.0"}}  # fmt: skip
    told["tags"] = [{"name": name} for name in sorted({tag for _, _, one in operations(told)
                                                       for tag in one.get("tags", ())})]  # fmt: skip
    told["components"]["securitySchemes"] = {
        "Near": {"type": "http", "scheme": "bearer", "description": "“我的令牌”页生成的 gl_…"},
        "OwnFeed": {"type": "http", "scheme": "basic", "description": "表格取数的用户名和密码"},
    }
    for path, method, one in operations(told):
        _operation(path, method, one)
    for name, schema in told["components"]["schemas"].items():
        if name.endswith("Out"):
            _sparse(schema)
    return told


def operations(told: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield (path, method, operation)."""
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            yield path, method, one


def _operation(path: str, method: str, one: Node) -> None:
    read = method == "get"
    exists = not read and "{pk}" in path
    table = path.endswith(".csv")
    parameters = one.setdefault("parameters", [])
    if path.endswith(("/v1/projects", "/projects.csv")) and read:
        parameters += [*named(), *by_column()] + ([COLS, SORT] if table else [])
    if read and not table:
        parameters.append(IF_NONE_MATCH)
    if exists:
        parameters.append(IF_MATCH)
    if not read:
        parameters.append(header("Idempotency-Key", KEY, required=method == "post",
                                 pattern=r"^[\x21-\x7e]{1,64}$"))  # fmt: skip
    codes = {400, 401, 403, 422, 429}
    codes |= {404} if "{" in path else set()
    codes |= {304} if read and not table else set()
    codes |= set() if read else {409}
    codes |= {412, 428} if exists else set()
    _responses(one, codes, read=read)


def _responses(one: Node, codes: set[int], *, read: bool) -> None:
    found: Node = {str(code): told for code, told in one["responses"].items() if int(code) < 300}
    for told in found.values():
        if "text/csv; charset=utf-8" not in told.get("content", {}):
            told["headers"] = {"ETag": ETAG} | ({} if read else {"Idempotent-Replayed": REPLAYED})
    for code in sorted(codes):
        found[str(code)] = {"description": SAID[code]}
        if code == 304:
            found["304"]["headers"] = {"ETag": ETAG}
        else:
            found[str(code)]["content"] = PROBLEM
    one["responses"] = found


def _sparse(schema: Node) -> None:
    """Only the id is always there: `fields` may leave out any other."""
    schema["required"] = [name for name in ("id",) if name in schema.get("properties", {})]
    for one in schema.get("properties", {}).values():
        one.pop("default", None)


# ---- conditions of the ledger ----
def named() -> list[Node]:
    """Return the named conditions of the ledger as parameters."""
    return [
        word(one.name, one.label + choices(one.choices))
        for one in keeping.binding("projects").filters.values()
    ]


def choices(found: tuple[tuple[str, str], ...]) -> str:
    """Say which values a condition knows."""
    return "：" + " ".join(f"{value} {label}" for value, label in found) if found else ""


def by_column() -> list[Node]:
    """Return the conditions on columns as parameters: c.annual_plan=ge:5000."""
    found = []
    for column in sheet.projects().columns:
        ways = conditions.operators(column)
        if not ways:
            continue
        codes = "|".join(re.escape(one.code) for one in ways)
        told = "、".join(f"{one.code}: {one.label}" for one in ways)
        found.append(word(f"c.{column.name}", f"{column.header}的条件（{told}）", f"^({codes}):.*$"))
    return found


def word(name: str, told: str, pattern: str = "", longest: int = 200) -> Node:
    """Return a query parameter of text."""
    schema: Node = {"type": "string", "maxLength": longest} | ({"pattern": pattern} if pattern else {})
    return {"name": name, "in": "query", "required": False, "description": told, "schema": schema}


COLS = word("cols", "要哪些列，逗号分开；不写是台账页平常的列", longest=2000)
SORT = word("sort", "按哪几列排，逗号分开，前面加 - 从大到小")
