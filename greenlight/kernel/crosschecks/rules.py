"""Rules about money as dated data: their paper, how strong it is, whether they hold unless switched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

ENTRY, CHECK = "entry", "check"
# Ship off, marked 待核: nobody has seen the paper itself (mission_peers grades).
UNVERIFIED = frozenset({"M", "weak"})


class BadMoneyRules(ValueError):
    """The file of rules is not as it must be; `place` names the rule."""

    def __init__(self, place: str, told: str) -> None:
        self.place = place
        super().__init__(f"{place}：{told}")


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """One rule: asked on entry, or a cross-check; `params` are decimals by name."""

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


def in_force(rules: Iterable[MoneyRule], switched: Mapping[str, bool], day: date) -> dict[str, MoneyRule]:
    """Return the rules that hold on a day, by code: shipped on unless a zone switched otherwise."""
    return {
        one.code: one for one in rules if one.valid_from <= day and switched.get(one.code, one.on)
    }  # fmt: skip
