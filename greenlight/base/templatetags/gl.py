"""Filters and tags of the interface: how a number, a date and a light are written (design/README).

Numbers are rounded here and nowhere before, half up, once. What is missing is written —, zero is 0.
Amounts come in 万元 (`wan`, `yi`), rates in per cent (`pct`) or as a fraction (`ratio`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MISSING = "—"
MINUS = "−"


class Lamp(NamedTuple):
    """How a colour is called, and what it means."""

    colour: str
    word: str
    short: str
    meaning: str


LAMPS = {
    lamp.colour: lamp
    for lamp in (
        Lamp("red", "红灯", "红", "滞后"),
        Lamp("yellow", "黄灯", "黄", "预警"),
        Lamp("green", "绿灯", "绿", "正常"),
        Lamp("blue", "蓝灯", "蓝", "完成"),
        Lamp("grey", "灰灯", "灰", "未到期或缺数据"),
    )
}


# ---- numbers ----
def number(value: Any) -> Decimal | None:
    """Read a value as a Decimal; None for what is missing or no number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def written(value: Any, places: int = 0, *, sign: bool = False) -> str:
    """Write a number half up with thousands separators, a real minus and — for nothing."""
    found = number(value)
    if found is None:
        return MISSING
    rounded = found.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        return f"{abs(rounded):,}"
    mark = MINUS if rounded < 0 else "+" if sign else ""
    return f"{mark}{abs(rounded):,}"


@register.filter
def wan(value: Any, places: int = 0) -> str:
    """Write 万元 whole with separators: 58050 -> 58,050."""
    return written(value, places)


@register.filter
def yi(value_wan: Any, places: int = 2) -> str:
    """Write an amount given in 万元 as 亿元 with two decimals: 309000 -> 30.90."""
    found = number(value_wan)
    return written(found if found is None else found / 10_000, places)


@register.filter
def count(value: Any) -> str:
    """Write a whole number with separators."""
    return written(value)


@register.filter
def mu(value: Any) -> str:
    """Write an area in 亩, whole."""
    return written(value)


@register.filter
def rate(value: Any, places: int = 1) -> str:
    """Write a per cent value for a column whose header says %: 67.5 -> 67.5."""
    return written(value, places)


@register.filter
def pct(value: Any, places: int = 1) -> str:
    """Write a per cent value with its sign: 67.5 -> 67.5%."""
    text = written(value, places)
    return text if text == MISSING else f"{text}%"


@register.filter
def ratio(value: Any, places: int = 1) -> str:
    """Write a fraction as per cent: 0.675 -> 67.5%."""
    found = number(value)
    return pct(found if found is None else found * 100, places)


@register.filter
def points(value: Any, places: int = 1) -> str:
    """Write a difference of two rates: 15.8 -> 15.8 个百分点."""
    text = written(value, places)
    return text if text == MISSING else f"{text} 个百分点"


@register.filter
def signed(value: Any, places: int = 0) -> str:
    """Write a difference with its sign: +2,180, −24, 0."""
    return written(value, places, sign=True)


# ---- dates ----
def day(value: Any) -> date | None:
    """Read a date, a time (as Shanghai's day) or an ISO text; None for anything else."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


@register.filter
def ymd(value: Any) -> str:
    """Write a day for tables: 2026-11-30."""
    found = day(value)
    return found.isoformat() if found else MISSING


@register.filter
def md(value: Any, today: Any = None) -> str:
    """Write 11-30; a day outside the year of `today` keeps its year."""
    found, now = day(value), day(today)
    if not found:
        return MISSING
    return found.isoformat() if now and now.year != found.year else f"{found:%m-%d}"


@register.filter
def plan_day(value: Any) -> str:
    """Write 26-11-30: in the plan table only."""
    found = day(value)
    return found.isoformat()[2:] if found else MISSING


@register.filter
def cn_date(value: Any) -> str:
    """Write a day for text: 2026年11月30日, no leading zeros."""
    found = day(value)
    return f"{found.year}年{found.month}月{found.day}日" if found else MISSING


@register.filter
def cn_period(value: Any) -> str:
    """Write the months from January to the month of a day: 2026年1—10月."""
    found = day(value)
    if not found:
        return MISSING
    return f"{found.year}年1{'' if found.month == 1 else f'—{found.month}'}月"


@register.filter
def moment(value: Any, today: Any = None) -> str:
    """Write a time: 11-20 17:30, with the year when it is another one."""
    if not isinstance(value, datetime):
        return md(value, today)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{md(local, today)} {local:%H:%M}"


@register.filter
def days_left(due: Any, today: Any) -> str:
    """Say 剩 10 天, 今天 or 晚 46 天."""
    found, now = day(due), day(today)
    if not found or not now:
        return ""
    gap = (found - now).days
    if gap == 0:
        return "今天"
    return f"剩 {gap} 天" if gap > 0 else f"晚 {-gap} 天"


@register.filter
def is_late(due: Any, today: Any) -> bool:
    """Tell whether a day has passed."""
    found, now = day(due), day(today)
    return bool(found and now and found < now)


@register.filter
def days_since(start: Any, today: Any) -> int | None:
    """Count which day of a state this is: the first day is day 0 of the count shown as 第 0 天."""
    found, now = day(start), day(today)
    return (now - found).days if found and now else None


# ---- words ----
@register.filter
def initial(name: Any) -> str:
    """Return the last character of a Chinese name, as it stands in a person's circle."""
    text = str(name or "").strip()
    return text[-1:] or "？"


