"""Every route of the product, in one table: who gets in, and a deed that would be done there.

A route that is not in the table fails the test; so does a row whose route is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from greenlight.plans.actions import arranging
from greenlight.projects.models import Project
from tests import make


class Kind(Enum):
    """What stands behind a door."""

    OPEN = "anybody gets in"
    ACCOUNT = "allauth's own pages: open, or asking for the sign-in themselves"
    PAGE = "anybody who is signed in gets in"
    OBJECT = "a record of a zone: to a stranger it is not there"
    API = "the API: 401 before anything else"
    SCREEN = "a paired wall screen gets in by its cookie; to anybody else nothing is there"


EDITORS, LEADERS = frozenset({"lin", "zhao"}), frozenset({"zhao"})
INSIDE = frozenset({"lin", "zhao", "sun", "he", "chen", "hu"})
Data = Callable[["World"], dict[str, Any]]


@dataclass
class World:
    """The ids the routes ask for, all of one zone."""

    ids: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        """Return the id of a record by its name."""
        return self.ids[name]


@dataclass(frozen=True)
class Door:
    """A route: its kind, its methods, the records in its address, who may do its deed and with what."""

    kind: Kind
    methods: str = "GET"
    records: tuple[str, ...] = ()
    doers: frozenset[str] = frozenset()
    readers: frozenset[str] = INSIDE
    strangers: frozenset[str] = frozenset({"wu", "xi"})
    data: Data = lambda _world: {}


def day(days: int = 0) -> str:
    return (make.TODAY + timedelta(days=days)).isoformat()


def project(_world: World) -> dict[str, Any]:
    return {"kind": "attraction", "name": "示例新项目", "total_wan": "3000"}


def changed(world: World) -> dict[str, Any]:
    version = Project.objects.values_list("version", flat=True).get(pk=world.project)
    return {
        "kind": "attraction", "name": "示例锂盐生产线改建项目", "total_wan": "31000", "version": version,
    }  # fmt: skip


def arranged(_world: World) -> str:
    return json.dumps({"nodes": {"groundbreaking": {"due": day(-3)}}})


def seen(world: World) -> str:
    return json.dumps(arranging.laid_out(Project.objects.get(pk=world.project)).facts())


def paper(_world: World) -> dict[str, Any]:
    return {"node": "IND012", "name": "备案证", "file": SimpleUploadedFile("备案证.pdf", b"%PDF-1.7 x")}


def typed(_world: World) -> dict[str, Any]:
    return {"text": "缺一份环评", "base": "null"}


def pasted(world: World) -> dict[str, Any]:
    return {"text": "缺地\t红灯", "pk": world.project, "field": "issue", "columns": "issue,light"}


def set_for_all(world: World) -> dict[str, Any]:
    return {"field": "issue", "text": "缺地", "rows": world.project, "address": "?sort=issue"}


def table(_world: World) -> dict[str, Any]:
    text = "项目名称,责任单位,总投资（万元）\n示例丙项目,经济发展科,5000\n"
    return {"file": SimpleUploadedFile("台账.csv", text.encode("gb18030"))}


def page(methods: str = "GET", **more: Any) -> Door:
    return Door(Kind.PAGE, methods, **more)


def record(*records: str, methods: str = "GET", **more: Any) -> Door:
    return Door(Kind.OBJECT, methods, records, **more)


def deed(*records: str, doers: frozenset[str] = EDITORS, data: Data = lambda _world: {}, **more: Any) -> Door:
    return Door(Kind.OBJECT, "POST", records, doers, data=data, **more)


def stone(doers: frozenset[str] = frozenset({"lin", "zhao", "sun", "he"}), **more: Any) -> Door:
    return deed("project", "milestone", doers=doers, **more)


def view(**more: Any) -> Door:
    return deed("view", strangers=frozenset({"wu"}), **more)


def batch(methods: str = "POST", **more: Any) -> Door:
    doers = EDITORS if "POST" in methods else frozenset()
    return Door(Kind.OBJECT, methods, ("batch",), doers, readers=EDITORS, **more)


THRESHOLDS = {"yellow_days": "1", "red_days": "20", "is_on": "on", "why": "主任办公会纪要"}
KEY = {"name": "取数程序", "days": "30", "password": "a long enough phrase"}
OPEN, ACCOUNT = Door(Kind.OPEN), Door(Kind.ACCOUNT, "GET POST")
API = Door(Kind.API)

DOORS: dict[str, Door] = {
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
    # the project and its life
    "projects:new": page("GET POST", readers=EDITORS, doers=EDITORS, data=project),
    "projects:edit": record("project", methods="GET POST", readers=EDITORS, doers=EDITORS, data=changed),
    "projects:amount": deed(
        "project", data=lambda _: {"kind": "contract", "amount_wan": "1.2亿", "on": day(-3)}
    ),
    "projects:code": deed("project", data=lambda _: {"code": "2206-330881-04-01-123456"}),
    "projects:list_on": deed("project", data=lambda _: {"name": "省重点", "year": "2022"}),
    "projects:list_off": deed("project", "listing"),
    "projects:stage": deed(
        "project", data=lambda _: {"to": "registration", "on": day(-1), "reason": "台账补录"}
    ),
    "projects:halt": deed("project", data=lambda _: {"state": "paused", "reason": "企业调整方案"}),
    "projects:assign": deed("project", data=lambda w: {"role": "co", "unit": w.unit}),
    "projects:unassign": deed("project", "assignment"),
    "projects:site": deed(
        "project", doers=frozenset({"lin", "zhao", "sun", "he"}),
        data=lambda _: {"words": "主体施工", "percent": "40", "on": day(-1)},
    ),
    "projects:hand_in": deed("project", doers=frozenset({"lin", "zhao", "sun", "he"}), data=paper),
    "projects:decide": deed("project", "evidence", data=lambda _: {"accept": "1"}),
    # the node library
    "projects:library": page(),
    "projects:node": record(
        "node", methods="GET POST", doers=EDITORS, strangers=frozenset({"wu"}),
        data=lambda _: {"name": "项目备案", "duration": "3", "clock": "workday", "condition": "always"},
    ),
    "projects:library_draft": page(doers=frozenset()),
    "projects:library_versions": page(),
    "projects:library_publish": page(
        "POST", doers=EDITORS, data=lambda _: {"kind": "attraction", "do": "discard"}
    ),
    "projects:node_new": page(
        "GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"kind": "attraction", "name": "新节点", "phase": "前期", "duration": "3",
                        "clock": "workday", "condition": "always"},
    ),
    "projects:node_links": deed("node", strangers=frozenset({"wu"}), data=lambda _: {
        "pred": "IND001", "link": "SS", "lag": "3", "lag_clock": "workday"}),
    "projects:node_step": deed("node", strangers=frozenset({"wu"}), data=lambda _: {"do": "down"}),
    "projects:units": page("GET POST", doers=EDITORS),
    # money
    "investment:report": record(
        "project", methods="GET POST", doers=frozenset({"lin", "zhao", "sun"}),
        data=lambda _: {"year": "2022", "month": "6", "ytd_wan": "800", "method": "work"},
    ),
    "investment:year_plan": record(
        "project", methods="GET POST", doers=EDITORS, data=lambda _: {"year": "2022", "amount_wan": "9000"}
    ),
    # plans
    "plans:make": record(
        "project", methods="GET POST", doers=EDITORS,
        data=lambda _: {"mode": "forward", "day": day(1), "reason_class": "land", "reason": "净地未移交"},
    ),
    "plans:draft": record("project", methods="GET POST", doers=EDITORS, data=lambda _: {"decide": "approve"}),
    "plans:compare": record("project"),
    "plans:update": record("project", methods="GET POST", doers=EDITORS, data=lambda w: {
        "decide": "leave", "template": "1"}),
    "plans:arrange": record(
        "project", methods="GET POST", doers=EDITORS, readers=EDITORS,
        data=lambda world: {"changes": arranged(world), "seen": seen(world)},
    ),
    "plans:arrange_look": record(
        "project", methods="POST", readers=EDITORS, data=lambda world: {"changes": arranged(world)}
    ),
    "plans:make_many": page(
        "GET POST", doers=EDITORS, data=lambda w: {"mode": "forward", "day": day(1), "id": w.project}
    ),
    "plans:job": record("job", readers=frozenset({"lin"})),
    "plans:actual": stone(data=lambda _: {"percent": "40", "started_on": day(-9)}),
    "plans:withdraw": stone(data=lambda _: {"why": "填错了"}),
    "plans:slip": stone(data=lambda _: {"to_due": day(40), "reason_class": "land", "reason": "净地未移交"}),
    "plans:take_back": stone(),
    "plans:decide": stone(doers=LEADERS, data=lambda _: {"approve": "yes"}),
    "plans:decide_all": deed("project", doers=LEADERS, data=lambda _: {"approve": "no", "note": "再想办法"}),
    "plans:edit": stone(doers=EDITORS, data=lambda _: {"due": day(-3)}),
    # lights
    "warnings:turned": page(),
    "warnings:packs": page(
        "GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=EDITORS,
        data=lambda _: {"packs": ["default"], "valid_from": day(), "why": "主任办公会"},
    ),
    "warnings:rule": record(
        "rule", methods="GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=EDITORS,
        data=lambda _: THRESHOLDS | {"valid_from": day()},
    ),
    "warnings:nudge": deed(
        "project", doers=frozenset({"lin", "zhao", "he"}),
        data=lambda w: {"unit": w.unit, "answer_by": day(3), "message": "请报完成日期"},
    ),
    "warnings:answer": deed(
        "project", "nudge", doers=frozenset({"lin", "zhao", "sun"}), data=lambda _: {"answer": "下周办好"}
    ),
    # the desk
    "desk:home": page(),
    "desk:projects": page(),
    "desk:counts": page(),
    "desk:group": page(),
    "desk:column": page(records=("column",)),
    "desk:export": page(),
    "desk:print": page(),
    "desk:columns": page(),
    "desk:keep_form": page("POST", doers=INSIDE, data=lambda _: {"look": "cols=project_name,unit"}),
    "desk:views": page(),
    "desk:views_counted": page(),
    "desk:view_new": page("POST", doers=INSIDE, data=lambda _: {"name": "我的", "look": "light=red"}),
    "desk:views_order": page("POST", doers=INSIDE, data=lambda w: {"order": w.view, "move": f"{w.view}:up"}),
    "desk:view_overwrite": view(data=lambda _: {"look": "light=yellow"}),
    "desk:view_rename": view(data=lambda _: {"name": "改了名"}),
    "desk:view_share": view(data=lambda _: {"shared": "0"}),
    "desk:view_delete": view(),
    "desk:project": record("project"),
    "desk:cockpit": page(),
    "desk:cockpit_tiles": page(),
    "desk:cockpit_rows": page(),
    # a wall screen: outside the sign-in, let in by its own cookie (people.walls)
    "desk:wall": OPEN,
    "desk:wall_tiles": Door(Kind.SCREEN),
    "desk:wall_rows": Door(Kind.SCREEN),
    "desk:walls": page(
        "GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"code": "ABC234", "name": "一楼大厅", "days": "30"},
    ),
    "desk:wall_revoke": deed("wall", strangers=frozenset({"wu"})),
    "desk:wallchart": page(),
    "desk:wallchart_list": page(),
    "desk:changes": page(),
    "desk:wallchart_project": record("project"),
    "desk:parts": page(),
    "desk:search": page(),
    "desk:search_box": page(),
    "desk:help": page(),
    "desk:tour": page(),
    "desk:tour_step": page(records=("step",)),
    "desk:news": page(),
    "desk:figure": page(records=("figure",)),
    "desk:file": record("file"),
    "desk:cell": record("ledger", "project", "field", methods="GET POST", doers=EDITORS, data=typed),
    "desk:paste": page("POST", records=("ledger",), data=pasted),
    "desk:bulk": page("GET POST", records=("ledger",), data=set_for_all),
    "desk:undo": deed("seq"),
    "desk:panel": record("project"),
    "desk:history": record("project", "field"),
    # a zone's first days: its administrator's alone (desk.tests.test_setup)
    **dict.fromkeys(
        ("desk:setup", "desk:setup_people_template"), page(readers=frozenset())
    ),
    **dict.fromkeys(
        ("desk:setup_zone", "desk:setup_units", "desk:setup_people", "desk:setup_holidays"),
        page("GET POST", readers=frozenset()),
    ),
    # a workbook on its way in
    "desk:imports": page("GET POST", readers=EDITORS, doers=EDITORS, data=table),
    "desk:import": batch("GET"),
    "desk:import_job": batch("GET"),
    "desk:import_columns": batch("GET POST"),
    "desk:import_annotated": batch("GET"),
    "desk:import_cancel": batch(),
    "desk:import_ledger": batch(data=lambda _: {"ledger": "projects"}),
    "desk:import_answers": batch(),
    "desk:import_again": batch(),
    "desk:import_apply": batch(),
    "desk:import_undo": batch(),
    "desk:import_discard": batch(),
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A route of the resolver: its name in the table, the pattern, its parameters by converter."""

    name: str
    pattern: str
    parameters: tuple[tuple[str, str], ...]

    def path(self, values: list[Any]) -> str:
        """Return an address with these values for the parameters, in order."""
        text = self.pattern
        for (name, converter), value in zip(self.parameters, values, strict=True):
            text = text.replace(f"<{converter}:{name}>", str(value)).replace(f"<{name}>", str(value))
        return "/" + text.lstrip("^").replace("(?:/|$)", "/")


def routes() -> list[Route]:
    """Return every route; allauth's by their names, the catch-all under its pattern."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], space: str = "", before: str = "") -> Iterator[Route]:
    for one in patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, text)
        elif isinstance(one, URLPattern):
            kinds = {name: type(how).__name__ for name, how in one.pattern.converters.items()}
            words = {"IntConverter": "int", "StringConverter": "str", "SlugConverter": "slug"}
            parameters = tuple((name, words.get(kind, kind)) for name, kind in kinds.items())
            yield Route(f"{space}{one.name}" if one.name else text, text, parameters)


def door_of(route: Route) -> Door | None:
    """Return the row of a route; allauth's pages share one."""
    if route.name.startswith(("account_", "mfa_")):
        return ACCOUNT
    return DOORS.get(route.name)
