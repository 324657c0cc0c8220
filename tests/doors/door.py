"""What a row of the table of doors says, and the short ways to write one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

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


OPEN, ACCOUNT = Door(Kind.OPEN), Door(Kind.ACCOUNT, "GET POST")
API = Door(Kind.API)
