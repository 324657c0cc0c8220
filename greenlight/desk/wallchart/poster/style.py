"""How a sheet looks: the screen's own style sheets, their light colours written in.

A drawing that leaves the page takes no variables with it; so the rules of one class are read from the
product's style sheets and the tokens put in. One place says what red is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "base/static/greenlight"
SHEETS = ("parts.css", "gantt.css", "wallchart.css")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
RULE = re.compile(r"^(?:\.gantt |\.wall )?(\.(?:gantt|wall|dot)-[\w-]+) \{([^}]*)\}", re.MULTILINE)
VAR = re.compile(r"var\(--([\w-]+)\)")
DRAWN = ("fill", "stroke")
FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip


@cache
def tokens() -> dict[str, str]:
    """Return the light tokens: {"r": "#d3302b", …}."""
    light = (STATIC / "tokens.css").read_text("utf-8").split("}", 1)[0]
    return {name: value.strip() for name, value in TOKEN.findall(light)}


@cache
def rules() -> str:
    """Return the rules of drawn shapes with colours written in; sizes of letters are the sheet's own."""
    text = "\n".join((STATIC / name).read_text("utf-8") for name in SHEETS)
    found = []
    for name, body in RULE.findall(text):
        kept = [one.strip() for one in body.split(";") if one.strip().startswith(DRAWN)]
        if kept:
            found.append(f"{name}{{{';'.join(kept)}}}")
    return VAR.sub(lambda one: tokens()[one[1]], "".join(found))


def colour(name: str) -> str:
    """Return the value of a token."""
    return tokens()[name]


def letters() -> str:
    """Return the families a sheet is set in, the first one there is counts."""
    return ",".join(f"'{one}'" for one in FAMILIES)
