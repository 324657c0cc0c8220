"""What every page's frame shows: the zone, the menu, the day, the person."""

import re
from datetime import date
from typing import Any

from django.http import HttpRequest

from greenlight.base import clock
from greenlight.base.models import ImportBatch
from greenlight.kernel.months import month_end
from greenlight.people import may
from greenlight.people.models import Role, Unit, User, Zone

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")  # a period imported: 2022-07
IMPORTS, CHECKS, MONEY, RULES = "/imports/", "/reports/check/", "/investment/", "/packs/"
# address, icon, word; the last two stand at the foot of the rail
RAIL = [
    ("/", "home", "工作台"),
    ("/projects/", "projects", "项目"),
    ("/cockpit/", "cockpit", "驾驶舱"),
    ("/wallchart/", "gantt", "挂图"),
    (MONEY, "trend", "投资"),
    ("/turned/", "bell", "变化"),
    ("/orders/", "flag", "督办"),
    (IMPORTS, "upload", "导入"),
    (CHECKS, "checker", "核数"),
    ("/library/", "library", "节点库"),
    (RULES, "settings", "规则"),
]
FOOT = ("/library/", RULES)
MORE = (*FOOT, MONEY, IMPORTS, CHECKS)  # on a phone in the menu of the person: the bar holds six
KNOWN = "known_frame"
NAV = {
    "home": "/",
    "search": "/search/",
    "found": "/search/box/",  # what the box offers while one types
    "help": "/help/",
    "tour": "/tour/",
    "news": "/news/",
    "release": "0.3",
    "password": "/password/",
    "security": "/account/2fa/",
    "tokens": "/tokens/",
    "signout": "/account/logout/",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's facts, worked out once a request: a page is drawn from many parts."""
    known: dict[str, Any] | None = getattr(request, KNOWN, None)
    if known is None:
        known = facts_of(request)
        setattr(request, KNOWN, known)
    return known


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """Work the frame out; an anonymous page gets only the day."""
    facts: dict[str, Any] = {"today": clock.today(), "rehearsal": clock.fixed() is not None}
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not hasattr(user, "scope_of_day"):
        return facts
    zone = Zone.objects.filter(pk=user.scope.home).first() if user.scope.home else None
    nav = NAV | {"unit": place(user, zone)}
    facts["whole_zone"] = sees_zone(user)
    facts |= {"zone": zone, "rail": rail(request.path, user), "me": user, "nav": nav}
    return facts | {"data_until": data_until(zone) if zone else None}


def data_until(zone: Zone) -> date | None:
    """Return the last day the data speak of: the end of the newest period imported."""
    newest = ImportBatch.objects.filter(zone_id=zone.pk, state=ImportBatch.State.APPLIED)
    period = newest.filter(period__contains="-").order_by("-period").values_list("period", flat=True).first()
    found = MONTH.fullmatch(period or "")
    imported = month_end(int(found[1]), int(found[2])) if found else None
    return max((day for day in (zone.data_until, imported) if day), default=None)


def rail(path: str, user: User) -> list[dict[str, Any]]:
    """Return the menu with the entry of this page marked, the places that are not for the person left out."""
    return [
        {
            "url": url,
            "icon": icon,
            "label": label,
            "active": path == url or (url != "/" and path.startswith(url)),
            "foot": url in FOOT,
            "more": url in MORE,
        }
        for url, icon, label in RAIL
        if offered(url, user)
    ]


def offered(url: str, user: User) -> bool:
    """Tell whether a place is for the person: importing for who writes; 核数, 投资, 规则 for who sees all."""
    if url == IMPORTS:
        return may.edit_zone(user, user.scope.home)
    if url in (MONEY, RULES):
        return sees_zone(user)
    return url != CHECKS or bool(user.scope.zones)


def sees_zone(user: User) -> bool:
    """Tell whether the person sees the whole zone he works for: its rules, its money, its steps."""
    return user.scope.home in user.scope.zones


def place(user: User, zone: Zone | None) -> str:
    """Return where the person works, for the corner of the page."""
    unit = Unit.objects.filter(pk__in=user.scope.units).order_by("pk").first()
    if unit:
        return unit.name
    names = dict(Role.choices)
    return next((names[role] for role, _ in sorted(user.scope.roles)), zone.name if zone else "")
