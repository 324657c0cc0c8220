"""Doors of what stands around a report: composition, vouchers, funds, registration; a zone's closings."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from greenlight.base import files
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed
from greenlight.base.typed import tried
from greenlight.investment import actions, funds, may
from greenlight.investment.actions.proving import Proves
from greenlight.investment.forms_money import (
    BookForm,
    CompositionForm,
    FundForm,
    ReasonForm,
    RegisterForm,
    SharesForm,
    VoucherForm,
    as_typed,
    reported_months,
)
from greenlight.investment.models import Fund, InvestmentReport, StatRegistration, Voucher
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project


def seen(request: Request, pk: int) -> Project:
    """Return a project the person sees that is no group, else 404."""
    return get_object_or_404(Project.objects.visible_to(request.user).counted(), pk=pk)


def entrusted(request: Request, pk: int, what: str) -> Project:
    """Return a project the person may write money of: nobody else is shown the form for it."""
    project = seen(request, pk)
    if not may.report(request.user, project):
        raise NotAllowed(f"{what}由科室、领导或本项目的责任单位登记。")
    return project


def back(project: Project, place: str = "") -> str:
    """Return the address of the tab."""
    return reverse("desk:project", args=[project.pk]) + f"?tab=investment{f'#{place}' if place else ''}"


def page(
    request: Request, project: Project, form: Form, title: str,
    template: str = "investment/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Draw a form on a page of its own; 422 when it was sent and something is wrong."""
    context = {"project": project, "form": form, "page_title": title, "back": back(project)} | more
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def compose(request: Request, pk: int, year: int, month: int) -> HttpResponse:
    """Say what the cumulative amount of a month consists of."""
    project = entrusted(request, pk, "构成")
    reports = InvestmentReport.objects.select_related("project").order_by("-method")
    report = reports.filter(project=project, year=year, month=month, in_force=True).first()
    if report is None:
        raise Http404
    title = f"{year} 年 1—{month} 月构成"
    form = CompositionForm(request.POST) if request.method == "POST" else _composed(report)
    if form.is_bound and form.is_valid():
        made = tried(form, lambda: actions.compose(
            by=by(request, project.zone_id), report=report, parts=form.parts,
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
        ))  # fmt: skip
        if made:
            told(request, f"已登记{title}")
            return redirect(back(project, "parts"))
    return page(request, project, form, title, lead=f"累计完成 {report.ytd_wan.normalize():,f} 万元")


def _composed(report: InvestmentReport) -> CompositionForm:
    held = getattr(report, "composition", None)
    known = {name: as_typed(getattr(held.parts, name)) for name in held.parts.__slots__} if held else {}
    return CompositionForm(initial={"version": report.project.version} | known)


# ---- vouchers ----
@require_http_methods(["GET", "POST"])
def voucher_new(request: Request, pk: int) -> HttpResponse:
    """Register a voucher with its file and the first figure it proves."""
    project = entrusted(request, pk, "凭证")
    months = reported_months(project)
    start = {"version": project.version, "month_0": months[0][0] if months else ""}
    form = VoucherForm(request.POST, request.FILES, project=project) if request.method == "POST" else (
        VoucherForm(project=project, initial=start)
    )  # fmt: skip
    if form.is_bound and form.is_valid() and (made := tried(form, lambda: _add(request, project, form))):
        told(request, f"已登记{made.title}")
        return redirect(back(project, "ledgers"))
    return page(request, project, form, "登记凭证")


def _add(request: Request, project: Project, form: VoucherForm) -> Voucher:
    who, own = by(request, project.zone_id), form.cleaned_data
    with transaction.atomic():
        file: File | None = None
        if own["file"] and may.report(request.user, project):
            file = files.store_upload(who, own["file"], paper=True, subject=("project", project.pk))
        return actions.add_voucher(
            by=who,
            project=project,
            paper=form.paper,
            shares=form.shares,
            file=file,
            reason=own["reason"],
            version=own["version"],
        )


