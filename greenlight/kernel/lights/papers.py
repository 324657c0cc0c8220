"""缺印证资料: a milestone reported done whose asked-for papers nobody has handed in.

No paper gives days for it: a setting of ours, shipped off.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import Facts, MilestoneFact
from greenlight.kernel.lights.reasons import Plain, Reason
from greenlight.kernel.lights.rules import Rule


def papers_missing(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """One reason for each done milestone that lacks papers: yellow and red so many days after."""
    return tuple(_reasons(facts, rule, today))


def limits(rule: Rule) -> tuple[int, int]:
    """The days after which it is yellow and red; red 0 is never."""
    return max(int(rule.params.get("yellow_days") or 0), 1), int(rule.params.get("red_days") or 0)


def _reasons(facts: Facts, rule: Rule, today: date) -> Iterator[Reason]:
    for fact in facts.milestones:
        if fact.lacking and fact.done and fact.done <= today:
            yield _reason(fact, fact.done, rule, today)


def _reason(fact: MilestoneFact, done: date, rule: Rule, today: date) -> Reason:
    (yellow, red), days = limits(rule), (today - done).days
    numbers: dict[str, Plain] = {
        "name": fact.name,
        "owner": fact.owner,
        "done": done.isoformat(),
        "papers": fact.lacking[0],
        "count": len(fact.lacking),
        "today": today.isoformat(),
        "days": days,
        "yellow_days": yellow,
        "red_days": red or None,
    }
    held = ((red, Colour.RED), (yellow, Colour.YELLOW))
    colour, after = next(((c, n) for n, c in held if n and days >= n), (Colour.GREY, None))
    since = None if after is None else done + timedelta(days=after)
    return Reason(
        rule.scene, colour, "papers_missing", rule.code, rule.version, rule.paper, numbers, fact.key, since
    )
