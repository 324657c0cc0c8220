"""Doors of orders: the list, one order and its deeds, a new one, papers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.kernel.orders import Kind, Side, that_stand
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.supervision import actions, doing, forms, listing, may, paper, units
from greenlight.supervision.actions.raising import Wish, subject_of
from greenlight.supervision.models import Order
from greenlight.warnings.models import Warning as Held

ASKS = (Kind.PLAN, Kind.CLOSED_ASKED, Kind.EXTENDED_ASKED)
DOCX = ".docx"
NOBODY = "；这个单位还没有经办人，签收和答复请科室代记，或请系统管理员添人"


def seen(request: Request, pk: int) -> Order:
    """Return an order the person sees, else 404."""
    rows = Order.objects.visible_to(request.user).select_related("unit", "project", "zone")
    return get_object_or_404(rows, pk=pk)


@require_GET
def orders(request: Request) -> HttpResponse:
    """List the orders one sees: `?tab=mine|open|late|closed|all` and state, unit, project."""
    found = listing.listing(request.user, request.GET.dict())
    context: dict[str, Any] = {
        "listing": found,
        "page": found.page,
        "states": listing.STATES.items(),
        "may_climb": may.climb(request.user, request.user.scope.home),
        "may_raise": may.raise_order(request.user, request.user.scope.home, None),
    }
    return render(request, "supervision/orders.html", context)


@require_GET
def order(request: Request, pk: int) -> HttpResponse:
    """Show one order as a timeline, the next deed first."""
    return page(request, seen(request, pk))


def page(request: Request, found: Order, failed: tuple[str, Form] | None = None) -> HttpResponse:
    """Draw the page of an order; a form that failed stays as it was typed."""
    events = list(found.events.prefetch_related("files__file").order_by("pk"))
    stands = that_stand(events, lambda one: one.kind)
    offers = doing.offers(request.user, found, failed)
    decides = any(one.primary and one.act.side == doing.RAISER for one in offers)
    context = {
        "order": found,
        "line": listing.line(request.user, found),
        "offers": offers,
        "events": events[::-1],
        "gone": {one.pk for one in events if one.kind != Kind.UNDONE} - {one.pk for one in stands},
        "nobody": found.standing.side == Side.UNIT
        and not units.has_people(found.unit, request.user.scope.day),
        "stands_in": may.stands_in(request.user, found),
        "asked": next((one for one in stands[::-1] if one.kind in ASKS), None) if decides else None,
        "sees_project": found.project_id is not None
        and Project.objects.visible_to(request.user).filter(pk=found.project_id).exists(),
    }
    return render(request, "supervision/order.html", context, status=422 if failed else 200)


@require_POST
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Do one deed of an order's page (doing.ACTS)."""
    found, deed = seen(request, pk), doing.BY_NAME[act]
    if not deed.may(request.user, found):
        whom = found.unit.name if deed.side == doing.UNIT else f"发单的{found.raised_by_name}或领导"
        raise NotAllowed(f"{found.number}的“{deed.label}”由{whom}来办。")
    form = deed.form(request.POST, request.FILES, auto_id=f"{act}_%s")
    if not form.is_valid() or not _done(request, deed, found, form):
        return page(request, seen(request, pk), (act, form))
    told(request, deed.told)
    return redirect("supervision:order", pk)


def _done(request: Request, deed: doing.Act, found: Order, form: Form) -> bool:
    """Do it with its files in one transaction; a refusal of what was typed is said in the form."""
    who, own = by(request, found.zone_id), form.cleaned_data
    try:
        with transaction.atomic():
            subject = ("order", found.pk)
            given = own.get("papers") or []
            kept = [files.store_upload(who, one, paper=True, subject=subject) for one in given]
            deed.do(who, found, own, kept)
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        if refusal.status != 400:
            raise
        form.add_error(None, str(refusal))
        return False
    return True


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Raise an order: `?warning=` fills its reason in, `?project=` its project; else a leader's word."""
    project, warning = _about(request)
    zone_id = project.zone_id if project else request.user.scope.home
    if zone_id is None or not may.raise_order(request.user, zone_id, project):
        if request.method == "GET" and project is None and may.climb(request.user, zone_id):
            return redirect("supervision:due")  # a clerk raises orders from the projects
        raise NotAllowed("督办单由本开发区的领导发；针对项目的，科室也可以从项目页发。")
    today = request.user.scope.day
    if request.method == "POST":
        form = forms.OrderForm(request.POST, zone_id=zone_id, today=today)
        made = form.is_valid() and _raised(request, form, zone_id, project, warning)
        if made:
            nobody = "" if units.has_people(made.unit, today) else NOBODY
            told(request, f"{made.number}已发给{made.unit.name}{nobody}")
            return redirect("supervision:order", made.pk)
    else:
        initial = forms.draft(_filled(project, warning, request), today)
        form = forms.OrderForm(initial=initial, zone_id=zone_id, today=today)
    context = {"form": form, "project": project, "warning": warning, "basis": _said(warning, today)}
    return render(request, "supervision/new.html", context, status=422 if form.errors else 200)


def _about(request: Request) -> tuple[Project | None, Held | None]:
    """Return the project and the warning an order is about; 404 for what one does not see."""
    asked = {name: request.GET.get(name, "") for name in ("project", "warning")}
    pks = {name: int(one) for name, one in asked.items() if _is_id(one)}
    warning = None
    if "warning" in pks:
        rows = Held.objects.visible_to(request.user).select_related("project", "unit")
        warning = get_object_or_404(rows, pk=pks["warning"])
        return warning.project, warning
    if "project" in pks:
        return get_object_or_404(Project.objects.visible_to(request.user), pk=pks["project"]), None
    return None, None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _said(warning: Held | None, today: Any) -> str:
    return subject_of(warning, today) if warning else ""


def _filled(project: Project | None, warning: Held | None, request: Request) -> dict[str, Any]:
    """Return what is known already: the unit that must act, the reason as the matter and the demand."""
    if warning:
        said = _said(warning, request.user.scope.day)
        demand = f"请查明“{said}”的原因，报整改计划，在整改期限前办好并消除预警。"
        return {"unit": warning.unit_id, "subject": said, "demand": demand}
    if project:
        lead = project.assignments.filter(role="lead", unit__isnull=False, valid_to__isnull=True).first()
        return {"unit": lead.unit_id if lead else None}
    return {}


def _raised(
    request: Request, form: forms.OrderForm, zone_id: int, project: Project | None, warning: Held | None
) -> Order | None:
    own = form.cleaned_data
    names = ("unit", "subject", "demand", "reply_by", "due", "urgency")
    try:
        return actions.raise_order(
            by=by(request, zone_id), zone_id=zone_id, project=project, warning=warning,
            wish=Wish(**{name: own[name] for name in names}),
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@require_GET
def order_word(request: Request, pk: int) -> HttpResponse:
    """Send the order as a Word document."""
    found = seen(request, pk)
    return _sent(paper.order_paper(found), f"{found.number}督办单{DOCX}")


@require_GET
def record_word(request: Request, pk: int) -> HttpResponse:
    """Send the whole record of an order as a Word document."""
    found = seen(request, pk)
    events = list(found.events.prefetch_related("files__file").order_by("pk"))
    return _sent(paper.record_paper(found, events), f"{found.number}办理记录{DOCX}")


def _sent(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data)
    files.attachment(answer)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
