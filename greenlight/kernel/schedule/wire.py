"""A network from JSON and its answer back to JSON; the format is documented in docs/schedule.md."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from greenlight.kernel.schedule.answer import Answer, Dates, HandIn, Shortfall
from greenlight.kernel.schedule.network import LINK_LABELS, Activity, Link, LinkType, Network
from greenlight.kernel.schedule.plan import schedule
from greenlight.kernel.schedule.proof import Step
from greenlight.kernel.schedule.refusals import NetworkError, ScheduleError
from greenlight.kernel.workdays import FIRST, LAST, Calendar, Clock, Exceptional

CLOCKS = {word: clock for clock in Clock for word in (clock.value, clock.label)}
TYPES = {word: kind for kind in LinkType for word in (kind.value, LINK_LABELS[kind])}
DATE_FIELDS = ("not_earlier_than", "deadline", "actual_start", "actual_finish")
TEXT_FIELDS = ("name", "owner", "calendar", "condition")
ACTIVITY_FIELDS = ("key", "duration", "clock", *TEXT_FIELDS, *DATE_FIELDS, "rolls", "after")
LINK_FIELDS = ("pred", "succ", "type", "lag", "lag_clock")
TOP_FIELDS = ("title", "start", "finish", "off", "calendars", "activities", "links")
MAX_ACTIVITIES, MAX_TEXT, MAX_NUMBER = 200_000, 200, 10**6
CAUSES = {
    "start": "从计划开始日起，",
    "not_earlier_than": "受最早开始日限制，",
    "actual": "按实际日期，",
    "link": "",
}
W = TypeVar("W")


def schedule_json(data: object, calendar: Calendar) -> dict[str, Any]:
    """Plan a network given as JSON, with its own `start` and `finish`; `calendar` the default.

    Raises ScheduleError or OutOfRange, in Chinese, naming the node.
    """
    network = network_from_json(data, calendar)
    top = _mapping(data, "文件")
    return answer_to_json(
        schedule(
            network,
            start=_date("", top.get("start"), "start"),
            finish=_date("", top.get("finish"), "finish"),
        )
    )


def network_from_json(data: object, calendar: Calendar) -> Network:
    """Read a network; `calendar` is the default, its own calendars are changes to it.

    Raises ScheduleError in Chinese, naming the node.
    """
    top = _mapping(data, "文件")
    _known("", top, TOP_FIELDS)
    rows = _list("activities", top.get("activities"))
    if not rows:
        raise ScheduleError("文件里没有节点，请在 activities 里列出节点")
    if len(rows) > MAX_ACTIVITIES:
        raise ScheduleError(f"节点超过 {MAX_ACTIVITIES} 个，请分成几份")
    activities = [_activity(row, place) for place, row in enumerate(rows, 1)]
    links = [link for row in rows for link in _links_after(row)]
    links += [_link(row, place) for place, row in enumerate(_list("links", top.get("links")), 1)]
    calendars = {
        name: _calendar(name, changes, calendar)
        for name, changes in _mapping(top.get("calendars") or {}, "calendars ").items()
    }
    off = [_text("", value, "off") for value in _list("off", top.get("off"))]
    return Network.build(activities, links, calendar, calendars=calendars, off=off)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain JSON values; days as ISO dates."""
    by_key = {activity.key: activity for activity in answer.network.activities}
    return {
        "start": answer.start.isoformat(),
        "finish": answer.finish.isoformat(),
        "promise": answer.promise.isoformat() if answer.promise else None,
        "feasible": answer.feasible,
        "estimated": answer.estimated,
        "activities": [_dates(by_key[dates.key], dates) for dates in answer],
        "off": [activity.key for activity in answer.off],
        "critical_path": [_step(step) for step in answer.critical_path],
        "shortfalls": [_shortfall(answer, shortfall) for shortfall in answer.shortfalls],
        "hand_ins": {
            owner: [_hand_in(hand_in) for hand_in in some] for owner, some in answer.hand_ins.items()
        },
    }


def said(answer: Answer, shortfall: Shortfall) -> str:
    """Return the sentence of a shortfall, with its chain."""
    names = {activity.key: activity.name for activity in answer.network.activities}
    return (
        f"“{shortfall.key}”最早 {shortfall.earliest} 完成，"
        f"比承诺的 {shortfall.promised} 晚 {shortfall.days} 天"
        f"（{shortfall.workdays} 个工作日）。依据："
        f"{CAUSES[shortfall.chain[0].cause]}"
        f"{''.join(_said_step(step, names[step.key]) for step in shortfall.chain)}"
    )


def _said_step(step: Step, name: str) -> str:
    named = f"{step.key} {name}" if name else step.key
    days = f"{step.start}" if step.start == step.finish else f"{step.start} 至 {step.finish}"
    return f"{_said_link(step.link)}{named}（{days}）"


def _said_link(link: Link | None) -> str:
    if link is None:
        return ""
    words = [link.type.label] if link.type is not LinkType.FS else []
    if link.lag:
        words.append(f"{'隔' if link.lag > 0 else '提前'} {abs(link.lag)} 个{link.lag_clock.label}")
    return f" →（{'，'.join(words)}）→ " if words else " → "


def _dates(activity: Activity, dates: Dates) -> dict[str, Any]:
    return {
        "key": activity.key,
        "name": activity.name,
        "owner": activity.owner,
        "duration": activity.duration,
        "clock": activity.clock.value,
        "start": dates.start.isoformat(),
        "finish": dates.finish.isoformat(),
        "late_start": dates.late_start.isoformat(),
        "late_finish": dates.late_finish.isoformat(),
        "total_float": dates.total_float,
        "free_float": dates.free_float,
        "critical": dates.critical,
        "done": dates.done,
        "estimated": dates.estimated,
    }


