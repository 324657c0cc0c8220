"""Words, dots and the legend of a sheet. Pure: what is written is escaped here."""

from __future__ import annotations

from html import escape

from greenlight.base.unsaid import said
from greenlight.desk.wallchart.poster.layout import LEAST
from greenlight.desk.wallchart.poster.letters import width

BOX = "M.5 2.5h15v7h-15z"
KEYS: tuple[tuple[str, str], ...] = (
    ('<path class="gantt-blue" d="M0 2h16v8h-16z"/>', "做完"),
    (f'<path class="gantt-left-green" d="{BOX}"/><path class="gantt-green" d="M.5 2.5h8v7h-8z"/>', "在做"),
    (f'<path class="gantt-left-grey" d="{BOX}"/>', "未到"),
    (f'<path class="gantt-left-red" d="{BOX}"/>', "亮红灯"),
    (f'<path class="gantt-left-yellow" d="{BOX}"/>', "亮黄灯"),
    ('<path class="gantt-base" d="M0 4h16v4h-16z"/>', "原计划"),
    ('<path class="gantt-promise" d="M8 0v12"/>', "原承诺日"),
    ('<path class="wall-slip" d="M0 6H15m-4-4 4 4-4 4"/>', "改期待批"),
    ('<path class="gantt-diamond-base" d="M2 6l6-6 6 6-6 6z"/>', "开工、竣工、投产"),
    ('<path class="wall-critical" d="M7 1h2v4h-2z"/>', "关键节点"),
)


def text(x: float, y: float, words: str, size: float, kind: str = "", anchor: str = "") -> str:
    """Write words; what they hold is escaped here."""
    named = f' class="{kind}"' if kind else ""
    ends = f' text-anchor="{anchor}"' if anchor else ""
    told = escape(said(words), quote=False)
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{ends}>{told}</text>'


def dot(x: float, y: float, colour: str, size: float) -> str:
    """Draw the dot of a light with its middle at x, y."""
    place = f"translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({size / 12:.3f})"
    return f'<use href="#dot-{colour}" transform="{place}"/>'


def key(x: float, y: float) -> str:
    """Draw the legend in one line."""
    found = []
    for shape, word in KEYS:
        drawn = f'<g transform="translate({x:.1f} {y - 22:.1f}) scale(2)">{shape}</g>'
        found.append(drawn + text(x + 42, y, word, LEAST))
        x += 42 + width(word, LEAST) + 40
    return "".join(found)
