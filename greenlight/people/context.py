"""What every page's frame shows: the zone, the menu, the day, the person."""

from typing import Any

from django.http import HttpRequest

from greenlight.base import clock
from greenlight.people.models import Role, Unit, User, Zone

RAIL = [
    ("/", "home", "工作台"),
    ("/projects/", "projects", "项目"),
    ("/cockpit/", "cockpit", "驾驶舱"),
    ("/turned/", "bell", "变化"),
    ("/imports/", "upload", "导入"),
    ("/library/", "library", "节点库"),
    ("/packs/", "settings", "规则"),
]
NAV = {
    "home": "/",
    "search": "/projects/",
    "help": "/help/",
    "password": "/password/",
    "security": "/account/2fa/",
    "signout": "/account/logout/",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's facts; an anonymous page gets only the day."""
    facts: dict[str, Any] = {"today": clock.today(), "rehearsal": clock.fixed() is not None}
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not hasattr(user, "scope_of_day"):
        return facts
    zone = Zone.objects.filter(pk=user.scope.home).first() if user.scope.home else None
    facts |= {"zone": zone, "rail": rail(request.path), "me": user, "nav": NAV | {"unit": place(user, zone)}}
    return facts


def rail(path: str) -> list[dict[str, Any]]:
    """Return the menu with the entry of this page marked."""
    return [
        {
            "url": url,
            "icon": icon,
            "label": label,
            "active": path == url or (url != "/" and path.startswith(url)),
        }
        for url, icon, label in RAIL
    ]


def place(user: User, zone: Zone | None) -> str:
    """Return where the person works, for the corner of the page."""
    unit = Unit.objects.filter(pk__in=user.scope.units).order_by("pk").first()
    if unit:
        return unit.name
    names = dict(Role.choices)
    return next((names[role] for role, _ in sorted(user.scope.roles)), zone.name if zone else "")
