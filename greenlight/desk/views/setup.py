"""Doors of a zone's first days: what is set up, what is missing, one page a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base import calendars, files
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.base.workbook.write import stream
from greenlight.base.workbook.write_spec import OutColumn, SheetSpec
from greenlight.people import may, setup
from greenlight.people.ledgers import PEOPLE, ROLES
from greenlight.people.models import Membership, Unit, Zone
from greenlight.people.opening import COUNTRY, FIRST
from greenlight.people.requests import Request, by
from greenlight.projects.models import Project
from greenlight.warnings.models import ZonePack

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_FOR = "setup_people"


def zone_of(request: Request) -> Zone:
    """Return the zone its administrator sets up; NotAllowed for everybody else of the zone."""
    zone = get_object_or_404(Zone, pk=request.user.scope.home or 0)
    if not may.administer(request.user, zone.pk):
        raise NotAllowed("园区设置由本区系统管理员来做，请找他，或让他给您开通。")
    return zone


@require_GET
def index(request: Request) -> HttpResponse:
    """Show the steps: which are done, which is next, who does it."""
    zone = zone_of(request)
    steps = steps_of(zone, request.user.scope.day.year, edits=may.edit_zone(request.user, zone.pk))
    context = {"steps": steps, "left": [one for one in steps if not one.done]}
    return render(request, "desk/setup/index.html", context)


@dataclass(frozen=True)
class Step:
    """One step of a zone's first days: whether it is done, what is there, where it is done and why.

    Without `href` somebody else does it.
    """

    name: str
    done: bool
    told: str
    href: str
    why: str


def steps_of(zone: Zone, year: int, *, edits: bool) -> list[Step]:
    """Return the steps with what is there already; the last two are a clerk's or a leader's."""
    units = Unit.objects.filter(zone=zone, dissolved_on__isnull=True).count()
    people = Membership.objects.filter(zone=zone).values("user_id").distinct().count()
    known = year in calendars.china().announced
    packs = ZonePack.objects.filter(zone=zone, valid_to__isnull=True).values_list("pack__name", flat=True)
    rules = "、".join(packs)
    projects = Project.objects.filter(zone=zone).counted().count()
    return [
        Step("园区", zone.region_id != COUNTRY, zone.name, "zone/",
             "名称印在每张表的抬头上，行政区划决定市里看不看得到。"),
        Step("单位", units > 1, f"{units} 个", "units/",
             "台账里的责任单位要和这里的名称对上，灯才知道该谁办。"),
        Step("人", people > len(FIRST), f"{people} 人能登录", "people/",
             "从 Excel 名单一次加进来，每人得到一个一次性登录链接。"),
        Step("节假日", known, f"{year} 年{'已有' if known else '还没有'}", "holidays/",
             "工作日的期限按国务院放假安排数；没公布的年份先暂估，日期旁有标记。"),
        Step("亮灯规则", bool(rules), rules or "还没选", "/packs/" if edits else "",
             "晚几天算黄、几天算红，由领导或科室选一套规则。"),
        Step("第一张台账", projects > 0, f"{projects} 个项目", "/imports/" if edits else "",
             "由科室把手头的重点项目进展情况表拖进来。"),
    ]  # fmt: skip


Typed = dict[str, str]


def form(
    request: Request, template: str, names: tuple[str, ...], deed: Callable[[Zone, Typed], object],
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """Show a step's form; do its deed; a refusal keeps what was typed."""
    zone = zone_of(request)
    typed, told = {}, ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:8000] for name in names}
        try:
            deed(zone, typed)
        except Refused as error:
            told = str(error)
        else:
            return redirect("desk:setup")
    shown = {"zone_now": zone, "typed": typed, "told": told} | context
    return render(request, template, shown, status=422 if told else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: Request) -> HttpResponse:
    """Name the zone, its committee, its region."""

    def deed(one: Zone, typed: Typed) -> None:
        setup.describe(by=by(request), zone=one, **typed)

    return form(request, "desk/setup/zone.html", ("name", "committee", "region"), deed)


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request) -> HttpResponse:
    """Add units, one a line."""

    def deed(one: Zone, typed: Typed) -> None:
        setup.add_units(by=by(request), zone=one, names=typed["names"].splitlines())

    there = Unit.objects.filter(zone_id=request.user.scope.home or 0).order_by("pk")
    return form(request, "desk/setup/units.html", ("names",), deed, units=there)


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: Request) -> HttpResponse:
    """Paste the notice of a year."""
    path = calendars.entered_at()

    def deed(one: Zone, typed: Typed) -> None:
        if path is None:
            raise Refused("这个安装没有设数据目录（GREENLIGHT_DATA），放假安排没有地方存。", status=422)
        setup.announce(by=by(request), zone=one, notice=typed["notice"], path=path)

    years = sorted(calendars.china().announced)
    return form(request, "desk/setup/holidays.html", ("notice",), deed, years=years)


# ---- people: read, look, add, hand out links ----
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """Read a list of people and show what would be added; add them when it was looked at."""
    here = zone_of(request)
    if request.method != "POST":
        return people_page(request, here)
    if request.POST.get("file_id"):
        return added(request, here)
    sent = request.FILES.get("file")
    if sent is None:
        return people_page(request, here, told="请选一个 Excel 名单。")
    data = sent.read()
    try:
        found = setup.read_people(here, data, sent.name or "名单.xlsx")
    except Refused as error:
        return people_page(request, here, told=str(error))
    kept = files.store(by(request), data, sent.name or "名单.xlsx", subject=(KEPT_FOR, here.pk))
    return people_page(request, here, found=found, file=kept)


def people_page(
    request: Request, here: Zone, *, told: str = "", found: Any = None, file: File | None = None
) -> HttpResponse:
    """Draw the page of the list."""
    members = Membership.objects.filter(zone=here).select_related("user", "unit").order_by("pk")[:200]
    context = {"told": told, "found": found, "file": file, "roles": ROLES, "members": members}
    return render(request, "desk/setup/people.html", context, status=422 if told else 200)


def added(request: Request, here: Zone) -> HttpResponse:
    """Add the people of a list that was looked at; their links are shown this once."""
    text = request.POST["file_id"]
    if not (text.isdecimal() and len(text) < 19):
        raise Http404
    kept = get_object_or_404(File, pk=int(text), zone_id=here.pk, subject_kind=KEPT_FOR)
    with kept.content.open("rb") as source:
        found = setup.read_people(here, source.read(), kept.name)
    made = setup.add_people(by=by(request), zone=here, lines=found.fresh)
    links = [(user, request.build_absolute_uri(f"/enter/{token}/")) for user, token in made]
    return render(request, "desk/setup/links.html", {"links": links})


@require_GET
def people_template(request: Request) -> StreamingHttpResponse:
    """Send the empty list of people as a workbook."""
    zone_of(request)
    columns = [OutColumn(one.header, width=one.width) for one in PEOPLE.columns]
    roles = "、".join(one.label for one in ROLES)
    told = f"角色填：{roles}。没有登录名的，用 11 位手机号登录。"
    sheet = SheetSpec(title="人员名单", unit_line=told, columns=columns, rows=[], sheet_name="人员")
    response = StreamingHttpResponse(stream(sheet), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E4%BA%BA%E5%91%98%E5%90%8D%E5%8D%95.xlsx"
    return response
