"""Rules about money as dated data: their paper, how strong it is, whether they hold unless switched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

ENTRY, CHECK, FUND = "entry", "check", "fund"
LARGEST_LIMIT = Decimal(100_000_000)
# Ship off, marked 待核: nobody has seen the paper itself (mission_peers grades).
UNVERIFIED = frozenset({"M", "weak"})


class BadMoneyRules(ValueError):
    """The file of rules is not as it must be; `place` names the rule."""

    def __init__(self, place: str, told: str) -> None:
        self.place = place
        super().__init__(f"{place}：{told}")


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """One rule: asked on entry, a cross-check, or about funds; `params` are its limits by name."""

    code: str
    kind: str
    name: str
    paper: str
    grade: str
    on: bool
    valid_from: date
    params: Mapping[str, Decimal]

    @property
    def unverified(self) -> bool:
        """Whether its paper has not been seen: 待核."""
        return self.grade in UNVERIFIED


def rules_from_json(obj: object) -> tuple[MoneyRule, ...]:
    """Rules from the loaded form of money_rules.json; raises BadMoneyRules naming the rule."""
    if not isinstance(obj, Sequence) or isinstance(obj, str):
        raise BadMoneyRules("文件", "最外层应是规则的列表")
    found = tuple(_rule(entry, n) for n, entry in enumerate(obj, 1))
    wrong = next((one.code for one in found if one.unverified and one.on), None)
    if wrong:
        raise BadMoneyRules(wrong, "待核的规则默认不能启用")
    return found


def _rule(entry: object, number: int) -> MoneyRule:
    if not isinstance(entry, Mapping):
        raise BadMoneyRules(f"第 {number} 条", "应是对象")
    try:
        params = {str(name): Decimal(str(value)) for name, value in entry["params"].items()}
        return MoneyRule(
            str(entry["code"]), str(entry["kind"]), str(entry["name"]), str(entry["paper"]),
            str(entry["grade"]), bool(entry["on"]), date.fromisoformat(entry["valid_from"]), params,
        )  # fmt: skip
    except (KeyError, ValueError, AttributeError, InvalidOperation) as fault:
        raise BadMoneyRules(f"第 {number} 条", "字段不全或写法不对") from fault


def in_force(
    rules: Iterable[MoneyRule],
    switched: Mapping[str, bool],
    day: date,
    limits: Mapping[str, Mapping[str, Decimal]] | None = None,
) -> dict[str, MoneyRule]:
    """Return the rules that hold on a day, by code: as shipped unless a zone switched them or set limits."""
    return {
        one.code: limited(one, (limits or {}).get(one.code, {}))
        for one in rules
        if one.valid_from <= day and switched.get(one.code, one.on)
    }


def limited(rule: MoneyRule, own: Mapping[str, Decimal]) -> MoneyRule:
    """Return a rule with the limits a zone set; what it did not set, or no longer has, is as shipped."""
    return replace(rule, params={name: own.get(name, value) for name, value in rule.params.items()})


NAMES, RANGE, WHOLE, ORDER = "names", "range", "whole", "order"
IN_ORDER = (("low_percent", "high_percent"), ("plan_times", "times"))
IN_WHOLES = frozenset({"days", "times", "plan_times"})


def limit_fault(rule: MoneyRule, wanted: Mapping[str, Decimal]) -> tuple[str, str] | None:
    """Return what is wrong with limits for a rule, and of which; None when they can stand."""
    if wanted.keys() != rule.params.keys() or not wanted:
        return NAMES, ""
    for name, value in wanted.items():
        if not value.is_finite() or not 0 < value <= LARGEST_LIMIT or value != round(value, 4):
            return RANGE, name
        if name in IN_WHOLES and value != value.to_integral_value():
            return WHOLE, name
    for low, high in IN_ORDER:
        if low in wanted and wanted[low] >= wanted[high]:
            return ORDER, low
    return None
