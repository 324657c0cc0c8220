"""Rules as dated data: which thresholds held on a day, and from which paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Param = str | int | None


class BadRulePack(ValueError):
    """A rule pack that cannot be used; `place` names the rule, `why` the fault in Chinese."""

    def __init__(self, place: str, why: str) -> None:
        self.place, self.why = place, why
        super().__init__(f"规则包 {place}：{why}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one version. `kind` chooses the code that judges, `params` its thresholds.

    `grade` is how well the paper is known (G government, N news, M mirror copy, weak, own);
    a rule with `on` false is shown but never judged.
    """

    code: str
    version: int
    scene: str
    kind: str
    params: Mapping[str, Param]
    valid_from: date
    valid_to: date | None = None
    paper: str = ""
    grade: str = ""
    on: bool = True
    name: str = ""

    def holds(self, day: date) -> bool:
        """Whether the rule is switched on and in force on that day (both ends included)."""
        begun = self.valid_from <= day
        return self.on and begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one level of government, e.g. 银川 2025, with the paper they come from."""

    code: str
    name: str
    rules: tuple[Rule, ...] = field(default=())
    source: str = ""


def in_force(packs: Iterable[RulePack], on: date) -> tuple[Rule, ...]:
    """The rules of all these packs that hold on the day, in the order of the packs.

    Of several versions of one rule in force together, the highest is taken.
    """
    newest: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules if rule.holds(on)):
        known = newest.get(rule.code)
        if known is None or rule.version > known.version:
            newest[rule.code] = rule
    return tuple(newest.values())
