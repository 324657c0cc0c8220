"""Filters and tags of the interface; how things are written stands in `base.writing`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from greenlight.base import terms
from greenlight.base.returning import came_from
from greenlight.base.writing import (
    LAMPS,
    MISSING,
    Lamp,
    cn_date,
    cn_period,
    count,
    days_left,
    days_since,
    is_late,
    lamp,
    md,
    moment,
    mu,
    number,
    pct,
    plan_day,
    points,
    rate,
    ratio,
    signed,
    wan,
    yi,
    ymd,
)

register = template.Library()

for written_so in (wan, yi, count, mu, rate, pct, ratio, points, signed):
    register.filter(written_so.__name__, written_so)
for dated_so in (ymd, md, plan_day, cn_date, cn_period, moment, days_left, is_late, days_since):
    register.filter(dated_so.__name__, dated_so)


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


# ---- tags ----
@register.simple_tag(takes_context=True)
def way_back(context: Context) -> str:
    """Return the page of ours the reader came from; "" when there is none, or nobody asked for a page."""
    request = context.get("request")
    return came_from(request) if request else ""


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
    """Draw a light: dot, word, days it has been so (red and yellow: the others need nobody), the reason."""
    found = lamp(colour)
    counted = days if days and found.colour in ("red", "yellow") else None
    return {"lamp": found, "days": counted, "reason": reason, "size": size}


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
    now = query.get("sort") or context.get("sorted_by", "") if query is not None else ""
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
    kind = "number" if widget.attrs.get("inputmode") == "decimal" else getattr(widget, "input_type", "")
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


@register.inclusion_tag("components/explain.html")
def explain(word: str) -> dict[str, Any]:
    """Draw a question mark that opens the definition of a word; KeyError for a word without one."""
    return {"term": terms.term(word)}
