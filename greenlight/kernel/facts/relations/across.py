"""Several files beside each other: last year's plan and this year's result, one number told in two reports.

Only facts of one name, one unit, one place and a known period are put together. A name of two letters says
little (项目15个): it is put together by the words it stands in, 招引项目 beside 招引项目 only.
Tolerance: half a step of both numbers, 0.3 points for growths and rates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator, Conflict, Fact, Kind, Text
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND, POINTS_LEFT_ALONE, points_tolerance, rise
from greenlight.kernel.facts.relations.grown import ADJUSTED, REAL_TERMS
from greenlight.kernel.facts.relations.names import elsewhere, same_name, sorts
from greenlight.kernel.facts.relations.page import Told, lay_out
from greenlight.kernel.facts.relations.periods import months, surely_same_time, year_of
from greenlight.kernel.facts.relations.slips import slipped

YEAR = 12
MOST = 16  # tellings of one indicator looked at, over all files
SHORTEST = 3
CLOSE = 5  # a gap of a fifth at most, else another thing of the same name
FAR = 2  # a base twice or half of what the growth needs
LOW = frozenset({Comparator.LESS, Comparator.AT_MOST})
ENOUGH = frozenset({"税收", "出口", "进口"})  # two letters that say it all
SAID_ABOUT = re.compile(  # 力争2024年招引项目15个: when, and what for, is no part of the name
    r"(?:\d{4}|[今明本当去上全])年(?:度|来|初|末|底)?|力争|确保|争取|预期|预计|计划|突破|超过|不低于|不少于|超"
)
PART = re.compile("其中|其余|另|还有|上述|剩余")


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and the file it stands in."""

    file: int
    told: Told


Name = tuple[str, str, frozenset[str]]  # name, unit, the words that set it apart
Tellings = dict[tuple[object, ...], Row]


def compare(read: Sequence[tuple[Text, Sequence[Fact]]]) -> list[Conflict]:
    """Every place where two files do not fit: results short of plans, numbers and plans told differently.

    The stated fact comes first and lies in the later file given; `Conflict.files` says where each stands.
    """
    groups: dict[Name, Tellings] = defaultdict(dict)
    for file, (text, facts) in enumerate(read):
        running = lay_out(facts, text).told
        for told in running.passing(running):
            name, fact = _name(told), told.fact
            if name and not is_points(fact) and fact.kind is not Kind.RANK:
                first = groups[(name, told.amount.unit, sorts(fact.indicator))]
                first.setdefault((file, fact.period, fact.is_target, fact.kind), Row(file, told))
    found = [conflict for rows in groups.values() for conflict in _pairs(_first_tellings(rows))]
    found += [conflict for rows in _by_name(groups) for conflict in _bases(rows)]
    return sorted(found, key=lambda conflict: (conflict.files, conflict.start))


def _name(told: Told) -> str:
    """What files are held together by: the name; where it says little, the words it stands in; or nothing."""
    name = same_name(told.fact.indicator)
    if not name or len(name) >= SHORTEST:
        return name
    if PART.search(told.clause):
        return ""
    said = same_name(SAID_ABOUT.sub("", told.clause))
    whole = said if said.endswith(name) else said + name
    return whole if len(whole) >= SHORTEST or whole in ENOUGH else ""


def _called(told: Told) -> str:
    """The name as a question says it."""
    name = told.fact.indicator
    return name if len(same_name(name)) >= SHORTEST else _name(told)


def _first_tellings(rows: Tellings) -> list[Row]:
    """One row for each file, period and aim: a number told twice in a file is another rule's."""
    return list(rows.values())[:MOST]


def _by_name(groups: dict[Name, Tellings]) -> Iterator[list[Row]]:
    """Values and growths of one indicator together."""
    names: dict[tuple[str, frozenset[str]], list[Row]] = defaultdict(list)
    for (name, _, kinds), rows in groups.items():
        names[(name, kinds)].extend(_first_tellings(rows))
    yield from (rows[:MOST] for rows in names.values() if len(rows) > 2)


def _pairs(rows: list[Row]) -> Iterator[Conflict]:
    for at, later in enumerate(rows):
        for earlier in rows[:at]:
            if earlier.file != later.file and _comparable(earlier.told, later.told):
                yield from _ask(earlier, later)


def _comparable(one: Told, other: Told) -> bool:
    return (
        one.fact.kind is other.fact.kind
        and surely_same_time(one.fact.period, other.fact.period)
        and elsewhere(one.words) == elsewhere(other.words)
    )


def _ask(earlier: Row, later: Row) -> Iterator[Conflict]:
    aims = earlier.told.fact.is_target, later.told.fact.is_target
    if aims == (True, False) and _falls_short(earlier.told, later.told):
        yield _plan_question(earlier, later)
    elif aims == (False, True) and _falls_short(later.told, earlier.told):
        yield _plan_question(later, earlier)
    elif aims[0] == aims[1] and _differs(earlier.told, later.told):
        yield _restated(earlier, later)


def _falls_short(plan: Told, result: Told) -> bool:
    """Is the result under the plan (over it, when the plan is a ceiling or a fall)?"""
    span = months(plan.fact.period)
    if span is None or span[1] - span[0] != YEAR - 1:
        return False
    gap = result.amount.value - plan.amount.value
    if plan.fact.comparator in LOW or (plan.amount.value < 0 and is_percent(plan.fact)):
        gap = -gap
    slack = POINTS_LEFT_ALONE if is_percent(plan.fact) else result.amount.half
    return gap < -slack - GROUND


