"""A list of people read from a workbook: who is new, who is known, what cannot be taken and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from greenlight.base.reading import read_workbook
from greenlight.base.refusals import Refused
from greenlight.base.workbook import Limits
from greenlight.people.ledgers import PEOPLE, ROLES
from greenlight.people.models import Membership, Role, Unit, User, Zone

MOST = 2000
BYTES = 5 * 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")
LABELS = {one.value: one.label for one in ROLES}


@dataclass(frozen=True)
class Line:
    """One person of the list: what would be made of it, or why it cannot be."""

    row: int
    name: str
    unit: str
    role: str
    username: str
    phone: str
    known: bool = False
    new_unit: bool = False
    wrong: str = ""

    @property
    def role_label(self) -> str:
        """Return the role in Chinese."""
        return LABELS.get(self.role, self.role)


@dataclass(frozen=True)
class People:
    """A list as read."""

    lines: tuple[Line, ...]

    @property
    def fresh(self) -> tuple[Line, ...]:
        """Those that would be added."""
        return tuple(one for one in self.lines if not one.wrong and not one.known)

    @property
    def refused(self) -> tuple[Line, ...]:
        """Those that cannot be taken."""
        return tuple(one for one in self.lines if one.wrong)


def read_people(zone: Zone, data: bytes, name: str) -> People:
    """Read a workbook of people against who is in the zone already.

    Raises Refused when the file is no list of people, or holds more than 2,000.
    """
    reading = read_workbook(data, name, PEOPLE, limits=Limits(file_size=BYTES))
    if reading.outcome != "imported":
        told = reading.message or "没有读出“姓名”这一列"
        raise Refused(f"这份名单没有读成：{told} 第一行请写 姓名、单位、角色、登录名、手机。", status=422)
    if len(reading.records) > MOST:
        raise Refused(f"一次最多 {MOST} 人，这份有 {len(reading.records)} 人，请分几次。", status=422)
    wrong = {(one.row, one.field): one.sentence for one in reading.problems if one.severity == "error"}
    raw = [(one.row, one.values, wrong.get((one.row, "role"), "")) for one in reading.records]
    return judged(zone, [_line(row, values, told) for row, values, told in raw])


def _line(row: int, values: object, told: str) -> Line:
    held = values if isinstance(values, dict) else {}
    text = {key: str(held.get(key) or "").strip() for key in ("person", "unit", "role", "username", "phone")}
    return Line(
        row, text["person"], text["unit"], text["role"], text["username"], text["phone"][:30], wrong=told
    )


def judged(zone: Zone, lines: Sequence[Line]) -> People:
    """Compare a list with the zone: two queries for any length."""
    units = set(Unit.objects.filter(zone=zone).values_list("name", flat=True))
    taken = dict(User.objects.values_list("username", "pk"))
    here = set(Membership.objects.filter(zone=zone).values_list("user__username", "role", "unit__name"))
    phones: dict[str, int] = {}
    found = []
    for one in lines:
        username = one.username or _username(one, phones)
        known = (username, one.role, one.unit or None) in here
        wrong = one.wrong or ("" if known else _wrong(one, username, taken))
        new_unit = bool(one.unit) and one.unit not in units
        found.append(replace(one, username=username, known=known, new_unit=new_unit, wrong=wrong))
        taken.setdefault(username, 0)
    return People(tuple(found))


def _username(one: Line, phones: dict[str, int]) -> str:
    """Sign in by the mobile number when the list names no account."""
    number = re.sub(r"\D", "", one.phone)
    phones[number] = phones.get(number, 0) + 1
    return number if len(number) == 11 and phones[number] == 1 else ""


def _wrong(one: Line, username: str, taken: dict[str, int]) -> str:
    """Say why a person cannot be added, with what would pass; empty when all is well."""
    if not 1 < len(one.name) <= 60:
        return "姓名要有两到六十个字。"
    if one.role not in LABELS:
        return f"角色要写 {'、'.join(LABELS.values())} 中的一个。"
    if one.role == Role.UNIT_HANDLER and not one.unit:
        return "责任单位的人要写是哪个单位。"
    if len(one.unit) > 60:
        return "单位名称最多六十个字。"
    if not username:
        return "没有登录名，也没有可当登录名的 11 位手机号，补一样就行。"
    if not NAME.fullmatch(username):
        return "登录名用字母、数字、点、横线，2 到 60 位，例如 zhangsan。"
    if username in taken:
        return f"登录名 {username} 已经有人用，请换一个，例如 {username}2。"
    return ""
