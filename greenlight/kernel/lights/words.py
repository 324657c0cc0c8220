"""Reasons in the clerk's words, made when shown: the sentence and how it was worked out.

A sentence says one fact with its number (低于序时 15.8 个百分点); `working` shows the sum with
the numbers that went in, so that anybody can check it with a calculator.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.reasons import SCENE_WORDS, Plain, Reason, Verdict
from greenlight.kernel.series import elapsed, percent, points_over, round_half_up

Numbers = Mapping[str, Plain]


def sentence(reason: Reason) -> str:
    """Why, in one Chinese sentence without a full stop."""
    told = _SENTENCES[reason.what](reason.numbers)
    if reason.numbers.get("waived_until"):
        return f"{told}（已豁免到 {reason.numbers['waived_until']}：{reason.numbers['waived_why']}）"
    return f"{told}（改期待批，仍按原批准日期）" if reason.numbers.get("slip_pending") else told


def working(reason: Reason) -> str:
    """怎么算: the arithmetic behind the sentence; empty when there is none."""
    make = _WORKINGS.get(reason.what)
    return make(reason.numbers) if make else ""


def headline(verdict: Verdict) -> str:
    """The main reason, and how many more of the same colour: 净地移交晚 52 天，另 1 条."""
    if verdict.main is None:
        return ""
    more = sum(1 for reason in verdict.reasons if reason.colour == verdict.colour) - 1
    told = sentence(verdict.main)
    to_act_on = verdict.colour >= Colour.YELLOW
    return f"{told}，另 {more} 条" if more and to_act_on else told


def _day(value: Plain) -> date:
    return date.fromisoformat(str(value))


def _short(value: Plain, today: Plain) -> str:
    """11-30 inside the year, 2027-03-12 outside it."""
    day = _day(value)
    return day.strftime("%m-%d") if today and day.year == _day(today).year else day.isoformat()


def _month(value: Plain) -> str:
    day = _day(value)
    return f"{day.year} 年 {day.month} 月"


def _amount(value: Plain) -> Decimal:
    return Decimal(str(value or 0))


def _money(value: Plain) -> str:
    amount = _amount(value).normalize()
    return f"{amount:,f}"


def _one(value: Decimal) -> str:
    shown = round_half_up(value, 1)
    return f"{shown}".replace("-", "−")


# One small sentence each.


def _milestone_done_late(n: Numbers) -> str:
    return f"{n['name']}晚 {n['days']} 天完成"


def _milestone_ahead(n: Numbers) -> str:
    due = _short(n["due"], n["today"])
    return f"首个节点 {due} 到期" if n.get("first") else f"{n['name']} {due} 到期"


def _milestone_due_soon(n: Numbers) -> str:
    left = (_day(n["due"]) - _day(n["today"])).days
    return f"{n['name']}剩 {left} 天到期" if left else f"{n['name']}今天到期"


def _milestone_behind(n: Numbers) -> str:
    return f"{n['name']}完成比例低于时间进度 {_one(_amount(n['behind']))} 个百分点"


def _started(n: Numbers) -> str:
    if not n["actual"]:
        return "没有计划开工时间"
    late = f"，比计划晚 {n['months']} 个月" if n["months"] else ""
    return f"{n['actual']} 已开工{late}"


def _not_started(n: Numbers) -> str:
    return f"应开工未开工，连续 {n['months']} 个月"


def _gap(n: Numbers) -> Decimal:
    month = int(n["month"] or 0)
    return points_over(_amount(n["ytd_wan"]), _amount(n["year_plan_wan"]), month) or Decimal(0)


def _against_elapsed(n: Numbers) -> str:
    gap = round_half_up(_gap(n), 1)
    if not gap:
        return "与序时持平"
    return f"{'超' if gap > 0 else '低于'}序时 {abs(gap)} 个百分点"


def _share(n: Numbers) -> Decimal:
    due = _amount(n["year_plan_wan"]) * int(n["month"] or 0) / 12
    return percent(_amount(n["ytd_wan"]), due) or Decimal(0)


def _share_of_elapsed(n: Numbers) -> str:
    return f"只完成序时应完成的 {_one(_share(n))}%"


def _year_plan_done(n: Numbers) -> str:
    done = percent(_amount(n["ytd_wan"]), _amount(n["year_plan_wan"])) or Decimal(0)
    return f"年度计划已完成，完成率 {_one(done)}%"


def _no_report(n: Numbers) -> str:
    return f"{n['year']} 年还没有投资月报"


def _site_seen(n: Numbers) -> str:
    share = f"，完成 {_money(n['percent'])}%" if n["percent"] is not None else ""
    return f"{n['words'] or '有工程形象'}{share}"


def _papers_missing(n: Numbers) -> str:
    more = f"等 {n['count']} 份" if int(n["count"] or 0) > 1 else ""
    return f"{n['name']}已报完成，缺{n['papers']}{more}，已 {n['days']} 天"


def _area(n: Numbers) -> str:
    beside = [f"{word} {n[name]}%" for name, word in (("planned", "计划"), ("mean", "全市")) if n[name]]
    return f"投资增长 {n['growth']}%" + (f"（{'，'.join(beside)}）" if beside else "")


def _bond(n: Numbers) -> str:
    told = f"专项债“{n['name']}”应支出 {_money(n['expected_wan'])} 万元，已支出 {_money(n['spent_wan'])} 万元"
    return told + (f"，低 {n['below']}%" if _amount(n["below"]) > 0 else "")


_SENTENCES: dict[str, Callable[[Numbers], str]] = {
    "milestone_done": lambda n: f"{n['done']} {n['name']}",
    "milestone_done_late": _milestone_done_late,
    "milestone_late": lambda n: f"{n['name']}晚 {n['days']} 天",
    "milestone_due_soon": _milestone_due_soon,
    "milestone_behind": _milestone_behind,
    "milestone_on_way": _milestone_ahead,
    "milestone_ahead": _milestone_ahead,
    "milestone_undated": lambda n: f"{n['name']}没有到期日",
    "started": _started,
    "start_ahead": lambda n: f"计划 {_month(n['planned'])}开工，未到开工月",
    "start_this_month": lambda _: "计划本月开工",
    "start_excused": lambda n: f"未按月开工，理由已认可：{n['excuse']}",
    "not_started": _not_started,
    "below_elapsed": _against_elapsed,
    "near_elapsed": _against_elapsed,
    "share_of_elapsed": _share_of_elapsed,
    "year_plan_done": _year_plan_done,
    "no_year_plan": lambda n: f"没有 {n['year']} 年投资计划",
    "no_report": _no_report,
    "no_registration_data": lambda _: "没有入统数据",
    "not_registered": lambda n: f"开工 {n['months']} 个月未入统",
    "registration_ahead": lambda _: "开工未满 1 个月，尚不要求入统",
    "papers_missing": _papers_missing,
    "reports_missing": lambda n: f"缺 {n['missing']} 个月投资月报（最近报到 {n['last']}）",
    "plan_too_small": lambda n: f"年度计划不足 {_money(n['least_plan_wan'])} 万元，不在亮灯范围",
    "area_growth": _area,
    "bond_behind": _bond,
    "bond_spent": _bond,
    "bond_ahead": lambda n: f"专项债“{n['name']}”发行不满 1 个月，尚不要求支出",
    "yellow_kept": lambda n: f"{SCENE_WORDS[str(n['scene'])]}连续 {n['months']} 个月末都是黄灯，转红灯",
    "site_silent": lambda n: f"工程形象 {n['days']} 天没更新",
    "site_heard": lambda n: f"工程形象 {_short(n['updated'], n['today'])} 更新",
    "site_seen": _site_seen,
    "no_plan": lambda _: "没有节点计划",
    "no_investment": lambda _: "没有投资计划和月报",
    "no_site": lambda _: "没有工程形象",
    "no_rule": lambda _: "没有启用判灯规则",
    "paused": lambda _: "项目已暂停，不判灯",
    "terminated": lambda _: "项目已终止，不判灯",
}


def _days_working(n: Numbers) -> str:
    return f"今天 {n['today']} − 到期 {n['due']} = {n['days']} 天"


def _done_working(n: Numbers) -> str:
    if not n["due"] or n["days"]:
        return f"完成 {n['done']} − 到期 {n['due']} = {n['days']} 天" if n["due"] else ""
    early = (date.fromisoformat(str(n["due"])) - date.fromisoformat(str(n["done"]))).days
    return f"到期 {n['due']} − 完成 {n['done']} = 提前 {early} 天" if early else f"到期 {n['due']}，当天完成"


def _start_working(n: Numbers) -> str:
    return f"计划 {_month(n['planned'])}开工，到 {_month(n['today'])}已过 {n['months']} 个月"


def _rate_working(n: Numbers) -> str:
    rate = percent(_amount(n["ytd_wan"]), _amount(n["year_plan_wan"])) or Decimal(0)
    return f"{_money(n['ytd_wan'])} ÷ {_money(n['year_plan_wan'])} = {_one(rate)}%"


def _points_working(n: Numbers) -> str:
    month = int(n["month"] or 0)
    rate = percent(_amount(n["ytd_wan"]), _amount(n["year_plan_wan"])) or Decimal(0)
    parts = round_half_up(rate, 1), round_half_up(elapsed(month), 1)
    gap = round_half_up(_gap(n), 1)
    # The difference is rounded once, from the exact values; where the rounded parts would give
    # another last digit, say so rather than look wrong on the reader's calculator.
    note = "" if parts[0] - parts[1] == gap else "（先减后四舍五入）"
    steps = (
        _rate_working(n),
        f"序时 {month} ÷ 12 = {parts[1]}%",
        f"{parts[0]} − {parts[1]} = {_one(gap)}{note}",
    )
    return "　".join(steps)


def _share_working(n: Numbers) -> str:
    month = int(n["month"] or 0)
    return f"{_money(n['ytd_wan'])} ÷ ({_money(n['year_plan_wan'])} × {month} ÷ 12) = {_one(_share(n))}%"


def _registered_working(n: Numbers) -> str:
    return f"{n['started']} 开工，到今天 {n['today']} 满 {n['months']} 个月，未入统"


def _silent_working(n: Numbers) -> str:
    return f"今天 {n['today']} − 最近更新 {n['updated']} = {n['days']} 天"


def _papers_working(n: Numbers) -> str:
    return f"今天 {n['today']} − 完成 {n['done']} = {n['days']} 天"


def _kept_working(n: Numbers) -> str:
    return f"{n['since']} 起是黄灯，到今天 {n['today']} 过了 {n['months']} 个月末"


def _bond_working(n: Numbers) -> str:
    return (
        f"{_money(n['amount_wan'])} × {n['gone']} ÷ {n['of']} 个月 = {_money(n['expected_wan'])} 万元，"
        f"{n['last_day']} 前用完"
    )


_WORKINGS: dict[str, Callable[[Numbers], str]] = {
    "papers_missing": _papers_working,
    "yellow_kept": _kept_working,
    "milestone_late": _days_working,
    "milestone_done": _done_working,
    "milestone_done_late": _done_working,
    "not_started": _start_working,
    "start_excused": _start_working,
    "below_elapsed": _points_working,
    "near_elapsed": _points_working,
    "share_of_elapsed": _share_working,
    "year_plan_done": _rate_working,
    "not_registered": _registered_working,
    "registration_ahead": _registered_working,
    "bond_behind": _bond_working,
    "bond_spent": _bond_working,
    "site_silent": _silent_working,
    "site_heard": _silent_working,
}
