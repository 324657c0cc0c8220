"""Who must act today, what is red and for how long, are we behind 序时."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from greenlight.base import figures
from greenlight.base.figures import Answer, Scope
from greenlight.desk import todo
from greenlight.desk.cockpit.money import money
from greenlight.investment.drawing import curve_chart
from greenlight.investment.figures import completion, curve, elapsed_gap
from greenlight.people.models import User
from greenlight.warnings import cockpit as data
from greenlight.warnings.figures import count_lights, count_lights_on
from greenlight.warnings.treemap import treemap

WEEKDAYS = "一二三四五六日"
BASES = (("all", "全部在册", "start_rate_all"), ("new", "年度新开工", "start_rate_new"))
LIMIT = 7
LONG = 1000  # five counts of four digits leave a laptop no room in the size of the wall


def compose(user: User, chosen: str) -> dict[str, Any]:
    """Return everything the tiles show; `chosen` is the base of the start rate."""
    day = user.scope.day
    scope = Scope(user, day, {})
    stages, groups = data.stage_counts(scope), data.light_tiles(scope)
    lit, sums = (
        lamps(scope, {one.colour: one.count for one in groups}),
        money(scope, sum(one.count for one in stages)),
    )
    return {
        "lamps": lit,
        "counts": {one["colour"]: one["count"] for one in lit},
        "start_rate": opened(start_rate(chosen, scope)),
        "base_of": chosen,
        "bases": [
            {"href": f"?base={code}", "label": label, "active": code == chosen} for code, label, _ in BASES
        ],
        "rate": opened(completion(scope, sums)),
        "gap": opened(elapsed_gap(scope, sums)),
        "red": data.red_list(user, day, limit=LIMIT),
        "red_sum": data.red_sum(user),
        "todo": todo.due(user, day)[:5],
        "tiles": treemap(groups, link=page_of, rest=light_of, width=760, height=298),
        "total": opened(answer("total_investment", scope)),
        "curve": curve_chart(curve(scope, sums), width=380, height=250),
        "stages": stages,
        "most": max((one.count for one in stages), default=1),
        "empty": not stages,
        "today": day,
        "long": max((one["count"] for one in lit), default=0) >= LONG,
    }


def page_of(pk: int) -> str:
    """Return the address of a project's page."""
    return f"/projects/{pk}/"


def light_of(colour: str) -> str:
    """Return the address of the projects under a light, the largest first."""
    return f"/projects/?light={colour}&sort=-total_investment"


def weekday(day: date) -> str:
    """Return the day of the week as the head of the screen says it."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def lamps(scope: Scope, counted: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """Return each light's count, and how many more than a month ago; no change where nobody judged then."""
    now = count_lights(scope) if counted is None else counted
    then = count_lights_on(scope, month_before(scope.on))
    known = any(then.values())
    return [
        {"colour": colour, "count": now.get(colour, 0), "more": now.get(colour, 0) - n if known else None}
        for colour, n in then.items()
    ]


def month_before(day: date) -> date:
    """Return the same day of the month before, or that month's last."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def answer(name: str, scope: Scope) -> Answer:
    """Compute a figure by name; the name is ours, so it is there."""
    found = figures.get(name)
    return found.compute(scope) if found else Answer(None)


def start_rate(chosen: str, scope: Scope) -> Answer:
    """Return 开工率 on the base the reader chose."""
    name = next((name for code, _, name in BASES if code == chosen), "start_rate_all")
    return answer(name, scope)


def opened(found: Answer) -> dict[str, Any]:
    """Return a figure with the address that opens its rows."""
    return {"answer": found, "href": f"/projects/?{urlencode(found.rows)}"}
