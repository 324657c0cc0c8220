"""连续黄灯转红: a colour that remembers the months before (海口江东 2020, mission_peers B 9).

The paper says 两次黄灯 without saying how often is looked; here a look is the end of a month.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from greenlight.kernel.lights.colours import Colour, worst_of
from greenlight.kernel.lights.facts import Facts
from greenlight.kernel.lights.reasons import JUDGED_SCENES, Reason
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.months import add_months, months_apart

YELLOW_KEPT = "yellow_kept"


def by_itself(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """Find nothing in facts alone: the rule speaks once the other rules have (see `remembered`)."""
    return ()


def remembered(
    reasons: Sequence[Reason], memory: Mapping[str, date], rules: Iterable[Rule], today: date
) -> list[Reason]:
    """Red for every scene that is yellow and was at so many month ends before."""
    found = []
    for rule in rules:
        if rule.kind == YELLOW_KEPT:
            yellow = {scene: memory[scene] for scene in _yellow(reasons) if scene in memory}
            found += [_kept(scene, since, rule, today) for scene, since in yellow.items()]
    return [reason for reason in found if reason]


def _kept(scene: str, since: date, rule: Rule, today: date) -> Reason | None:
    asked, months = yellows(rule), months_apart(since, today)
    if months < asked:
        return None
    return Reason(
        scene, Colour.RED, YELLOW_KEPT, rule.code, rule.version, rule.paper,
        {"scene": scene, "since": since.isoformat(), "months": months, "yellows": asked,
         "today": today.isoformat()},
        since=turning(since, rule),
    )  # fmt: skip


def yellows(rule: Rule) -> int:
    """How many month ends running make it red, one at least."""
    return max(int(rule.params.get("yellows") or 0), 1)


def turning(since: date, rule: Rule) -> date:
    """The first day on which a run of yellow that began on `since` is red."""
    return add_months(since.replace(day=1), yellows(rule))


def memory_after(reasons: Iterable[Reason], memory: Mapping[str, date], today: date) -> dict[str, date]:
    """What is remembered once these reasons were found: yellow scenes and since when they are."""
    return {scene: memory.get(scene, today) for scene in _yellow(list(reasons))}


def _yellow(reasons: Sequence[Reason]) -> list[str]:
    own = [reason for reason in reasons if reason.what != YELLOW_KEPT]
    colours = {scene: worst_of(r.colour for r in own if r.scene == scene) for scene in JUDGED_SCENES}
    return [scene for scene, colour in colours.items() if colour == Colour.YELLOW]
