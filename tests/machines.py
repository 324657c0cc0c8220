"""What the tests of the API share: a signed-in machine, an answer read, JSON held against its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.test import Client

from greenlight.investment.models import Fund, FundEntry, Voucher, VoucherShare
from greenlight.projects.models import Project
from greenlight.sites import actions as sites
from greenlight.sites.tests import drawn
from greenlight.sites.told import LogTold, PhotoTold
from greenlight.supervision.actions import raise_order
from greenlight.supervision.actions.raising import Wish
from greenlight.warnings.actions import judge_projects
from greenlight.warnings.checks.models import CheckHit
from tests import make
from tests.cases import lead, milestone, reported, year_plan

SOLID = {"ytd": "500", "paid": "50", "rate": "10.0", "low": "30", "high": "120"}
BACKEND = "django.contrib.auth.backends.ModelBackend"
LISTS = (
    "zones", "units", "enterprises", "projects", "milestones", "investment", "lights", "vouchers", "funds",
    "fund-entries", "checks", "orders", "site-logs", "photos",
)  # fmt: skip


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def got(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer.headers["Content-Type"].split(";")[0] == kind
    return json.loads(answer.content)


def five_projects() -> list[Project]:
    """Make five projects with a milestone, money and lights."""
    made = [make.project(f"示例{n}号项目", total_wan=1000 * n) for n in range(1, 6)]
    for n, one in enumerate(made):
        lead(one)
        milestone(one, due=make.TODAY.replace(day=28 - 7 * n) if n < 4 else make.TODAY.replace(year=2023))
        year_plan(one, 1000)
        reported(one, 6, 100 * n)
    judge_projects(made[0].zone_id, day=make.TODAY, at=make.NOW)
    return made


def records_of(project: Project) -> dict[str, int]:
    """Make one record of every sort on a project; return {part of the address: id}."""
    own: dict[str, Any] = {"project": project, "zone": project.zone, "at": make.NOW}
    voucher = Voucher.objects.create(kind="invoice", day=make.TODAY, amount_wan=90, **own)
    VoucherShare.objects.create(voucher=voucher, year=2022, month=6, amount_wan=80, **own)
    fund = Fund.objects.create(source="bond", name="一期", planned_wan=900, issued_on=make.TODAY, **own)
    FundEntry.objects.create(fund=fund, kind="paid_in", day=make.TODAY, amount_wan=50, **own)
    wish = Wish(make.unit(), "净地移交滞后", "请办好净地移交", make.TODAY, make.TODAY)
    order = raise_order(by=make.by(make.zhao()), zone_id=project.zone_id, wish=wish, project=project)
    log = sites.send_log(by=make.by(), project=project, log=LogTold(uuid4(), make.TODAY, "主体"))
    told = PhotoTold(uuid4())
    photo = sites.add_photo(by=make.by(), log=log, data=drawn.jpeg(), name="a.jpg", told=told)
    hit = CheckHit.objects.create(
        code="payment_ratio", period="2022-06", inputs=SOLID, first_on=make.TODAY, **own
    )
    return {
        "vouchers": voucher.pk, "funds": fund.pk, "checks": hit.pk, "orders": order.pk, "site-logs": log.pk,
        "photos": photo.pk,
    }  # fmt: skip


def pk_for(path: str, project: Project, records: Mapping[str, int]) -> int:
    """Return the id an address of the API asks for."""
    sort = path.split("/v1/")[-1].split("/")[0]
    return records.get(sort, project.pk)


def objections(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """Hold a value against a schema: the part of JSON Schema the description uses."""
    if "$ref" in schema:
        return objections(value, whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], whole, at)
    if "anyOf" in schema:
        each = [objections(value, one, whole, at) for one in schema["anyOf"]]
        return [] if [] in each else each[0]
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "number": int | float,
    }
    kind = schema.get("type")
    if kind == "null":
        return [] if value is None else [f"{at} is {value!r}, not null"]
    if kind and (not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at} is {value!r}, not {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at} is {value!r}, not one of {schema['enum']}"]
    if isinstance(value, list):
        return [
            told
            for n, one in enumerate(value)
            for told in objections(one, schema["items"], whole, f"{at}/{n}")
        ]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    own = schema["properties"]
    found = [f"{at}/{name} is not described" for name in value.keys() - own.keys()]
    found += [f"{at}/{name} is missing" for name in set(schema.get("required", ())) - value.keys()]
    return found + [told for name in value.keys() & own.keys()
                    for told in objections(value[name], own[name], whole, f"{at}/{name}")]  # fmt: skip
