"""What the tests of the API share: a signed-in machine, an answer read, JSON held against its schema."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from greenlight.projects.models import Project
from greenlight.warnings.actions import judge_projects
from tests import make
from tests.cases import lead, milestone, reported, year_plan

BACKEND = "django.contrib.auth.backends.ModelBackend"
LISTS = ("zones", "units", "enterprises", "projects", "milestones", "investment", "lights")


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
