"""Doors of 核数: hand a report in, see it checked, answer, take the copy, print, keep facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files, jobs
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people import may, requests
from greenlight.people.requests import Request
from greenlight.reports.checking import actions, answering, copying, example, page, showing, work
from greenlight.reports.checking.listing import LONGEST
from greenlight.reports.models import CheckedReport, ReportState

HISTORY = 20
MOST_FILES = 20
BLOCKED = "核数由科室和领导办，请把报告交给他们核。"


def own_zone(request: Request) -> int:
    """Return the zone a person checks reports for."""
    zones = [zone for zone in sorted(request.user.scope.zones) if may.edit_zone(request.user, zone)]
    if not zones:
        raise NotAllowed(BLOCKED)
    home = request.user.scope.home
    return home if home in zones else zones[0]


def own_report(request: Request, pk: int) -> CheckedReport:
    """Return a report the person may see; else 404."""
    rows = CheckedReport.objects.visible_to(request.user).select_related("file", "job")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request) -> HttpResponse:
    """Show where to hand a report in and those checked before; take reports in."""
    if request.method != "POST":
        return listed(request)
    try:
        return taken_in(request)
    except NotAllowed:
        raise
    except Refused as refused:  # said where the next file is chosen
        return listed(request, refused)


def listed(request: Request, refused: Refused | None = None) -> HttpResponse:
    """Show the list, with what was refused."""
    rows = CheckedReport.objects.visible_to(request.user).defer("body", "layout", "facts", "findings")
    q = request.GET.get("name", "").replace("\x00", "").strip()[:LONGEST]
    found = rows.filter(name__icontains=q).prefetch_related("answers").order_by("-created_at", "-pk")
    context = {
        "q": q, "all": rows.count() if q else 0, "refused": refused,
        "page": Paginator(found, HISTORY).get_page(request.GET.get("page")),
        "may_check": may.edit_zone(request.user, request.user.scope.home),
    }  # fmt: skip
    return render(request, "reports/checking/list.html", context, status=refused.status if refused else 200)


def taken_in(request: Request) -> HttpResponse:
    """Take files or pasted text in; one goes to its page, several to the list."""
    zone = own_zone(request)
    by = requests.by(request, zone)
    uploads, text = request.FILES.getlist("file"), request.POST.get("text", "")
    if len(uploads) > MOST_FILES:
        raise Refused(f"一次选了 {len(uploads)} 份，最多 {MOST_FILES} 份。请分几次放进来。", status=400)
    if not uploads:
        report = work.take_text(by, zone, text)
        known(request, report, by.at)
        return redirect("reports:check", report.pk)
    done, wrong = list[CheckedReport](), list[Refused]()
    for upload in uploads:
        try:
            done.append(work.take_upload(by, zone, upload))
            known(request, done[-1], by.at)
        except Refused as refused:
            wrong.append(refused)
    if not done:
        raise Refused("\n".join(map(str, wrong)), status=wrong[0].status)
    for one in wrong:
        messages.error(request, str(one))
    return redirect("reports:check", done[0].pk) if len(uploads) == 1 else redirect("reports:checks")


def known(request: Request, report: CheckedReport, at: datetime) -> None:
    """Say that this very text was handed in before, under another name maybe."""
    if report.created_at < at:
        messages.info(request, f"这份文字以前核过，叫“{report.name}”，答过的都在。")


@require_POST
def try_example(request: Request) -> HttpResponse:
    """Check the example, so that one sees what comes out."""
    zone = own_zone(request)
    report = work.take_file(requests.by(request, zone), zone, example.document(), example.NAME)
    return redirect("reports:check", report.pk)


@require_GET
def check(request: Request, pk: int) -> HttpResponse:
    """Show a report: its text with every number, what is asked, all numbers."""
    report = own_report(request, pk)
    if report.state != ReportState.READY:
        return render(request, "reports/checking/waiting.html", {"report": report, "job": report.job})
    wanted = page.Wanted.of(request.GET)
    shown = showing.Shown.of(report, int(wanted.at or -1))
    tab = "numbers" if request.GET.get("tab") == "numbers" else "asked"
    context = {
        **asked_of(request, report), "blocks": shown.blocks(), "kinds": showing.kinds_of(report),
        "shortened": len(report.body) > showing.WHOLE, "tab": tab, "wanted": wanted,
    }  # fmt: skip
    if tab == "numbers":
        context |= numbers_of(request, report)
    if (chosen := number_of(request.GET.get("f", ""), context["asked"])) is not None:
        context["open_n"] = chosen
    return render(request, "reports/checking/report.html", context)


def number_of(told: str, asked: list[page.Asked]) -> int | None:
    """Return the number of a question as an address tells it, if there is such a question."""
    n = int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else 0
    return n if 0 < n <= len(asked) else None


def numbers_of(request: Request, report: CheckedReport) -> dict[str, Any]:
    """Return what the table of all numbers shows."""
    wanted = page.Wanted.of(request.GET)
    return {
        "report": report, "numbers": page.numbers(report, wanted), "wanted": wanted,
        "may_answer": may.edit_zone(request.user, report.zone_id),
    }  # fmt: skip


@require_GET
def numbers(request: Request, pk: int) -> HttpResponse:
    """Show a page of all numbers beside the text; an address typed by hand leads to the whole page."""
    report = own_report(request, pk)
    if not request.headers.get("HX-Request") or report.state != ReportState.READY:
        words = request.GET.copy()
        words["tab"] = "numbers"
        return redirect(f"{actions.page_of(report)}?{words.urlencode()}")
    return render(request, "reports/checking/_numbers.html", numbers_of(request, report))


@require_GET
def question(request: Request, pk: int, n: int) -> HttpResponse:
    """Show what one question rests on, and what may be answered."""
    report = own_report(request, pk)
    asked = page.questions(report)
    if not 0 < n <= len(asked):
        raise Http404
    if not request.headers.get("HX-Request"):
        return redirect(f"{actions.page_of(report)}?f={n}#f{n}")
    may_answer = may.edit_zone(request.user, report.zone_id)
    context = {"report": report, "one": asked[n - 1], "may_answer": may_answer}
    return render(request, "reports/checking/_finding_body.html", context)


def asked_of(request: Request, report: CheckedReport) -> dict[str, Any]:
    """Return what the side with the questions shows."""
    asked = page.questions(report)
    return {
        "report": report, "asked": asked, "left": page.left(asked), "keepable": page.keepable(report),
        "may_answer": may.edit_zone(request.user, report.zone_id),
        "open_n": next((one.n for one in asked if one.answer is None), asked[0].n if asked else 0),
    }  # fmt: skip


@require_GET
def job(request: Request, pk: int) -> HttpResponse:
    """Answer the progress of a report that is being read."""
    report = own_report(request, pk)
    return render(request, "reports/checking/_job.html", {"report": report, "job": report.job})


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask the reading to stop."""
    report = own_report(request, pk)
    actions.may_check(requests.by(request, report.zone_id), report.zone_id)
    if report.job:
        jobs.cancel(report.job)
    return redirect("reports:check", pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Keep the answer to a question; HTMX gets that question anew, and how many are left."""
    report = own_report(request, pk)
    key = request.POST.get("key", "")
    rows = {row["key"]: (n, row) for n, row in enumerate(report.findings, 1)}
    if key not in rows:
        raise Refused("这一处已经变了，请刷新页面再答。")
    n, row = rows[key]
    told = answering.read(request.POST.dict(), row, report.body)
    actions.answer(requests.by(request, report.zone_id), report, key, told)
    if not request.headers.get("HX-Request"):
        return redirect(f"{actions.page_of(report)}#f{n}")
    context = asked_of(request, own_report(request, pk))
    context |= {"one": context["asked"][n - 1], "open_n": n}
    return render(request, "reports/checking/_answered.html", context)


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Check the text again with the rules of today."""
    report = own_report(request, pk)
    done = actions.check_again(requests.by(request, report.zone_id), report)
    messages.success(request, f"又核了一遍：{done.fact_count} 个数，要问 {done.asked_count} 处。")
    return redirect("reports:check", pk)


@require_GET
def copy(request: Request, pk: int) -> HttpResponseBase:
    """Send the .docx with comments."""
    report = own_report(request, pk)
    data, name = copying.copy_of(requests.by(request, report.zone_id), report)
    return named(HttpResponse(data), name)


def named(response: HttpResponse, name: str) -> HttpResponseBase:
    """Send bytes to be saved under a name."""
    sent = files.attachment(response)
    sent["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return sent


@require_GET
def paper(request: Request, pk: int) -> HttpResponse:
    """Show the questions as a sheet of A4."""
    report = own_report(request, pk)
    if report.state != ReportState.READY:
        return redirect("reports:check", pk)
    return render(request, "reports/checking/paper.html", asked_of(request, report))


@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Keep facts as observations: those chosen, or all that fit."""
    report = own_report(request, pk)
    told = [int(n) for n in request.POST.getlist("n") if n.isascii() and n.isdecimal() and len(n) < 9]
    chosen = None if request.POST.get("all") else told
    if chosen == []:
        raise Refused("没有选数：请在“全部数字”里勾要存的，或点“存入指标库”全部存。", status=400)
    many = actions.keep(requests.by(request, report.zone_id), report, chosen)
    requests.told(request, f"存了 {many} 个数，每个都带着原文。")
    return redirect(f"{actions.page_of(report)}?tab=numbers")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a report off the list; the toast takes it back."""
    report = own_report(request, pk)
    actions.remove(requests.by(request, report.zone_id), report)
    requests.told(request, f"已删“{report.name}”。一周以后连同文件彻底删掉。")
    return redirect("reports:checks")
