"""全区回看: one past day of a zone judged again, beside today or beside the packs then in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Min, QuerySet

from greenlight.base.imports.memory import MANY, no_collecting
from greenlight.base.workbook.write_spec import OutColumn, SheetSpec, Value
from greenlight.kernel import lights
from greenlight.people.models import Unit, User, Zone
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs, reasons, rehearsing, replay
from greenlight.warnings.models import Colour, KnownFacts, LightSnapshot, RulePack, Scene
from greenlight.warnings.replaying import AT_ONCE, PROJECT, UNKNOWN, Board, Past, looks_ahead

ON_A_PAGE = 50
BACK = timedelta(days=30)
TODAY, FORCE = "today", "force"
AGAINST = {TODAY: "今天的灯", FORCE: "那天用的规则包"}
SCENES = {PROJECT: "项目", **{one: str(Scene(one).label) for one in lights.JUDGED_SCENES}}
CODES = {one.value: lights.Colour.of(one.value).value for one in Colour} | {"none": UNKNOWN}
NAMES = {code: name for name, code in CODES.items()}
WORDS = {code: lights.Colour(code).word if code != UNKNOWN else "没有记" for code in NAMES}
ALL = {"from": "", "to": ""}
NOTHING = "那天还没有判过这个项目"


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what is not known is left out. `before` and `after` choose a number."""

    zone: int = 0
    on: date | None = None
    pack: str = ""
    against: str = TODAY
    scene: str = PROJECT
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, user: User, words: Mapping[str, str]) -> Asked:
        """Read it; the zone is the home unless another one of the reader's is named."""
        zones = {str(pk): pk for pk in user.scope.zones}
        return cls(
            zone=zones.get(words.get("zone", ""), user.scope.home or 0),
            on=rehearsing.read_day(words.get("on", "")),
            pack=words.get("pack", "")[:40].replace("\x00", ""),
            against=_known(words, "against", AGAINST) or TODAY,
            scene=_known(words, "scene", SCENES) or PROJECT,
            before=_known(words, "from", CODES),
            after=_known(words, "to", CODES),
        )


def _known(words: Mapping[str, str], name: str, allowed: Mapping[str, object]) -> str:
    return words.get(name, "") if words.get(name, "") in allowed else ""


@dataclass(frozen=True)
class Side:
    """One of the two sides: what it is called, and by which rules it was judged; no rules: as shown today."""

    word: str
    rules: Sequence[lights.Rule] | None
    own: bool = True


@dataclass(frozen=True)
class Line:
    """A project of the list: both colours, and why on each side."""

    pk: int
    name: str
    unit: str
    left: str
    left_told: str
    right: str
    right_told: str