def _differs(one: Told, other: Told) -> bool:
    gap = abs(one.amount.value - other.amount.value)
    slack = Decimal(0) if one.fact.step == other.fact.step else one.amount.half + other.amount.half
    if gap <= slack + GROUND or Comparator.APPROX in (one.fact.comparator, other.fact.comparator):
        return False
    near = gap * CLOSE <= abs(one.amount.value)
    return near or slipped(one, other.amount.value) or one.fact.kind is Kind.YOY_GROWTH


def _restated(earlier: Row, later: Row) -> Conflict:
    one, other = earlier.told.fact, later.told.fact
    what = "目标" if other.is_target else "数"
    return _asked(
        asking.Finding(
            rule="restated",
            relation=f"两份材料里同一个{what}",
            facts=(later.told, earlier.told),
            computed=earlier.told.amount.value / scale(other.unit)[0],
            tolerance=other.step * 0,
            worked=f"{printed(one)} ≠ {printed(other)}",
            question=f"“{_called(later.told)}”在前一份材料里写{printed(one)}，这一份写{printed(other)}，是同一个{what}吗？",
            answers=(asking.ESTIMATED, asking.REVISED, asking.SCOPE, asking.PERIOD),
        ),
        (later, earlier),
    )


def _plan_question(plan: Row, result: Row) -> Conflict:
    aim, got = plan.told.fact, result.told.fact
    factor = scale(got.unit)[0]
    gap = plain(abs(plan.told.amount.value - result.told.amount.value) / factor, 4)
    return _asked(
        asking.Finding(
            rule="plan",
            relation="上年计划与本年结果",
            facts=(result.told, plan.told),
            computed=plan.told.amount.value / factor,
            tolerance=POINTS_LEFT_ALONE if is_percent(got) else got.step / 2,
            worked=f"计划{printed(aim)}，结果{printed(got)}，相差{gap}{_gap_unit(got)}",
            question=f"“{_called(result.told)}”计划{printed(aim)}，结果写{printed(got)}，没有达到计划，要不要说明原因？",
            answers=("计划年中调整过", "文中已说明原因", asking.SCOPE, asking.PERIOD, asking.ESTIMATED),
        ),
        (result, plan),
    )


def _gap_unit(fact: Fact) -> str:
    return "个百分点" if is_percent(fact) else fact.unit


def _bases(rows: list[Row]) -> Iterator[Conflict]:
    """This year's value and growth beside last year's value in the other file."""
    values = [row for row in rows if _is_value(row.told)]
    for growth in rows:
        told = growth.told
        if told.fact.kind is not Kind.YOY_GROWTH or not is_percent(told.fact) or told.fact.is_target:
            continue
        if REAL_TERMS.search(told.fact.indicator) or ADJUSTED.search(told.before):
            continue
        now = [row for row in values if row.file == growth.file and _same(row.told, told, 0)]
        then = [row for row in values if row.file != growth.file and _same(row.told, told, YEAR)]
        if now and then:
            yield from _base_question(growth, now[0], then[0])


def _is_value(told: Told) -> bool:
    return told.fact.kind in (Kind.LEVEL, Kind.COUNT) and not told.fact.is_target and told.amount.value > 0


def _same(value: Told, growth: Told, back: int) -> bool:
    mine, its = months(value.fact.period), months(growth.fact.period)
    if not mine or not its or year_of(value.fact.period) is None:
        return False
    fits = (mine[0] + back, mine[1] + back) == its
    return fits and elsewhere(value.words) == elsewhere(growth.words)


def _one_thing(growth: Told, now: Told, then: Told) -> bool:
    """Is last year's value near the base the growth needs? One many times as large is another thing's."""
    times = 1 + growth.amount.value / 100
    needed = now.amount.value / times if times > 0 else Decimal(0)
    return (needed <= then.amount.value * FAR and then.amount.value <= needed * FAR) or slipped(then, needed)


def _base_question(growth: Row, now: Row, then: Row) -> Iterator[Conflict]:
    computed, spread = rise(now.told, then.told)
    tolerance = points_tolerance(growth.told, spread)
    if abs(computed - growth.told.amount.value) <= tolerance or not _one_thing(
        growth.told, now.told, then.told
    ):
        return
    worked = f"{printed(now.told.fact)} ÷ {printed(then.told.fact)} - 1 = {plain(computed, 1)}%"
    yield _asked(
        asking.Finding(
            rule="growth",
            relation="增速与两年的数",
            facts=(growth.told, now.told, then.told),
            computed=computed,
            tolerance=tolerance,
            worked=worked,
            question=f"按上年的{printed(then.told.fact)}和本年的{printed(now.told.fact)}推算，"
            f"增长{plain(computed, 1)}%，文中写{printed(growth.told.fact)}，以哪个为准？",
            answers=(asking.REVISED, asking.COMPARABLE, asking.SCOPE, asking.ESTIMATED),
        ),
        (growth, now, then),
    )


def _asked(finding: asking.Finding, rows: tuple[Row, ...]) -> Conflict:
    files = tuple(row.file for row in rows)
    conflict = asking.asked(finding)
    return replace(conflict, files=files, places=tuple((fact.start, fact.end) for fact in conflict.facts))
