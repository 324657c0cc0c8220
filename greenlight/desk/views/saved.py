"""Doors of saved views: the tabs, the page that arranges them, the deeds; and the form a reader keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from greenlight.base.refusals import Refused
from greenlight.desk import actions, chips, may
from greenlight.desk.models import SavedView
from greenlight.desk.saved import choosing, tabs
from greenlight.desk.saved.opening import look_of, titles_of
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import LEDGER
from greenlight.people.requests import Request, by, told

LONGEST_ADDRESS = 12_000
NUMBER = 18  # digits


@require_GET
def counted(request: Request) -> HttpResponse:
    """Draw the tabs with their counts; the page asks for them after it stands."""
    seen = Seen.of(request.user, request.GET)
    context = {"bar": tabs.bar(request.user, seen, counted=True), "here": seen.look.address()}
    return render(request, "desk/table/_tabs.html", context)


@require_GET
def arrange(request: Request) -> HttpResponse:
    """Show all views of one reader: to rename, share, order, leave out, delete; and to save what is seen."""
    seen = Seen.of(request.user, request.GET)
    shown, hidden = tabs.arranged(request.user, LEDGER)
    context = {
        "shown": [row(request, seen, one) for one in shown],
        "hidden": [row(request, seen, one) for one in hidden],
        "order": ",".join(str(one.pk) for one in shown),
        "here": seen.look.address(), "may_share": may.share_view(request.user, request.user.scope.home),
        "seen_words": words(Seen(request.user, seen.look, sheet=seen.sheet)),
    }  # fmt: skip
    return render(request, "desk/saved/views.html", context)


def row(request: Request, seen: Seen, view: SavedView) -> dict[str, Any]:
    """Return a view as the page of views shows it, its conditions in words."""
    look, gone = look_of(view, seen.sheet)
    user = request.user
    return {
        "view": view, "own": view.owner_id == user.pk, "may_change": may.change_view(user, view),
        "may_share": may.share_view(user, view.zone_id), "gone": gone,
        "words": words(Seen(user, look, sheet=seen.sheet)),
        "link": request.build_absolute_uri(f"{reverse('desk:projects')}?view={view.pk}"),
    }  # fmt: skip


def words(seen: Seen) -> str:
    """Say in words what a look asks for: 红灯、黄灯；按责任单位分组；12 列."""
    said = [one.label for one in chips.applied(seen)]
    return "；".join([*(said or ["全部项目"]), f"{len(seen.columns)} 列"])


@require_GET
def columns(request: Request) -> HttpResponse:
    """Show the column chooser: a part of the page for our script, else a page of its own."""
    words = request.GET.copy()
    words["cols"] = ",".join(choosing.moved(listed(request), request.GET.get("move", "")))
    seen = Seen.of(request.user, words)
    context = choosing.chooser(seen) | {"look": seen.look}
    page = "columns_part" if request.headers.get("HX-Request") else "columns"
    return render(request, f"desk/saved/{page}.html", context)


def listed(request: Request) -> list[str]:
    """Return the columns an address names, in order, however the form sent them."""
    return [one for text in request.GET.getlist("cols") for one in text.split(",") if one]


@require_POST
def new(request: Request) -> HttpResponse:
    """Keep what is seen under a name."""
    who, seen = by(request), posted(request)
    view = actions.save_view(
        by=who, ledger=LEDGER, name=request.POST.get("name", ""), look=seen.look,
        titles=titles_of(seen.look, seen.sheet), shared=request.POST.get("shared") == "1",
    )  # fmt: skip
    how = "，本区的人都能打开" if view.shared else ""
    told(request, f"已存视图“{view.name}”{how}。")
    return redirect(f"{reverse('desk:projects')}?view={view.pk}")


@require_POST
def overwrite(request: Request, pk: int) -> HttpResponse:
    """Let a view show what is seen now."""
    view, who, seen = own(request, pk), by(request), posted(request)
    actions.overwrite_view(
        by=who, view=view, look=seen.look, titles=titles_of(seen.look, seen.sheet),
        version=number(request.POST.get("version")),
    )  # fmt: skip
    told(request, f"视图“{view.name}”已保存。")
    return redirect(f"{reverse('desk:projects')}?view={pk}")


@require_POST
def rename(request: Request, pk: int) -> HttpResponse:
    """Give a view another name."""
    who = by(request)
    view = actions.rename_view(by=who, view=own(request, pk), name=request.POST.get("name", ""))
    told(request, f"视图现在叫“{view.name}”。")
    return back(request)


@require_POST
def share(request: Request, pk: int) -> HttpResponse:
    """Share a view with the zone, or take it back."""
    who = by(request)
    view = actions.share_view(by=who, view=own(request, pk), shared=request.POST.get("shared") == "1")
    how = "已共享，本区的人都能打开" if view.shared else "已收回，只有存它的人能打开"
    told(request, f"“{view.name}”{how}。")
    return back(request)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Delete a view."""
    view, who = own(request, pk), by(request)
    name = view.name
    actions.delete_view(by=who, view=view)
    told(request, f"已删视图“{name}”，项目都还在。")
    return back(request)


