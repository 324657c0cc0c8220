"""某一天的灯 on the project page: the days to choose from, the band of lights, and one day judged again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from greenlight.projects.models import Project
from greenlight.warnings import packs, replay
from greenlight.warnings.models import Colour, KnownFacts, LightSnapshot, RulePack, Scene

ONE_DAY = timedelta(days=1)
AT_LEAST, AT_MOST = timedelta(days=60), timedelta(days=3 * 366)
MOST_CHIPS = 20


@dataclass(frozen=True)
class Span:
    """Some days of one colour on the band: from which day of the slider, how many."""

    begin: int
    days: int
    colour: str
    told: str


@dataclass(frozen=True)
class Slider:
    """The days one can slide over; `at` is the place of the day that is shown."""

    first: date
    last: date
    at: int
    spans: list[Span]

    @property
    def most(self) -> int:
        """Return the place of the last day."""
        return (self.last - self.first).days


def context(words: Mapping[str, str], project: Project, day: date) -> dict[str, Any]:
    """Return the part of the tab: the slider, and the day that was asked for, judged again. Six queries."""
    asked, code = words.get("on", ""), words.get("pack", "")
    on = read_day(asked) or day
    lit = _lit(project)
    found = {"on": on, "pack": "", "slider": _slider(project, lit, on, day), "days": _days(lit, on, day)}
    if not asked and not code:
        return found
    pack: RulePack | None = {one.code: one for one in packs.for_zone(project.zone_id)}.get(code)
    return found | {
        "pack": code if pack else "", "replay": replay.replay_project(project, on, pack),
        "before": on - ONE_DAY, "after": on + ONE_DAY if on < day else None,
    }  # fmt: skip


def read_day(text: str) -> date | None:
    """Return a day between 1990 and 2100, else None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def _lit(project: Project) -> list[tuple[date, str]]:
    """Return the days on which the project's light was written anew, with its colour."""
    rows = LightSnapshot.objects.filter(project=project, scene=Scene.PROJECT).order_by("day")
    return list(rows.values_list("day", "colour"))


def _slider(project: Project, lit: list[tuple[date, str]], on: date, day: date) -> Slider:
    known = KnownFacts.objects.filter(project=project).aggregate(first=Min("day"))["first"]
    begun = min([one for one in (known, lit[0][0] if lit else None) if one], default=day)
    first = max(min(begun, day - AT_LEAST), day - AT_MOST)
    at = min(max((on - first).days, 0), (day - first).days)
    return Slider(first, day, at, _spans(lit, first, day))


def _spans(lit: list[tuple[date, str]], first: date, last: date) -> list[Span]:
    """Fold the days into spans of one colour; the days before the first light have none."""
    turned = [one for n, one in enumerate(lit) if n == 0 or one[1] != lit[n - 1][1]]
    ends = [*(one[0] for one in turned[1:]), last + ONE_DAY] if turned else []
    found = []
    for (begin, colour), end in zip(turned, ends, strict=True):
        begin = max(begin, first)
        if end > begin:
            told = f"{begin} 到 {end - ONE_DAY}：{Colour(colour).label}"
            found.append(Span((begin - first).days, (end - begin).days, colour, told))
    return found


def _days(lit: list[tuple[date, str]], on: date, day: date) -> list[dict[str, Any]]:
    """Return the days on which the light turned, as links to step along; today last."""
    turned = {one[0]: one[1] for n, one in enumerate(lit) if n == 0 or one[1] != lit[n - 1][1]}
    last = lit[-1][1] if lit else Colour.GREY.value
    kept = dict(list(turned.items())[-MOST_CHIPS:])
    return [{"day": one, "colour": colour, "now": one == on} for one, colour in {**kept, day: last}.items()]