class Page:
    """What is asked for, and what of it can be answered. Thirteen queries, whatever the number."""

    def __init__(self, user: User, words: Mapping[str, str]) -> None:
        self.asked, self.today = Asked.of(user, words), user.scope.day
        self.zones = sorted(user.scope.zones) if len(user.scope.zones) > 1 else []
        seen = Project.objects.visible_to(user).counted()
        self.seen: QuerySet[Project] = seen.filter(zone_id=self.asked.zone)
        self.first: date | None = KnownFacts.objects.filter(project__in=self.seen.order_by()).aggregate(
            first=Min("day")
        )["first"]
        usual = max(self.first or self.today, self.today - BACK)
        self.on = min(self.asked.on or usual, self.today)

    @property
    def is_kept(self) -> bool:
        """Tell whether anything was kept on the day that is asked for."""
        return self.first is not None and self.first <= self.on

    @cached_property
    def offered(self) -> list[RulePack]:
        """The packs to choose from."""
        return packs.for_zone(self.asked.zone) if self.asked.zone else []

    @cached_property
    def pack(self) -> RulePack | None:
        """The pack that was chosen; None: as it was in force."""
        return next((one for one in self.offered if one.code == self.asked.pack), None)

    @cached_property
    def in_force(self) -> list[RulePack]:
        """The packs in force on the day."""
        return packs.chosen(self.asked.zone, self.on)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Left and right: that day and today, or the packs in force and the one chosen."""
        own = packs.rules_on(self.in_force, self.on)
        other = packs.rules_on([self.pack], self.on) if self.pack else own
        day = f"{self.on.month}月{self.on.day}日"
        if self.asked.against == FORCE:
            name = self.pack.name if self.pack else "那天用的规则包"
            return Side(f"{day}当时", own), Side(f"按{name}", other, own=self.pack is None)
        judged = Side(f"{day}按{self.pack.name}" if self.pack else day, other, own=self.pack is None)
        return judged, Side("今天", None)

    @cached_property
    def board(self) -> Board:
        """Both sides of every project."""
        past = Past(self.seen, self.on, whole=any(looks_ahead(one.rules or ()) for one in self.sides))
        with no_collecting() if len(past.ids) > MANY else nullcontext():
            left, right = (
                past.today() if one.rules is None else past.colours(one.rules, own=one.own)
                for one in self.sides
            )
        return Board(past.ids, left, right)

    @cached_property
    def places(self) -> list[int]:
        """The places of the projects of the list."""
        before, after = (CODES.get(one) for one in (self.asked.before, self.asked.after))
        found: list[int] = self.board.places(self.asked.scene, before, after).tolist()
        return found

    # ---- rows ----
    def lines(self, places: Sequence[int]) -> list[Line]:
        """Return some rows of the list in words; five queries."""
        board, scene = self.board, self.asked.scene
        ids = [int(board.ids[n]) for n in places]
        names = dict(Project.objects.filter(pk__in=ids).values_list("pk", "name"))
        leads = facts.leads_of(ids, self.today)
        own = {one for one in leads.values() if one}
        units = dict(Unit.objects.filter(pk__in=own).values_list("pk", "name"))
        left, right = self._told(ids)
        return [
            Line(
                pk, names.get(pk, ""), units.get(leads.get(pk) or 0, ""), NAMES[int(board.left[scene][n])],
                left.get(pk, NOTHING), NAMES[int(board.right[scene][n])], right.get(pk, NOTHING),
            )
            for n, pk in zip(places, ids, strict=True)
        ]  # fmt: skip

    def _told(self, ids: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
        rows = KnownFacts.objects.on(self.on).filter(project__in=ids).values_list("project_id", "facts")
        known = {pk: lights.facts_from_plain(plain) for pk, plain in rows}
        left, right = (self._side(one, ids, known) for one in self.sides)
        return left, right

    def _side(self, side: Side, ids: Sequence[int], known: Mapping[int, lights.Facts]) -> dict[int, str]:
        scene = self.asked.scene
        if side.rules is None:
            now = LightSnapshot.objects.now(scene).filter(project__in=ids)
            return {one.project_id: one.told(self.today) for one in now}
        judged = {pk: replay.judged(one, side.rules, self.on, own=side.own) for pk, one in known.items()}
        return {pk: told(one, scene) for pk, one in judged.items()}

    # ---- for the page ----
    def address(self, **other: str) -> str:
        """Return the address with some words others than now; empty ones fall away."""
        asked = self.asked
        words = {
            "zone": str(asked.zone) if self.zones else "", "on": self.on.isoformat(), "pack": asked.pack,
            "against": asked.against if asked.against != TODAY else "",
            "scene": asked.scene if asked.scene != PROJECT else "", "from": asked.before, "to": asked.after,
        } | other  # fmt: skip
        return "?" + urlencode({name: value for name, value in words.items() if value})

    def number(self, scene: str, before: int | None, after: int | None, count: int) -> dict[str, Any]:
        """Return a number with the way to its rows."""
        words = {"from": NAMES.get(before, ""), "to": NAMES.get(after, "")}  # type: ignore[arg-type]
        shown = "" if scene == PROJECT else scene
        mine = words == {"from": self.asked.before, "to": self.asked.after} and scene == self.asked.scene
        return {"n": count, "href": self.address(scene=shown, **words) + "#rows", "now": mine}

    def numbers(self) -> list[dict[str, Any]]:
        """Return scene by scene how many projects have which colour, on both sides."""
        found = []
        for scene, label in SCENES.items():
            left, right = self.board.counts(scene, "left"), self.board.counts(scene, "right")
            cells = [
                {"colour": name, "left": self.number(scene, code, None, left.get(code, 0)),
                 "right": self.number(scene, None, code, right.get(code, 0))}
                for name, code in CODES.items() if code != UNKNOWN
            ]  # fmt: skip
            found.append({"label": label, "cells": cells, "now": scene == self.asked.scene})
        return found

    def matrix(self) -> dict[str, Any]:
        """Return from → to of the scene: rows the left colours, columns the right ones."""
        scene, pairs = self.asked.scene, self.board.matrix(self.asked.scene)
        order = list(CODES.values())
        rows = sorted({one for one, _ in pairs}, key=order.index)
        columns = sorted({one for _, one in pairs}, key=order.index)
        left, right = self.board.counts(scene, "left"), self.board.counts(scene, "right")
        return {
            "columns": [{"colour": NAMES[b], **self.number(scene, None, b, right[b])} for b in columns],
            "rows": [
                {"colour": NAMES[a], "total": self.number(scene, a, None, left[a]),
                 "cells": [{"same": a == b, "colour": NAMES[b],
                            **self.number(scene, a, b, pairs.get((a, b), 0))} for b in columns]}
                for a in rows
            ],
            "all": len(self.board.ids),
        }  # fmt: skip

    def heading(self) -> str:
        """Say which projects the list holds."""
        before, after = (CODES.get(one) for one in (self.asked.before, self.asked.after))
        left, right = self.sides
        if before is None and after is None:
            return "灯不一样的项目"
        words = [
            f"{side.word}{WORDS[code]}" for side, code in ((left, before), (right, after)) if code is not None
        ]
        return " → ".join(words)


def told(verdict: lights.Verdict, scene: str) -> str:
    """Say why in a line: the main reason of a scene, or of the project."""
    if scene != PROJECT:
        return replay.scene_told(verdict, scene)
    return lights.headline(lights.Verdict(verdict.colour, tuple(reasons.kept(verdict.reasons))))


def context(user: User, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page is drawn from."""
    page = Page(user, words)
    begin = max(page.first or page.today, page.today - rehearsing.AT_MOST)
    at = min(max((page.on - begin).days, 0), (page.today - begin).days)
    base = {
        "board": page, "on": page.on, "slider": rehearsing.Slider(begin, page.today, at, []),
        "against": AGAINST.items(), "scenes": SCENES.items(),
        "zones": Zone.objects.filter(pk__in=page.zones).values_list("pk", "name") if page.zones else [],
        "before": page.on - rehearsing.ONE_DAY if page.first and page.first < page.on else None,
        "after": page.on + rehearsing.ONE_DAY if page.on < page.today else None,
    }  # fmt: skip
    if not page.is_kept:
        return base
    left, right = page.sides
    shown = Paginator(page.places, ON_A_PAGE).get_page(words.get("page"))
    unknown = page.board.counts(page.asked.scene, "left").get(UNKNOWN, 0)
    return base | {
        "left": left, "right": right, "numbers": page.numbers(), "matrix": page.matrix(), "page": shown,
        "lines": page.lines(list(shown.object_list)), "heading": page.heading(), "export": page.address(),
        "unknown": page.number(page.asked.scene, UNKNOWN, None, unknown) if unknown else None,
        "narrowed": bool(page.asked.before or page.asked.after), "all": page.address(**ALL),
        "no_rules": page.pack is not None and not packs.rules_on([page.pack], page.on),
    }  # fmt: skip


# ---- as a file ----
def sheet(page: Page) -> SheetSpec:
    """Lay the list out as a workbook: every row of it, a thousand at once."""
    left, right = page.sides
    zone = Zone.objects.filter(pk=page.asked.zone).first()
    scene = SCENES[page.asked.scene]
    return SheetSpec(
        title=f"{zone.name if zone else ''}{page.heading()}（{scene}）",
        unit_line=f"{left.word}（{page.on}）和{right.word}比；{page.today} 导出",
        columns=[
            OutColumn("项目名称", width=36), OutColumn("责任单位", width=18),
            OutColumn(left.word, width=12), OutColumn(f"{left.word}，为什么", width=44),
            OutColumn(right.word, width=12), OutColumn(f"{right.word}，为什么", width=44),
        ],
        rows=_rows(page),
        sheet_name="全区回看",
    )  # fmt: skip


def _rows(page: Page) -> Iterator[list[Value]]:
    for start in range(0, len(page.places), AT_ONCE):
        for one in page.lines(page.places[start : start + AT_ONCE]):
            left, right = (WORDS[CODES[code]] for code in (one.left, one.right))
            yield [one.name, one.unit, left, one.left_told, right, one.right_told]
