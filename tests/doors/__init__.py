"""Every route of the product, in one table: who gets in, and a deed that would be done there.

A route that is not in the table fails the test; so does a row whose route is gone. Each module holds the
`ROWS` of some rooms, and may have `made(home, project, unit) -> {name: pk}`: its records in the world.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from tests.doors.door import ACCOUNT, INSIDE, Door, Kind, World
from tests.doors.routes import Route, routes

__all__ = ["DOORS", "INSIDE", "MODULES", "Door", "Kind", "Route", "World", "door_of", "routes"]
ROOMS = (
    "basics", "lives", "plans_money", "lights", "desks", "investment", "sites", "phone", "warnings",
    "supervision", "reports", "notices",
)  # fmt: skip
MODULES = [import_module(f"tests.doors.{one}") for one in ROOMS if find_spec(f"tests.doors.{one}")]
DOORS: dict[str, Door] = {name: door for one in MODULES for name, door in one.ROWS.items()}


def door_of(route: Route) -> Door | None:
    """Return the row of a route; allauth's pages share one."""
    if route.name.startswith(("account_", "mfa_")):
        return ACCOUNT
    return DOORS.get(route.name)