@require_http_methods(["GET", "POST"])
def voucher(request: Request, pk: int, voucher_pk: int) -> HttpResponse:
    """Show a voucher, and say anew which figures it proves."""
    project = seen(request, pk)
    one = get_object_or_404(Voucher.objects.select_related("file", "project"), pk=voucher_pk, project=project)
    rows = tuple(one.shares.order_by("year", "month", "part"))
    held = tuple(Proves(row.year, row.month, row.amount_wan, row.part) for row in rows)
    given: dict[str, Any] = {"project": project, "amount_wan": one.amount_wan}
    form = SharesForm(request.POST, **given) if request.method == "POST" else (
        SharesForm(shares=held, initial={"version": project.version}, **given)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
        deed = lambda: actions.prove(  # noqa: E731
            by=by(request, project.zone_id), voucher=one, shares=form.shares, reason=own["reason"],
            version=own["version"],
        )  # fmt: skip
        if tried(form, deed):
            told(request, f"已改{one.title}佐证的数")
            return redirect(back(project, "ledgers"))
    return page(
        request, project, form, one.title, template="investment/voucher.html", voucher=one, shares=rows,
        may_edit=may.report(request.user, project) and not one.withdrawn_at, withdraw=ReasonForm(),
    )  # fmt: skip


@require_POST
def voucher_withdraw(request: Request, pk: int, voucher_pk: int) -> HttpResponse:
    """Take a voucher out."""
    project = seen(request, pk)
    one = get_object_or_404(Voucher, pk=voucher_pk, project=project)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw_voucher(by=by(request, project.zone_id), voucher=one, reason=reason)
    told(request, f"已撤下{one.title}")
    return redirect(back(project, "ledgers"))


# ---- funds ----
@require_http_methods(["GET", "POST"])
def fund_new(request: Request, pk: int) -> HttpResponse:
    """Name a source of money."""
    project = entrusted(request, pk, "资金")
    start = {"version": project.version}
    form = FundForm(request.POST) if request.method == "POST" else FundForm(initial=start)
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
        made = tried(form, lambda: actions.add_fund(
            by=by(request, project.zone_id), project=project, source=own["source"], name=own["name"],
            planned_wan=own["planned"], issued_on=own["issued_on"], note=own["note"],
            version=own["version"],
        ))  # fmt: skip
        if made:
            told(request, f"已登记资金“{made.name}”")
            return redirect(reverse("investment:fund", args=[project.pk, made.pk]))
    return page(request, project, form, "登记资金来源")


@require_http_methods(["GET", "POST"])
def fund(request: Request, pk: int, fund_pk: int) -> HttpResponse:
    """Show a source with its entries, and book money that came in or was spent."""
    project, day = seen(request, pk), request.user.scope.day
    one = get_object_or_404(Fund.objects.select_related("project"), pk=fund_pk, project=project)
    start = {"version": project.version, "day": day}
    form = BookForm(request.POST) if request.method == "POST" else BookForm(initial=start)
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
        made = tried(form, lambda: actions.book(
            by=by(request, project.zone_id), fund=one, kind=own["kind"], day=own["day"],
            amount_wan=own["amount"], note=own["note"], version=own["version"],
        ))  # fmt: skip
        if made:
            told(request, f"已记{made.get_kind_display()} {made.amount_wan.normalize():,f} 万元")
            return redirect(reverse("investment:fund", args=[project.pk, one.pk]))
    return page(
        request, project, form, one.name, template="investment/fund.html",
        line=next(iter(funds.lines([one], day)), None), entries=one.entries.order_by("-day", "-pk"),
        may_edit=may.report(request.user, project) and not one.ended_at, end=ReasonForm(),
    )  # fmt: skip


@require_POST
def fund_end(request: Request, pk: int, fund_pk: int) -> HttpResponse:
    """Take a source out of use."""
    project = seen(request, pk)
    one = get_object_or_404(Fund.objects.select_related("project"), pk=fund_pk, project=project)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.end_fund(by=by(request, project.zone_id), fund=one, reason=reason)
    told(request, f"已停用资金“{one.name}”")
    return redirect(back(project, "funds"))


@require_http_methods(["GET", "POST"])
def registered(request: Request, pk: int) -> HttpResponse:
    """Enter the day and code of 入统."""
    project = entrusted(request, pk, "入统")
    held = StatRegistration.objects.filter(project=project).first()
    form = RegisterForm(request.POST) if request.method == "POST" else RegisterForm.blank(project, held)
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
        made = tried(form, lambda: actions.register(
            by=by(request, project.zone_id), project=project, on=own["on"], code=own["code"],
            note=own["note"], version=own["version"],
        ))  # fmt: skip
        if made:
            told(request, "已登记入统" if made.on else "已登记：还没入统")
            return redirect(back(project, "stat"))
    return page(request, project, form, "登记入统")
