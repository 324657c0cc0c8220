"""judge(facts, rules, today): the light of one project as a pure function."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from greenlight.kernel.lights.colours import Colour, worst_of
from greenlight.kernel.lights.facts import ACTIVE, Facts, SiteFact
from greenlight.kernel.lights.kinds import KINDS
from greenlight.kernel.lights.memory import remembered
from greenlight.kernel.lights.reasons import (
    INVESTMENT,
    JUDGED_SCENES,
    MILESTONES,
    SITE,
    Reason,
    Verdict,
    worst_first,
)
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.lights.waiving import waived

_NO_DATA = {MILESTONES: "no_plan", INVESTMENT: "no_investment", SITE: "no_site"}
_SILENT = {
    (scene, what): Reason(scene, Colour.GREY, what, numbers=MappingProxyType({}))
    for scene, own in _NO_DATA.items()
    for what in ("no_rule", own)
}
# What a scene says of which no fact is known or no rule speaks; the same whatever the day.
SILENT: Mapping[str, tuple[Reason, ...]] = {
    what: tuple(one for one in _SILENT.values() if one.what == what) for _, what in _SILENT
}


def judge(facts: Facts, rules: Iterable[Rule], today: date) -> Verdict:
    """The colour and the reasons, worst first, by the rules given (see rules.in_force).

    Every scene has at least one reason: without data it is grey and says what is missing.
    A paused or terminated project is grey in every scene. A waived reason is told but does not colour.
    """
    rules = tuple(rules)
    if facts.state != ACTIVE:
        reasons = [Reason(scene, Colour.GREY, facts.state) for scene in JUDGED_SCENES]
    else:
        reasons = [r for rule in rules for r in KINDS[rule.kind].judge(facts, rule, today)]
        spoken = {reason.scene for reason in reasons}
        reasons += [_unspoken(facts, scene) for scene in JUDGED_SCENES if scene not in spoken]
        reasons = waived(reasons, facts.waivers, today)
        reasons += remembered(reasons, facts.memory, rules, today)
    return Verdict(worst_of([reason.colour for reason in reasons]), worst_first(reasons))


def _unspoken(facts: Facts, scene: str) -> Reason:
    if scene == SITE and facts.site:
        return _site_seen(facts.site)
    known = {MILESTONES: facts.milestones or facts.start, INVESTMENT: facts.investment}
    return _SILENT[scene, "no_rule" if known.get(scene) else _NO_DATA[scene]]


def _site_seen(site: SiteFact) -> Reason:
    # No rule judges the site: what is seen is told, and only a finished work has a colour.
    colour = Colour.BLUE if (site.percent or 0) >= 100 else Colour.GREY
    numbers = {
        "words": site.words,
        "percent": None if site.percent is None else str(site.percent),
        "updated": site.updated.isoformat() if site.updated else None,
    }
    return Reason(SITE, colour, "site_seen", numbers=numbers)