def _step(step: Step) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": step.key,
        "start": step.start.isoformat(),
        "finish": step.finish.isoformat(),
        "cause": step.cause,
    }
    if step.link:
        row |= {"type": step.link.type.value, "lag": step.link.lag}
        row |= {"lag_clock": step.link.lag_clock.value} if step.link.lag else {}
    return row


def _shortfall(answer: Answer, shortfall: Shortfall) -> dict[str, Any]:
    return {
        "key": shortfall.key,
        "promised": shortfall.promised.isoformat(),
        "earliest": shortfall.earliest.isoformat(),
        "late_workdays": shortfall.workdays,
        "late_days": shortfall.days,
        "chain": [_step(step) for step in shortfall.chain],
        "said": said(answer, shortfall),
    }


def _hand_in(hand_in: HandIn) -> dict[str, Any]:
    day = hand_in.day.isoformat()
    return {"key": hand_in.key, "latest": day, "total_float": hand_in.total_float}


def _activity(row: object, place: int) -> Activity:
    fields = _mapping(row, f"第 {place} 个节点")
    key = _text(f"第 {place} 个", fields.get("key"), "key")
    if not key:
        raise ScheduleError(f"第 {place} 个节点没有编号，请填 key")
    _known(key, fields, ACTIVITY_FIELDS)
    given: dict[str, Any] = {name: _text(key, fields.get(name), name) for name in TEXT_FIELDS}
    given |= {name: _date(key, fields.get(name), name) for name in DATE_FIELDS}
    return Activity(
        key,
        _whole(key, fields.get("duration", 0), "duration"),
        _word(key, fields.get("clock", Clock.WORKDAY.value), CLOCKS, "clock"),
        rolls=_flag(key, fields.get("rolls", True)),
        **given,
    )


def _links_after(row: Mapping[str, Any]) -> Iterable[Link]:
    succ = row["key"].strip()
    for after in _list(succ, row.get("after")):
        fields = {"key": after} if isinstance(after, str) else after
        fields = _mapping(fields, f"节点“{succ}”的前置")
        _known(succ, fields, ("key", "type", "lag", "lag_clock"))
        pred = _text(succ, fields.get("key"), "after")
        if not pred:
            raise NetworkError(succ, "有一条前置没有写编号，请填 key")
        yield _linked(pred, succ, fields)


def _link(row: object, place: int) -> Link:
    fields = _mapping(row, f"第 {place} 条关系")
    _known(f"第 {place} 条关系", fields, LINK_FIELDS)
    pred, succ = (_text(f"第 {place} 条关系", fields.get(end), end) for end in ("pred", "succ"))
    if not (pred and succ):
        raise ScheduleError(f"第 {place} 条关系缺 pred 或 succ，请写明前置和后续的编号")
    return _linked(pred, succ, fields)


def _linked(pred: str, node: str, fields: Mapping[str, Any]) -> Link:
    return Link(
        pred,
        node,
        _word(node, fields.get("type", LinkType.FS.value), TYPES, "type"),
        _whole(node, fields.get("lag", 0), "lag"),
        _word(node, fields.get("lag_clock", Clock.WORKDAY.value), CLOCKS, "lag_clock"),
    )


def _calendar(name: str, changes: object, base: Calendar) -> Calendar:
    fields = _mapping(changes, f"日历“{name}”")
    _known(f"日历 {name}", fields, ("holidays", "workdays"))
    rows = []
    for field, kind in (("holidays", "holiday"), ("workdays", "workday")):
        for value in _list(field, fields.get(field)):
            day = _date(f"日历 {name}", value, field)
            if day is not None:
                rows.append(Exceptional(day, kind, name))
    return base.merged(rows)


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ScheduleError(f"{what}要写成 {{…}} 的样子，现在不是")
    return value


def _list(what: str, value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ScheduleError(f"“{what}”要写成 […] 的样子，现在不是")
    return value


def _known(node: str, fields: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for name in fields:
        if name not in allowed:
            raise NetworkError(node, f"不认识的字段“{name}”，可用：{'、'.join(allowed)}")


def _text(node: str, value: object, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NetworkError(node, f"{field} 要写成文字，现为 {value!r:.50}")
    if len(value) > MAX_TEXT or not value.isprintable():
        raise NetworkError(node, f"{field} 不能超过 {MAX_TEXT} 字，也不能有换行等控制字符")
    return value.strip()


def _whole(node: str, value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise NetworkError(node, f"{field} 要写成整数天数，现为 {value!r:.50}")
    if abs(value) > MAX_NUMBER:
        raise NetworkError(node, f"{field} 的天数大得不合常理，请核对")
    return value


def _flag(node: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise NetworkError(node, f"rolls 要写成 true 或 false，现为 {value!r:.50}")
    return value


def _word(node: str, value: object, words: Mapping[str, W], field: str) -> W:
    if not isinstance(value, str) or value not in words:
        allowed = "、".join(words)
        raise NetworkError(node, f"{field} 里的“{value!s:.50}”不认识，可用：{allowed}")
    return words[value]


def _date(node: str, value: object, field: str) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise NetworkError(node, f"{field} 的日期“{value!s:.50}”读不出来，要写成 2026-03-02 的样子") from None
    if not FIRST <= day <= LAST:
        raise NetworkError(node, f"{field} 的日期 {day} 不在 {FIRST} 至 {LAST} 之间，请核对年份")
    return day
