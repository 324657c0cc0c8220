"""What changed between two states of plans, node by node. Pure: no query, no clock."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

WORDS = {
    "later": "推后", "earlier": "提前", "new": "新增", "dropped": "取消", "done": "完成", "asked": "申请改期",
    "planned": "新排计划", "same": "没变",
}  # fmt: skip
MOVED = ("later", "earlier", "new", "dropped")


@dataclass(frozen=True)
class Side:
    """One of the two states: a day (what was known when it ended), a version, the promise, or now.

    `n` is the version's number, 0 for the others; the promise is each plan's first version.
    """

    kind: str
    day: date | None = None
    n: int = 0

    @property
    def text(self) -> str:
        """Return the word of the address that says this side."""
        if self.kind == "version":
            return f"v{self.n}"
        return self.day.isoformat() if self.kind == "day" and self.day else self.kind

    @property
    def told(self) -> str:
        """Return the side in words."""
        if self.kind == "version":
            return f"第 {self.n} 版"
        if self.kind == "day" and self.day:
            return f"{self.day.isoformat()} 的计划"
        return {"promise": "承诺（第一版）"}.get(self.kind, "现在的计划")


NOW, PROMISE = Side("now"), Side("promise")


def side(text: str, usual: Side) -> Side:
    """Read a side of an address (`promise`, `now`, `v3`, 2022-07-24); what is none gives the usual one."""
    if text in ("now", "promise"):
        return Side(text)
    if text[:1] == "v" and text[1:].isdecimal() and len(text) < 6:
        return Side("version", n=int(text[1:]))
    try:
        return Side("day", date.fromisoformat(text))
    except ValueError:
        return usual


def last_week(today: date) -> Side:
    """Return the end of last week: its Sunday. 周变化表 compares with it."""
    return Side("day", today - timedelta(days=today.isoweekday()))


@dataclass(frozen=True)
class Node:
    """A milestone and how it stands on the later side."""

    pk: int
    project_id: int
    project: str
    key: str
    name: str
    phase: str = ""
    seq: int = 0
    owner: str = ""
    done: date | None = None  # as known on the later side
    done_between: bool = False
    asked: date | None = None  # a later date that waits on the later side
    asked_between: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """One line of the comparison. `shift` in calendar days, later is positive; `starts` are then, now."""

    node: Node
    kind: str
    then: date | None
    now: date | None
    colour: str = "grey"
    starts: tuple[date | None, date | None] = (None, None)

    @property
    def word(self) -> str:
        """Return the kind in words."""
        return WORDS[self.kind]

    @property
    def shift(self) -> int | None:
        """Return by how many days the node moved; None unless both days are known."""
        return (self.now - self.then).days if self.then and self.now else None


def changed(node: Node, then: date | None, now: date | None) -> Change:
    """Say what became of a node: its date decides, then that it was done, then that it is asked for."""
    if then is None and now is not None:
        kind = "new"
    elif now is None and then is not None:
        kind = "dropped"
    elif then and now and now != then:
        kind = "later" if now > then else "earlier"
    elif node.done_between:
        kind = "done"
    else:
        kind = "asked" if node.asked_between and node.done is None else "same"
    return Change(node, kind, then, now, "blue" if node.done else "grey")


def coloured(rows: Iterable[Change], lit: Mapping[int, Mapping[str, str]]) -> list[Change]:
    """Give open nodes their present lights: `lit` is {project: {milestone key: colour}}."""
    return [
        one if one.node.done or not one.node.pk
        else replace(one, colour=lit.get(one.node.project_id, {}).get(one.node.key, "grey"))
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """What a comparison comes to."""

    counts: Mapping[str, int] = field(default_factory=dict)
    projects: int = 0
    worst: Change | None = None

    @property
    def words(self) -> list[tuple[str, int]]:
        """Return (推后, 3) … of what occurs, in a fixed order."""
        return [(WORDS[kind], n) for kind in WORDS if kind != "same" and (n := self.counts.get(kind, 0))]


def summed(rows: Iterable[Change]) -> Sum:
    """Count a comparison: by kind, projects touched, the node that moved furthest later."""
    counts: dict[str, int] = {}
    touched = set[int]()
    worst: Change | None = None
    for one in rows:
        counts[one.kind] = counts.get(one.kind, 0) + 1
        if one.kind != "same":
            touched.add(one.node.project_id)
        if one.kind == "later" and (worst is None or (one.shift or 0) > (worst.shift or 0)):
            worst = one
    return Sum(counts, len(touched), worst)


def in_order(rows: Iterable[Change]) -> list[Change]:
    """Order by project as named, in it as the plan goes; first plans of projects stand last."""
    return sorted(rows, key=lambda one: (
        one.kind == "planned", one.node.project, one.node.project_id, one.node.seq, one.node.pk
    ))  # fmt: skip


def folded(rows: Sequence[Change], planned: Container[int]) -> list[Change]:
    """Say of a project whose first plan was made between in one line how many nodes it has."""
    found = [one for one in rows if one.node.project_id not in planned]
    own: dict[int, list[Change]] = {}
    for one in rows:
        if one.node.project_id in planned:
            own.setdefault(one.node.project_id, []).append(one)
    for some in own.values():
        first = some[0].node
        told = Node(0, first.project_id, first.project, "", f"第一次排计划，{len(some)} 个节点")
        found.append(Change(told, "planned", None, max((one.now for one in some if one.now), default=None)))
    return found


def only(rows: Sequence[Change], kinds: Sequence[str]) -> list[Change]:
    """Return the lines of some kinds; all that changed when none is asked for."""
    wanted = [one for one in kinds if one in WORDS]
    return [one for one in rows if (one.kind in wanted if wanted else one.kind != "same")]
