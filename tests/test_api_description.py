"""The description of the API: public, whole, without data, and what answers hold to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from greenlight.api import api
from greenlight.people import tokens
from greenlight.people.access import Near
from greenlight.projects.models import Project
from tests import make
from tests.machines import LISTS, five_projects, objections, pk_for, records_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def lin() -> Client:
    return signed_in(make.lin())


@pytest.fixture
def projects() -> list[Project]:
    return five_projects()


# ---- the description ----
@pytest.fixture
def description() -> dict[str, Any]:
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def walked(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from walked(value, f"{path}/{key}")
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from walked(value, f"{path}/{n}")


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    paths = description["paths"].items()
    return [(path, method, one) for path, methods in paths for method, one in methods.items()]


def test_the_description_is_public_and_names_version_3_1(description: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", description["openapi"])
    assert description["info"]["title"]
    assert {path.rsplit("/", 1)[-1] for path in description["paths"]} >= {*LISTS, "figures", "{pk}"}


def test_every_reference_of_the_description_leads_somewhere(description: dict[str, Any]) -> None:
    for path, node in walked(description):
        if isinstance(target := node.get("$ref"), str):
            found: Any = description
            for step in target.removeprefix("#/").split("/"):
                assert step in found, f"{path}: {target}"
                found = found[step]


def test_every_operation_says_what_may_come_back_and_which_scope_it_asks(description: dict[str, Any]) -> None:
    ids = [one["operationId"] for _, _, one in operations(description)]
    assert len(ids) == len(set(ids))
    for path, method, one in operations(description):
        headers = {told["name"] for told in one["parameters"] if told["in"] == "header"}
        assert re.search("[一-鿿]", one["summary"]), path
        assert {"401", "403", "422", "429"} <= one["responses"].keys(), path
        assert one["security"], path
        if method != "get":
            assert "Idempotency-Key" in headers, path
            assert ("If-Match" in headers) == ("{pk}" in path) == ("412" in one["responses"]), path


def test_every_operation_of_the_api_asks_for_a_scope_a_key_can_have() -> None:
    asked = {
        f"{auth.kind}:{auth.act}"
        for _, bound in api._routers
        for view in bound.path_operations.values()
        for one in view.operations
        for auth in one.auth_callbacks
        if isinstance(auth, Near)
    }
    assert asked <= {scope for scope, _ in tokens.SCOPES}
    assert {scope for scope, _ in tokens.SCOPES} - asked == set()


def test_every_field_and_parameter_is_explained(description: dict[str, Any]) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in description["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    silent += [
        f"{path}?{one['name']}"
        for path, _, operation in operations(description)
        for one in operation.get("parameters", [])
        if one["in"] == "query" and not (one.get("description") or one["schema"].get("description"))
    ]
    assert silent == []


def test_the_description_holds_no_data(projects: list[Project], description: dict[str, Any]) -> None:
    assert projects[0].name not in json.dumps(description, ensure_ascii=False)


# ---- answers and the description ----
def test_answers_are_what_the_description_says(
    lin: Client, projects: list[Project], description: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    make.enterprise()
    records = records_of(projects[0]) | {"milestones": projects[0].milestones.get().pk}
    for path, method, one in operations(description):
        if method != "get" or path.endswith(".csv"):
            continue
        answer = lin.get(path.replace("{pk}", str(pk_for(path, projects[0], records))))
        assert answer.status_code == 200, path
        rows = answer.json()["items"] if path.rsplit("/", 1)[-1] in LISTS else answer.json()
        assert rows, path
        schema = one["responses"]["200"]["content"]["application/json"]["schema"]
        assert objections(answer.json(), schema, description) == [], path
