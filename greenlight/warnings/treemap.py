"""各灯占多少投资, drawn: one tile a project, its area the total investment, a light's tiles together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from greenlight.base.templatetags.gl import DOTS
from greenlight.base.writing import lamp, written, yi
from greenlight.kernel.treemap import Rect, squarified
from greenlight.warnings.cockpit import Tile, TileGroup

HEAD = 26  # the line with dot, word and share above each group
GAP = 4
NARROWEST = 82  # a group's head needs this much room for 红 18.5%
LETTER = 14
LINE = 18
NARROW = 0.6  # digits and Latin letters, in squares
WIDE = "\u2e80"  # Chinese signs and punctuation begin here
PIECES = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*|\s+")


def treemap(
    groups: Sequence[TileGroup], *, link: Callable[[int], str], rest: Callable[[str], str],
    width: int = 840, height: int = 300,
) -> SafeString:  # fmt: skip
    """Draw the groups side by side, each as wide as its share; names only where they fit.

    `link(project id)` is the address a tile opens, `rest(colour)` that of the small ones together. Text
    sizes are 14 in the units of the drawing.
    """
    drawn = [group for group in groups if group.total_wan > 0 and group.tiles]
    whole = sum(float(group.total_wan) for group in drawn)
    parts, x = [], 0.0
    for group, wide in zip(drawn, _widths(drawn, whole, width), strict=True):
        parts.append(_group(group, Rect(x, 0, wide, height), whole, (link, rest)))
        x += wide + GAP
    return format_html(
        '<svg class="treemap" viewBox="0 0 {} {}" role="group" aria-label="各灯占多少投资">{}</svg>',
        width, height, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def _widths(groups: Sequence[TileGroup], whole: float, width: int) -> list[float]:
    """Share the width by investment; a narrow group keeps room for its head, the others give it."""
    room = width - GAP * (len(groups) - 1)
    wide = [room * float(group.total_wan) / whole for group in groups]
    lacking = sum(max(NARROWEST - one, 0) for one in wide)
    spare = sum(max(one - NARROWEST, 0) for one in wide)
    give = min(lacking / spare, 1) if spare else 0
    return [NARROWEST if one < NARROWEST else one - (one - NARROWEST) * give for one in wide]


Ways = tuple[Callable[[int], str], Callable[[str], str]]


def _group(group: TileGroup, frame: Rect, whole: float, ways: Ways) -> SafeString:
    tiles = sorted(group.tiles, key=lambda one: (one.project_id is None, -one.total_wan))
    body = Rect(frame.x, HEAD, frame.width, frame.height - HEAD)
    rects = squarified([float(one.total_wan) for one in tiles], body)
    drawn = [_tile(one, rect, group, ways) for one, rect in zip(tiles, rects, strict=True)]
    return format_html(
        "<g>{}{}</g>",
        _head(group, frame, whole),
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _head(group: TileGroup, frame: Rect, whole: float) -> SafeString:
    found = lamp(group.colour)
    share = written(float(group.total_wan) * 100 / whole, 1)
    word = found.word if frame.width >= 2 * NARROWEST else found.short
    return format_html(
        '<svg class="dot" x="{}" y="4" width="12" height="12" viewBox="0 0 12 12">{}</svg>'
        '<text class="treemap-{}" x="{}" y="15">{} {}%</text>',
        f"{frame.x:.1f}", _dot(found.colour), found.colour, f"{frame.x + 17:.1f}", word, share,
    )  # fmt: skip


def _dot(colour: str) -> SafeString:
    return SafeString(DOTS[colour])


def _tile(one: Tile, rect: Rect, group: TileGroup, ways: Ways) -> SafeString:
    link, rest = ways
    title = f"{one.name}，{yi(one.total_wan)} 亿元，{lamp(group.colour).word}"
    box = format_html(
        '<rect class="treemap-tile treemap-tile-{}" x="{}" y="{}" width="{}" height="{}">'
        "<title>{}</title></rect>",
        group.colour, f"{rect.x + 0.5:.1f}", f"{rect.y + 0.5:.1f}",
        f"{max(rect.width - 1, 0):.1f}", f"{max(rect.height - 1, 0):.1f}", title,
    )  # fmt: skip
    drawn = format_html("{}{}", box, _words(one, rect, group.colour))
    href = link(one.project_id) if one.project_id is not None else rest(group.colour)
    return format_html('<a href="{}" aria-label="{}">{}</a>', href, title, drawn)


def _words(one: Tile, rect: Rect, colour: str) -> SafeString:
    lines = wrapped(one.name, rect.width - 12, int((rect.height - 8) // LINE))
    if not lines:
        return SafeString("")
    amount = f"{yi(one.total_wan)} 亿"
    if len(lines) * LINE + LINE + 8 <= rect.height and room(amount) <= rect.width - 8:
        lines = [*lines, amount]
    at = f"{rect.x + 6:.1f}"
    spans = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>',
        ((at, f"{rect.y + 5 + LETTER + n * LINE:.1f}", line) for n, line in enumerate(lines)),
    )  # fmt: skip
    return format_html('<text class="treemap-name treemap-{}" aria-hidden="true">{}</text>', colour, spans)


def wrapped(name: str, width: float, lines: int) -> list[str]:
    """Break a name into lines that fit; no line when it does not fit whole: names are never cut.

    A number or a Latin word stays in one piece.
    """
    if width < 2 * LETTER or lines < 1:
        return []
    broken = [""]
    for piece in PIECES.findall(name):
        if broken[-1] and room(broken[-1] + piece.rstrip()) > width:
            broken.append("")
        broken[-1] += piece if broken[-1] else piece.lstrip()
    told = [one.rstrip() for one in broken]
    return told if len(told) <= lines and all(room(one) <= width for one in told) else []


def room(text: str) -> float:
    """Say how wide a text is drawn at most: a Chinese sign is a square, the others are narrower."""
    return sum(LETTER if one >= WIDE else LETTER * NARROW for one in text)