@register.filter
def or_dash(value: Any) -> Any:
    """Write — for what is missing, and leave zero alone."""
    return MISSING if value is None or value == "" else value


@register.filter
def tagged(tags: Any, key: str) -> str:
    """Read one `key:value` word out of a message's extra tags: undo:/path no:7f3a-20."""
    found = re.search(rf"(?:^|\s){re.escape(key)}:(\S+)", str(tags or ""))
    return found[1] if found else ""


@register.filter
def lamp_word(colour: Any) -> str:
    """Say a colour: 红灯."""
    return lamp(colour).word


@register.filter
def lamp_name(colour: Any) -> str:
    """Return the plain name of a colour, for class names and addresses."""
    return lamp(colour).colour


@register.filter
def lamp_meaning(colour: Any) -> str:
    """Say what a colour means: 滞后."""
    return lamp(colour).meaning


def lamp(colour: Any) -> Lamp:
    """Find a colour by name or enum; what nobody judged is grey."""
    return LAMPS.get(str(getattr(colour, "value", colour)), LAMPS["grey"])


# ---- tags ----
@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of the sprite; size s = 14 px, l = 28 px, none = 18 px."""
    kind = f"icon icon-{size}" if size else "icon"
    href = f"{static('greenlight/icons.svg')}#{name}"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', kind, href)


DOTS = {
    "red": '<circle class="dot-fill-red" cx="6" cy="6" r="6"/>'
    '<rect class="dot-cut" x="2.75" y="5" width="6.5" height="2" rx=".5"/>',
    "yellow": '<path class="dot-fill-yellow" d="M6 .75a5.25 5.25 0 0 0 0 10.5z"/>'
    '<circle class="dot-line-yellow" cx="6" cy="6" r="5.25"/>',
    "green": '<circle class="dot-fill-green" cx="6" cy="6" r="6"/>',
    "blue": '<circle class="dot-fill-blue" cx="6" cy="6" r="6"/>'
    '<path class="dot-tick" d="M3.25 6.25 5.25 8.25 8.75 4.25"/>',
    "grey": '<circle class="dot-line-grey" cx="6" cy="6" r="5.25"/>',
}


@register.simple_tag
def dot(colour: Any, size: str = "") -> SafeString:
    """Draw the dot of a light, never without its word beside it; size l = 16 px."""
    name = lamp(colour).colour
    opening = '<svg class="dot{}" viewBox="0 0 12 12" aria-hidden="true">'
    return format_html(opening + DOTS[name] + "</svg>", f" dot-{size}" if size else "")


@register.inclusion_tag("components/light.html")
def light(colour: Any, days: Any = None, reason: str = "", size: str = "") -> dict[str, Any]:
    """Draw a light: dot, word, days it has been so, and the reason on its own line."""
    return {"lamp": lamp(colour), "days": days, "reason": reason, "size": size}


@register.inclusion_tag("components/lights_count.html")
def lights_count(counts: Mapping[Any, int], href: str = "") -> dict[str, Any]:
    """Draw 红7 黄13 绿57 in the fixed order; with `href` ("?light=") each opens its rows."""
    return {"lamps": in_order(counts), "href": href}


@register.inclusion_tag("components/lights_stack.html")
def lights_stack(counts: Mapping[Any, int]) -> dict[str, Any]:
    """Draw the shares of the lights as one bar."""
    lamps = in_order(counts)
    total = sum(n for _, n in lamps) or 1
    parts, at = [], Decimal(0)
    for one, n in lamps:
        width = Decimal(n) * 100 / total
        parts.append({"lamp": one, "x": f"{at:.2f}", "width": f"{max(width, Decimal(0)):.2f}"})
        at += width
    return {"parts": parts}


def in_order(counts: Mapping[Any, int]) -> list[tuple[Lamp, int]]:
    """List the colours that occur, 红 黄 绿 蓝 灰."""
    found = {lamp(colour).colour: n for colour, n in counts.items()}
    return [(one, found[name]) for name, one in LAMPS.items() if found.get(name)]


@register.inclusion_tag("components/progress.html")
def completion(value: Any, pace: Any = None) -> dict[str, Any]:
    """Draw a completion cell: per cent, grey bar, tick at 序时 (both in per cent)."""
    return {"text": rate(value), "fill": within(value), "tick": within(pace)}


@register.inclusion_tag("components/bar.html")
def bar(value: Any, total: Any = 100, pace: Any = None, kind: str = "fill") -> dict[str, Any]:
    """Draw a bar of value ÷ total; kind "acc" is for a deed under way."""
    part, whole = number(value), number(total)
    share = part * 100 / whole if part is not None and whole else None
    return {"fill": within(share), "tick": within(pace), "kind": kind}


def within(value: Any) -> str:
    """Hold a per cent value between 0 and 100 for drawing; empty when missing."""
    found = number(value)
    return "" if found is None else f"{min(max(found, Decimal(0)), Decimal(100)):.1f}"


@register.inclusion_tag("components/money.html")
def money(value_wan: Any, unit: str = "万元") -> dict[str, Any]:
    """Write an amount given in 万元 with its unit, and the other unit on hover."""
    in_yi = unit == "亿元"
    other = f"{wan(value_wan)} 万元" if in_yi else f"{yi(value_wan)} 亿元"
    text = yi(value_wan) if in_yi else wan(value_wan)
    return {"text": text, "unit": unit, "other": "" if text == MISSING else other}


@register.inclusion_tag("components/date.html")
def due(when: Any, today: Any, colour: str = "", done: bool = False) -> dict[str, Any]:
    """Write a due day and how far it is: 11-30 剩 10 天; late is red unless a colour is given."""
    late = is_late(when, today) and not done
    tone = {"red": "late", "yellow": "warn"}.get(lamp(colour).colour if colour else "", "")
    words = "" if done else days_left(when, today)
    return {"text": md(when, today), "words": words, "tone": tone or ("late" if late else "")}


@register.inclusion_tag("components/person.html")
def person(name: Any, role: str = "", size: str = "") -> dict[str, Any]:
    """Draw a person: circle, name, what they are here."""
    return {"name": name, "role": role, "size": size}


@register.inclusion_tag("components/th.html", takes_context=True)
def th(
    context: dict[str, Any],
    label: str,
    unit: str = "",
    key: str = "",
    num: bool = False,
    kind: str = "",
) -> dict[str, Any]:
    """Draw a header cell; with `key` it sorts by ?sort=key, ?sort=-key (context: `request`)."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    now = query.get("sort", "") if query is not None else ""
    if query is not None and key:
        query["sort"] = f"-{key}" if now == key else key
        query.pop("page", None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "") if key else ""
    href = f"?{query.urlencode()}" if query is not None and key else ""
    return {"label": label, "unit": unit, "href": href, "dir": direction, "num": num, "kind": kind}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, unit: str = "", other: str = "") -> dict[str, Any]:
    """Draw a form field: label with unit, input, help, errors; other "yi" or "wan" spells the amount."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    spelled = ""
    if other and number(bound.value()) is not None:
        spelled = other_unit(bound.value(), other)
    return {"field": bound, "unit": unit, "other": other, "spelled": spelled, "kind": kind}


def other_unit(value: Any, to: str) -> str:
    """Spell an amount in the other unit: 12.00 亿元 is 120,000 万元."""
    found = number(value)
    if found is None:
        return ""
    return (
        f"= {wan(found * 10_000)} 万元" if to == "wan" else f"= {yi(found, 4).rstrip('0').rstrip('.')} 亿元"
    )


@register.simple_tag
def joined(values: Iterable[Any], between: str = "、") -> str:
    """Join words the Chinese way, leaving out the empty ones."""
    return between.join(str(value) for value in values if value)


@register.filter
def in_words(value: Any, words: str) -> bool:
    """Tell whether a value is one of the words."""
    return str(getattr(value, "value", value)) in words.split()


@register.filter
def pages_near(paginator: Any, number_now: int) -> list[int]:
    """List the pages to offer, 0 standing for a gap: 1 0 4 5 6 0 20."""
    last = paginator.num_pages
    near = sorted({1, last, *range(max(1, number_now - 1), min(last, number_now + 1) + 1)})
    shown: list[int] = []
    for n in near:
        if shown and n - shown[-1] > 1:
            shown.append(0)
        shown.append(n)
    return shown
