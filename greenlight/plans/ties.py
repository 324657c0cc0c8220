"""What a node waits for, as a clerk writes it: 43FS+3工作日；44.

A number is the row on the page; FS is the rule and may be left out, as may a lag of nothing. 工作日 is
the clock of a lag unless 自然日 is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from greenlight.base.refusals import Refused
from greenlight.kernel.schedule import Link, LinkType
from greenlight.kernel.workdays import Clock

LONGEST = 400
HOW = "写成“43FS+3工作日”，几个前置用分号隔开；FS 可以不写"
_ONE = re.compile(r"(\d{1,4})\s*([A-Za-z]{2})?\s*(?:([+-])\s*(\d{1,5})\s*(工作日|自然日|天|日)?)?")
_CLOCKS = {"自然日": Clock.CALENDAR}


def written(links: Iterable[Link], numbers: Mapping[str, int]) -> str:
    """Write links by the row numbers of what they wait for."""
    return "；".join(_one(link, numbers[link.pred]) for link in links)


def _one(link: Link, n: int) -> str:
    if not link.lag:
        return str(n) if link.type is LinkType.FS else f"{n}{link.type.value}"
    return f"{n}{link.type.value}{link.lag:+d}{link.lag_clock.label}"


def read(text: str, succ: str, names: Mapping[int, str], name: str) -> tuple[Link, ...]:
    """Read what a node waits for; `names` is row number → the name in the network.

    Raises Refused naming the node `name` and the piece that cannot be read.
    """
    if len(text) > LONGEST:
        raise Refused(f"“{name}”的前置太长，最多 {LONGEST} 个字。", status=400)
    pieces = [one.strip() for one in re.split(r"[;,、]", unicodedata.normalize("NFKC", text)) if one.strip()]
    found = [_read(piece, succ, names, name) for piece in pieces]
    twice = {one.pred for one in found if sum(other.pred == one.pred for other in found) > 1}
    if twice:
        n = next(n for n, key in names.items() if key in twice)
        raise Refused(f"“{name}”的前置里第 {n} 行写了两次，留一个。", status=400)
    return tuple(found)


def _read(piece: str, succ: str, names: Mapping[int, str], name: str) -> Link:
    told = _ONE.fullmatch(piece)
    kind = (told[2] or "FS").upper() if told else ""
    if told is None or kind not in LinkType.__members__:
        raise Refused(f"“{name}”的前置“{piece[:30]}”读不懂，{HOW}。", status=400)
    pred = names.get(int(told[1]))
    if pred is None:
        raise Refused(f"“{name}”的前置写了第 {told[1]} 行，计划只有 {len(names)} 行。", status=400)
    if pred == succ:
        raise Refused(f"“{name}”不能等它自己，请改前置。", status=400)
    lag = int(f"{told[3]}{told[4]}") if told[3] else 0
    return Link(pred, succ, LinkType(kind), lag, _CLOCKS.get(told[5] or "", Clock.WORKDAY))
