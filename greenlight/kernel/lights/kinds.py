"""The table of rule kinds, and rule packs read from data and checked against it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from greenlight.kernel.lights import areas, funds, memory, papers, rulings, stale
from greenlight.kernel.lights.facts import Facts
from greenlight.kernel.lights.reasons import INVESTMENT, MILESTONES, SITE, WARNINGS, Reason
from greenlight.kernel.lights.rules import BadRulePack, Param, Rule, RulePack

Ruler = Callable[[Facts, Rule, date], tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule kind: its code, its scene, its thresholds (name → Chinese label) and their order.

    `falling` means that red lies below yellow (a share), not above it (days, points).
    """

    judge: Ruler
    scene: str
    word: str
    needs: dict[str, str]
    may: dict[str, str]
    whole: bool = True
    falling: bool = False


KINDS: dict[str, Kind] = {
    "milestone_days_late": Kind(
        rulings.milestone_days_late,
        MILESTONES,
        "节点晚了多少天",
        {"yellow_days": "晚几天亮黄灯", "red_days": "晚几天亮红灯"},
        {
            "due_soon_days": "到期前几天提示",
            "behind_points": "完成比例低多少点提示",
            "key_red_days": "关键节点晚几天亮红灯",
        },
    ),
    "start_months_late": Kind(
        rulings.start_months_late,
        MILESTONES,
        "应开工未开工",
        {"yellow_months": "过几个月亮黄灯", "red_months": "连续几个月亮红灯"},
        {},
    ),
    "points_below_elapsed": Kind(
        rulings.points_below_elapsed,
        INVESTMENT,
        "低于序时进度的百分点",
        {"yellow_points": "低多少点亮黄灯", "red_points": "超过多少点亮红灯"},
        {},
        whole=False,
    ),
    "share_of_elapsed": Kind(
        rulings.share_of_elapsed,
        INVESTMENT,
        "占序时进度的比例",
        {"yellow_percent": "低于百分之几亮黄灯", "red_percent": "低于百分之几亮红灯"},
        {"least_plan_wan": "年度计划多少万元以上才判"},
        whole=False,
        falling=True,
    ),
    "registration_months_late": Kind(
        rulings.registration_months_late,
        INVESTMENT,
        "开工后未入统",
        {"yellow_months": "满几个月亮黄灯", "red_months": "满几个月亮红灯"},
        {},
    ),
    "site_silent": Kind(
        rulings.site_silent,
        SITE,
        "工程形象多天没更新",
        {"yellow_days": "几天没更新亮黄灯", "red_days": "几天没更新亮红灯"},
        {},
    ),
    "reports_missing": Kind(
        stale.reports_missing,
        INVESTMENT,
        "投资月报没有报",
        {"yellow_months": "缺几个月月报亮黄灯", "red_months": "缺几个月月报亮红灯"},
        {"from_day": "次月几号起算缺报"},
    ),
    "papers_missing": Kind(
        papers.papers_missing,
        MILESTONES,
        "节点报了完成、缺印证资料",
        {"yellow_days": "完成几天后亮黄灯", "red_days": "完成几天后亮红灯"},
        {},
    ),
    "bond_spending": Kind(
        funds.bond_spending,
        INVESTMENT,
        "专项债支出进度",
        {"red_percent": "低于应支出百分之几亮红灯"},
        {"months": "发行次月起几个月用完"},
        whole=False,
    ),
    "area_growth": Kind(areas.area_growth, INVESTMENT, "地区投资增速", {}, {}),
    "yellow_kept": Kind(
        memory.by_itself, WARNINGS, "连续黄灯转红灯", {"yellows": "连续几个月末黄灯转红灯"}, {}
    ),
}


def packs_from_json(obj: object) -> tuple[RulePack, ...]:
    """Rule packs from the loaded form of rule_packs.json: a list of packs with their rules.

    Raises BadRulePack naming the pack and rule at fault.
    """
    if not isinstance(obj, Sequence) or isinstance(obj, str):
        raise BadRulePack("文件", "最外层应是规则包的列表")
    packs = tuple(_pack(entry, number) for number, entry in enumerate(obj, 1))
    codes = [pack.code for pack in packs]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise BadRulePack(twice, "编号重复")
    return packs


def _pack(entry: object, number: int) -> RulePack:
    if not isinstance(entry, Mapping):
        raise BadRulePack(f"第 {number} 个", "应是一个对象")
    code = _text(entry, "code", f"第 {number} 个")
    listed = entry.get("rules", [])
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise BadRulePack(code, "rules 应是列表")
    rules = tuple(_rule(rule, f"{code} 第 {n} 条") for n, rule in enumerate(listed, 1))
    return RulePack(code, _text(entry, "name", code), rules, str(entry.get("source", "")))


def _rule(entry: object, place: str) -> Rule:
    if not isinstance(entry, Mapping):
        raise BadRulePack(place, "应是一个对象")
    kind = KINDS.get(_text(entry, "kind", place))
    if kind is None:
        raise BadRulePack(place, f"不认识的规则种类“{entry['kind']}”，可用：{'、'.join(KINDS)}")
    rule = Rule(
        code=_text(entry, "code", place),
        version=_version(entry, place),
        scene=kind.scene,
        kind=str(entry["kind"]),
        params=_params(entry.get("params"), kind, place),
        valid_from=_day(entry.get("valid_from"), place),
        valid_to=_day(entry["valid_to"], place) if entry.get("valid_to") else None,
        paper=_text(entry, "paper", place),
        grade=str(entry.get("grade", "")),
        on=entry.get("on", True) is True,
        name=str(entry.get("name", "")),
    )
    if rule.valid_to and rule.valid_to < rule.valid_from:
        raise BadRulePack(place, "止日早于起日")
    return rule


def _text(entry: Mapping[object, object], name: str, place: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise BadRulePack(place, f"缺少 {name}")
    return value


def _version(entry: Mapping[object, object], place: str) -> int:
    value = entry.get("version", 1)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadRulePack(place, "version 应是从 1 起的整数")
    return value


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadRulePack(place, f"日期“{value}”应写成 2026-01-01") from None


def _params(value: object, kind: Kind, place: str) -> dict[str, Param]:
    given = value if isinstance(value, Mapping) else {}
    unknown = next((name for name in given if name not in kind.needs | kind.may), None)
    if unknown is not None:
        raise BadRulePack(place, f"“{kind.word}”没有参数 {unknown}")
    params = {name: _number(given.get(name), name, kind, place) for name in kind.needs}
    params |= {
        name: _number(given[name], name, kind, place) for name in kind.may if given.get(name) is not None
    }
    if len(kind.needs) == len(("yellow", "red")):
        yellow, red = (Decimal(str(params[name])) for name in kind.needs)
        if (red > yellow) if kind.falling else (red < yellow):
            raise BadRulePack(place, "红灯的界限比黄灯还宽")
    return params


def _number(value: object, name: str, kind: Kind, place: str) -> Param:
    label = (kind.needs | kind.may)[name]
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise BadRulePack(place, f"“{label}”应是数字") from None
    if not number.is_finite() or not 0 <= number <= 10_000:
        raise BadRulePack(place, f"“{label}”应在 0 到 10000 之间")
    if kind.whole and number != number.to_integral_value():
        raise BadRulePack(place, f"“{label}”应是整数")
    return int(number) if number == number.to_integral_value() else str(number)