@require_POST
def order(request: Request) -> HttpResponse:
    """Put the tabs of one reader into another order: `order` as it was, one `move` in it or one left out."""
    pks = [one for part in request.POST.get("order", "").split(",") if (one := number(part))]
    name, _, what = request.POST.get("move", "").partition(":")
    pk = number(name)
    shown, hidden = tabs.arranged(request.user, LEDGER)
    known = {one.pk for one in (*shown, *hidden)}
    placed, out = [one for one in pks if one in known], [one.pk for one in hidden]
    if pk in known and pk is not None:
        placed, out = moved(placed, out, pk, what)
    actions.arrange_views(by=by(request), ledger=LEDGER, order=placed, hidden=out)
    return back(request)


def moved(placed: list[int], out: list[int], pk: int, what: str) -> tuple[list[int], list[int]]:
    """Return the order and what is left out after one view was moved `up` or `down`, hidden or shown."""
    if what == "hide":
        return [one for one in placed if one != pk], [*out, pk]
    if what == "show":
        return [*placed, pk], [one for one in out if one != pk]
    if pk in placed and what in ("up", "down"):
        at = placed.index(pk)
        to = max(0, min(len(placed) - 1, at + (1 if what == "down" else -1)))
        placed[at], placed[to] = placed[to], placed[at]
    return placed, out


@require_POST
def keep(request: Request) -> HttpResponse:
    """Open the ledger in this outer form from now on; `reset` leads back to the usual one."""
    seen = posted(request)
    if request.POST.get("reset"):
        actions.keep_form(user=request.user, ledger=LEDGER, look=type(seen.look)())
    else:
        actions.keep_form(user=request.user, ledger=LEDGER, look=seen.look)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    rest = seen.look.conditions().words() | {
        key: value for key, value in seen.look.words().items() if key in ("sort", "group")
    }
    return redirect(f"{reverse('desk:projects')}?{urlencode(rest, safe=',:-')}")


# ---- what a door reads and says ----
def own(request: Request, pk: int) -> SavedView:
    """Return a view the reader may open; 404 otherwise."""
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def posted(request: Request) -> Seen:
    """Read the address a form holds in `look`."""
    text = request.POST.get("look", "")
    if len(text) > LONGEST_ADDRESS:
        raise Refused("条件太多，存不下。请去掉几个再存。", status=400)
    return Seen.of(request.user, QueryDict(text.lstrip("?"), encoding="utf-8"))


def number(text: object) -> int | None:
    """Return a primary key or version, or None."""
    word = str(text or "")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= NUMBER else None


def back(request: Request) -> HttpResponse:
    """Return to the page of views, under the look one came with."""
    here = request.POST.get("look", "")[:LONGEST_ADDRESS]
    return redirect(reverse("desk:views") + (f"?{here}" if here else ""))
