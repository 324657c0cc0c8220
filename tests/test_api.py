"""Reading over the API: its description is public, its data is not; pages by cursor, errors in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from greenlight.base.tables import Look
from greenlight.desk.table.seen import Seen
from greenlight.projects import actions
from greenlight.projects.models import Project
from tests import make
from tests.cases import year_plan
from tests.machines import LISTS, five_projects, got, signed_in

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
        if name != "projects":
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
    after: int | str | None = ""
    while after is not None:
        page = got(lin, f"{name}?limit=2" + (f"&after={after}" if after else ""))
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
    assert [one["project_name"] for one in got(lin, "projects?q=示例3")["items"]] == ["示例3号项目"]
    assert got(lin, "projects?stage=in_production")["items"] == []
    assert len(got(lin, "projects?kind=attraction")["items"]) == 5
    assert got(lin, "projects?kind=月亮")["items"] == []


def test_amounts_are_decimal_text_and_days_iso(lin: Client, projects: list[Project]) -> None:
    first = got(lin, f"projects/{projects[0].pk}")
    assert first["total_investment"] == "1000"
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
    assert len(got(lin, f"lights?scene=&project={projects[0].pk}")["items"]) == 4
    assert {one["colour"] for one in got(lin, "lights?colour=red")["items"]} <= {"red"}
    assert "colour" in got(lin, "lights?colour=pink", 422)["title"]


def test_figures_are_the_numbers_of_the_pages_and_open_into_rows(
    lin: Client, projects: list[Project]
) -> None:
    figures = {one["name"]: one for one in got(lin, "figures")}
    assert figures["project_count"]["value"] == "5"
    assert all(one["label"] and one["definition"] for one in figures.values())
    assert all(isinstance(one["rows"], dict) for one in figures.values())


def test_the_number_of_queries_does_not_grow_with_the_rows(
    lin: Client, projects: list[Project], django_assert_max_num_queries: Any
) -> None:
    got(lin, "zones")  # the first request of a day judges the zone
    for name in LISTS:
        with django_assert_max_num_queries(14):
            got(lin, name)


# ---- the ledger page's rows ----
def test_projects_are_the_rows_of_the_ledger_page(lin: Client, projects: list[Project]) -> None:
    make.project("总项目", is_group=True)
    page = lin.get("/projects/?light=red,yellow").content.decode()
    rows = got(lin, "projects?light=red,yellow")["items"]
    assert rows
    assert all(one["project_name"] in page for one in rows)
    assert len(got(lin, "projects")["items"]) == 5


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("c.total_investment=ge:3000", {"示例3号项目", "示例4号项目", "示例5号项目"}),
        ("c.total_investment=between:1.5千~1", None),
        ("c.project_name=has:2号", {"示例2号项目"}),
        ("c.site_progress=empty:&c.total_investment=lt:2000", {"示例1号项目"}),
        ("c.project_name=is:没有", set()),
    ],
)
def test_columns_are_asked_as_on_the_page(
    query: str, names: set[str] | None, lin: Client, projects: list[Project]
) -> None:
    answer = lin.get(f"/api/v1/projects?{query}")
    if names is None:
        assert answer.status_code == 422
    else:
        assert {one["project_name"] for one in answer.json()["items"]} == names


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ligth=red", "ligth"), ("c.colour=in:red", "c.colour"),
        ("c.total_investment=much:1", "c.total_investment"),
        ("c.total_investment=ge:许多", "不是数"), ("sort=-nothing", "sort"), ("sort=a,b,c,d,e,f", "sort"),
        ("fields=project_name,nothing", "nothing"), ("after=nonsense", "after"), ("q=" + "长" * 300, "q"),
        ("sort=-total_investment&after=5", "after"),
    ],
)  # fmt: skip
def test_a_machine_is_told_what_it_asked_wrongly(
    query: str, told: str, lin: Client, projects: list[Project]
) -> None:
    assert told in got(lin, f"projects?{query}", 422)["title"]


def test_a_parameter_that_is_none_is_refused_on_every_list(lin: Client) -> None:
    for name in LISTS:
        assert "projct" in got(lin, f"{name}?projct=5", 422)["title"]


SORTS = [
    "total_investment", "-total_investment", "annual_plan", "-annual_plan", "light", "-light", "unit",
    "-unit", "project_name", "planned_finish", "-next_due", "stage", "-stage", "light,-total_investment",
    "-completion_rate_pct,project_name", "started", "-site_progress", "location",
]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_read_to_its_end_in_the_order_of_the_page(
    sort: str, lin: Client, projects: list[Project]
) -> None:
    make.project("没有投资额的项目", total_wan=None)
    for n in range(3):
        one = make.project(f"同样的{n}", total_wan=3000)
        year_plan(one, 1000)
    whole = [one["id"] for one in got(lin, f"projects?sort={sort}")["items"]]
    assert len(whole) == 9
    seen: list[int] = []
    after = ""
    while True:
        page = got(lin, f"projects?sort={sort}&limit=2" + (f"&after={after}" if after else ""))
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == whole
    if "," not in sort:
        paged = Seen(make.lin(), Look(sorts=(sort,)))
        assert whole == paged.page(0, 9)


def test_a_cursor_belongs_to_its_order(lin: Client, projects: list[Project]) -> None:
    after = got(lin, "projects?sort=-total_investment&limit=2")["next"]
    assert "另一种排序" in got(lin, f"projects?sort=total_investment&limit=2&after={after}", 422)["title"]
    assert "after" in got(lin, f"projects?sort=-total_investment&after={after}x", 422)["title"]


def test_fields_leave_out_what_is_not_asked_for(lin: Client, projects: list[Project]) -> None:
    one = got(lin, "projects?fields=project_name,light&limit=1")["items"][0]
    assert one.keys() == {"id", "project_name", "light"}
    assert got(lin, f"projects/{projects[0].pk}?fields=light_why").keys() == {"id", "light_why"}
    assert got(lin, "milestones?fields=due&limit=1")["items"][0].keys() == {"id", "due"}


def test_a_group_of_phases_is_read_by_its_id_and_stands_in_no_list(lin: Client) -> None:
    group = make.project("总项目", is_group=True, total_wan=None)
    told = got(lin, f"projects/{group.pk}")
    assert told["is_group"] is True
    assert told["project_name"] == "总项目"
    assert got(lin, "projects")["items"] == []


def test_the_table_holds_the_columns_and_rows_of_the_page_and_refuses_what_cannot_be_read(
    lin: Client, projects: list[Project]
) -> None:
    path = "/api/v1/ledgers/projects.csv?cols=project_name,total_investment,stage,light"
    answer = lin.get(f"{path}&sort=-total_investment&c.total_investment=ge:4000")
    sent = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, *rows = sent.strip().split("\r\n")
    assert head == "序号,项目名称,总投资（万元）,阶段,灯与原因"
    assert [row.split(",")[1:4] for row in rows] == [
        ["示例5号项目", "5000", "签约"],
        ["示例4号项目", "4000", "签约"],
    ]
    for wrong in (
        "c.started=null",
        "c.total_investment=ge:",
        "cols=nothing",
        "sort=nothing",
        "limit=5",
        "x=y",
    ):
        assert lin.get(f"{path}&{wrong}").status_code == 422, wrong


# ---- tags ----
@pytest.mark.parametrize("name", [*LISTS, "figures", "projects/{}", "milestones/{}"])
def test_what_has_not_changed_is_not_sent_again(name: str, lin: Client, projects: list[Project]) -> None:
    stone = projects[0].milestones.get()
    path = f"/api/v1/{name.format(stone.pk if name.startswith('milestones/') else projects[0].pk)}"
    first = lin.get(path)
    again = lin.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert lin.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_moves_with_what_is_sent(lin: Client, projects: list[Project]) -> None:
    path = f"/api/v1/projects/{projects[0].pk}"
    tag = lin.get(path).headers["ETag"]
    actions.edit(by=make.by(), project=projects[0], facts={"remark": "新备注"})
    answer = lin.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json()["remark"] == "新备注"
    assert answer.headers["ETag"] != tag
