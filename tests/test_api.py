"""The reading API: its description is public, its data is not; pages by cursor, errors in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from greenlight.projects.models import Project
from greenlight.warnings.actions import judge_projects
from tests import make
from tests.cases import lead, milestone, reported, year_plan

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LISTS = ("zones", "projects", "milestones", "investment", "lights")


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def lin() -> Client:
    return signed_in(make.lin())


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


@pytest.fixture
def projects() -> list[Project]:
    """Make five projects with a milestone, money and lights."""
    made = [make.project(f"示例{n}号项目", total_wan=1000 * n) for n in range(1, 6)]
    for n, one in enumerate(made):
        lead(one)
        milestone(one, due=make.TODAY.replace(day=28 - 7 * n) if n < 4 else make.TODAY.replace(year=2023))
        year_plan(one, 1000)
        reported(one, 6, 100 * n)
    judge_projects(made[0].zone_id, day=make.TODAY, at=make.NOW)
    return made


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


def test_every_operation_reads_and_says_what_may_come_back(description: dict[str, Any]) -> None:
    ids = [one["operationId"] for _, _, one in operations(description)]
    assert len(ids) == len(set(ids))
    for path, method, one in operations(description):
        assert method == "get", path
        assert one["summary"]
        assert {"200", "401", "404", "422"} <= one["responses"].keys(), path


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


# ---- who ----
@pytest.mark.parametrize("name", [*LISTS, "figures", "projects/1", "nothing"])
def test_an_anonymous_caller_gets_401_in_problem_json(name: str) -> None:
    told = got(Client(), name, 401)
    assert told == {"type": "about:blank", "title": "请先登录", "status": 401}


def test_a_stranger_finds_no_project_and_no_row_of_it(projects: list[Project]) -> None:
    wu = signed_in(make.wu())
    assert "看不到" in got(wu, f"projects/{projects[0].pk}", 404)["title"]
    for name in ("projects", "milestones", "investment", "lights"):
        assert got(wu, name)["items"] == []
        assert got(wu, f"{name}?project={projects[0].pk}")["items"] == []
    assert [one["name"] for one in got(wu, "zones")["items"]] == ["邻县工业园区"]
    assert {one["name"]: one["value"] for one in got(wu, "figures")}["project_count"] in ("0", None)


def test_a_unit_handler_reads_what_the_unit_answers_for(projects: list[Project]) -> None:
    other = make.project("别人的项目")
    sun = signed_in(make.sun())
    assert {one["id"] for one in got(sun, "projects")["items"]} == {one.pk for one in projects}
    assert got(sun, f"projects/{other.pk}", 404)


# ---- pages ----
@pytest.mark.parametrize("name", ["projects", "milestones", "investment", "lights"])
def test_pages_by_cursor_give_every_row_once(name: str, lin: Client, projects: list[Project]) -> None:
    whole = [one["id"] for one in got(lin, name)["items"]]
    assert len(whole) == 5
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = got(lin, f"{name}?limit=2&after={after}")
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    assert seen == whole


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "after=-1", f"after={2**63}", "after=x", f"limit={'9' * 400}"],
)
def test_a_page_out_of_bounds_is_refused_by_the_name_of_its_parameter(query: str, lin: Client) -> None:
    told = got(lin, f"projects?{query}", 422)
    assert query.split("=")[0] in told["title"]


@pytest.mark.parametrize(
    "path", [f"projects/{2**63}", "projects/0", "projects/x", "projects/-1", "projects/987654"]
)
def test_an_id_that_is_none_is_a_problem_in_words(path: str, lin: Client) -> None:
    answer = lin.get(f"/api/v1/{path}")
    assert answer.status_code in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


# ---- conditions ----
def test_projects_are_narrowed_as_on_the_ledger_page(lin: Client, projects: list[Project]) -> None:
    assert [one["name"] for one in got(lin, "projects?q=示例3")["items"]] == ["示例3号项目"]
    assert got(lin, "projects?stage=in_production")["items"] == []
    assert len(got(lin, "projects?kind=attraction")["items"]) == 5
    assert got(lin, "projects?kind=月亮")["items"] == []


def test_amounts_are_decimal_text_and_days_iso(lin: Client, projects: list[Project]) -> None:
    first = got(lin, f"projects/{projects[0].pk}")
    assert first["total_wan"] == "1000"
    assert got(lin, "investment?month=6")["items"][1]["ytd_wan"] == "100"
    assert got(lin, "milestones")["items"][0]["due"] == "2022-07-28"


def test_milestones_are_narrowed_by_day_and_by_being_open(lin: Client, projects: list[Project]) -> None:
    assert len(got(lin, "milestones?due_before=2022-07-15")["items"]) == 2
    assert len(got(lin, "milestones?open=true")["items"]) == 5
    assert got(lin, "milestones?open=false")["items"] == []
    assert "due_before" in got(lin, "milestones?due_before=明天", 422)["title"]


def test_lights_say_colour_reasons_rule_and_who_must_act(lin: Client, projects: list[Project]) -> None:
    every = got(lin, "lights")["items"]
    assert {one["scene"] for one in every} == {"project"}
    late = [one for one in every if one["colour"] in ("red", "yellow")]
    assert late
    assert all(one["reasons"] and one["reasons"][0]["rule"] and one["since"] for one in late)
    assert len(got(lin, f"lights?scene=&project={projects[0].pk}")["items"]) == 5
    assert {one["colour"] for one in got(lin, "lights?colour=red")["items"]} <= {"red"}
    assert "colour" in got(lin, "lights?colour=pink", 422)["title"]


def test_figures_are_the_numbers_of_the_pages_and_open_into_rows(
    lin: Client, projects: list[Project]
) -> None:
    figures = {one["name"]: one for one in got(lin, "figures")}
    assert figures["project_count"]["value"] == "5"
    assert all(one["label"] and one["definition"] for one in figures.values())
    assert all(isinstance(one["rows"], dict) for one in figures.values())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(method: str, lin: Client, projects: list[Project]) -> None:
    for path in ("projects", f"projects/{projects[0].pk}"):
        assert getattr(lin, method)(f"/api/v1/{path}").status_code == 405
    assert Project.objects.count() == 5


def test_the_number_of_queries_does_not_grow_with_the_rows(
    lin: Client, projects: list[Project], django_assert_max_num_queries: Any
) -> None:
    got(lin, "zones")  # the first request of a day judges the zone
    for name in LISTS:
        with django_assert_max_num_queries(14):
            got(lin, name)
