"""Rows of the node library made into a network and planned."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from greenlight.kernel.schedule.answer import Answer
from greenlight.kernel.schedule.network import Activity, Link, Network
from greenlight.kernel.schedule.plan import schedule
from greenlight.kernel.schedule.refusals import NetworkError
from greenlight.kernel.workdays import Calendar, Clock

ALWAYS = "always"


def plan_template(
    nodes: Iterable[Mapping[str, str]],
    *,
    calendar: Calendar,
    start: date | None = None,
    finish: date | None = None,
    off: Iterable[str] = (),
    natural: bool = False,
) -> Answer:
    """Plan the rows of one kind of project, forward from `start` or backward from `finish`.

    `off`: the conditions that do not hold (new_land, chemical …); their nodes are skipped.
    `natural`: statutory periods run in 自然日 where the row gives them, else in its 工作日.

    Raises NetworkError, NoDates and OutOfRange.
    """
    network = template_network(nodes, calendar=calendar, off=off, natural=natural)
    return schedule(network, start=start, finish=finish)


def template_network(
    nodes: Iterable[Mapping[str, str]],
    *,
    calendar: Calendar,
    off: Iterable[str] = (),
    natural: bool = False,
) -> Network:
    """Build the network of node-library rows.

    Columns read: code, name_zh, responsible_dept, predecessors (codes split at ;),
    duration_workdays, natural_days, condition.
    """
    rows = list(nodes)
    return Network.build(
        [_activity(row, natural) for row in rows],
        [Link(pred, row["code"]) for row in rows for pred in _codes(row.get("predecessors", ""))],
        calendar,
        off=off,
    )


def units_of(departments: str) -> tuple[str, ...]:
    """Split the departments of a row, the leading one first.

    >>> units_of("管委会经济发展科(会同经信、环保)")
    ('管委会经济发展科', '经信', '环保')
    >>> units_of("项目公司(自主验收)、应急管理局")
    ('项目公司', '应急管理局')
    """
    # A bracket that does not name joint departments is a remark; 等部门 names nobody.
    joint = re.sub(r"[(（]会同([^)）]*)[)）]", r"、\1", departments)
    plain = re.sub(r"[(（][^)）]*[)）]", "", joint)
    names = (name.strip().removesuffix("等部门") for name in re.split(r"[、,，;；]|会同", plain))
    return tuple(dict.fromkeys(name for name in names if name))


def _activity(row: Mapping[str, str], natural: bool) -> Activity:
    code = row["code"].strip()
    days, clock = row["duration_workdays"], Clock.WORKDAY
    if natural and row.get("natural_days"):
        days, clock = row["natural_days"], Clock.CALENDAR
    condition = row.get("condition", "").strip()
    if not re.fullmatch(r"\d{1,5}", str(days).strip()):
        raise NetworkError(code, f"工期“{days}”不是天数，请填整数")
    return Activity(
        code,
        int(days),
        clock,
        row.get("name_zh", "").strip(),
        next(iter(units_of(row.get("responsible_dept", ""))), ""),
        condition="" if condition == ALWAYS else condition,
    )


def _codes(predecessors: str) -> list[str]:
    return [code for code in re.split(r"[;；、,，\s]+", predecessors) if code]
