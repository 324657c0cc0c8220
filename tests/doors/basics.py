"""The API, signing in, and one's own keys."""

from __future__ import annotations

from tests.doors.door import (
    API,
    INSIDE,
    OPEN,
    Door,
    Kind,
    deed,
    page,
)

KEY = {"name": "取数程序", "days": "30", "password": "a long enough phrase"}

ROWS: dict[str, Door] = {
    # the API
    "openapi": OPEN,
    "api-1:api-root": API,
    "api-1:zones": API,
    "api-1:projects": API,
    "api-1:project": Door(Kind.API, records=("project",)),
    "api-1:create": API,
    "api-1:change": Door(Kind.API, records=("project",)),
    "api-1:advance": Door(Kind.API, records=("project",)),
    "api-1:put_month": Door(Kind.API, records=("project", "year", "month")),
    "api-1:milestones": API,
    "api-1:milestone": Door(Kind.API, records=("milestone",)),
    "api-1:report": Door(Kind.API, records=("milestone",)),
    "api-1:ask": Door(Kind.API, records=("milestone",)),
    "api-1:ledger": API,
    "api-1:feed": Door(Kind.API, records=("key",)),
    "api-1:enterprises": API,
    "api-1:units": API,
    "api-1:investment": API,
    **{f"api-1:{name}": API for name in ("vouchers", "funds", "fund_entries", "checks", "orders", "site_logs",
                                         "photos")},
    "api-1:add_voucher": Door(Kind.API, records=("project",)),
    **{f"api-1:{name}": Door(Kind.API, records=("project",)) for name in (
        "voucher", "fund", "check", "explain", "order", "receive", "hand_in_plan", "report_progress",
        "ask_closing", "ask_extension", "site_log", "photo")},
    "api-1:lights": API,
    "api-1:all_figures": API,
    "^api(?:/|$)": API,
    # sign-in
    "people:enter": Door(Kind.OPEN, "GET POST", ("token",)),
    "people:healthz": OPEN,
    "people:password": page("GET POST"),
    "people:tokens": page(
        "GET POST", doers=INSIDE, data=lambda _: KEY | {"scopes": ["projects:read", "lights:read"]}
    ),
    "people:token_revoke": deed("key", doers=frozenset({"lin"})),
    "desk:feed": page("GET POST", doers=INSIDE, data=lambda _: KEY),
}  # fmt: skip
