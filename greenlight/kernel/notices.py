"""What is sent to people and when: merged, cut to the channel, kept back at night, never too often. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

WORST = {"red": 0, "yellow": 1}
MORE = "……还有 {} 条，请到平台看"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell: `key` says what it is about (the same key is told once), the newest words count."""

    key: str
    text: str
    url: str = ""
    colour: str = ""


def merged(items: Iterable[Item]) -> list[Item]:
    """Return each key once with its newest words, red before yellow before the rest, else as they came."""
    newest: dict[str, Item] = {}
    for one in items:
        newest[one.key] = one
    return sorted(newest.values(), key=lambda one: WORST.get(one.colour, 2))


def fitted(lines: Sequence[str], most: int, head: str = "") -> list[str]:
    """Return as many lines as fit into `most` bytes of UTF-8 (a line break each), the last tells the rest."""
    room = most - len(head.encode()) - 1
    sizes = [len(one.encode()) + 1 for one in lines]
    if sum(sizes) <= room:
        return list(lines)
    kept, left = [], room - len(MORE.format(len(lines)).encode()) - 1
    for one, size in zip(lines, sizes, strict=True):
        if size > left:
            break
        kept.append(one)
        left -= size
    return [*kept, MORE.format(len(lines) - len(kept))]


def is_quiet(now: time, begin: time | None, end: time | None) -> bool:
    """Tell whether it is a quiet hour; 22:00 to 07:30 goes over midnight, the end is no longer quiet."""
    if begin is None or end is None or begin == end:
        return False
    if begin < end:
        return begin <= now < end
    return now >= begin or now < end


def may_send(sent: Sequence[datetime], now: datetime, most: int, span: timedelta) -> bool:
    """Tell whether one more keeps within `most` a `span` (a channel's rule); `sent` in any order."""
    return sum(1 for one in sent if now - span < one <= now) < most


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failures: 1, 5, 25 minutes, then two hours."""
    return min(timedelta(minutes=5 ** max(attempts - 1, 0)), timedelta(hours=2))
