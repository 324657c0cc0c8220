"""What would follow from arranging a plan, as it is told: lights, sentences, the page's part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from greenlight.base.writing import lamp
from greenlight.plans import lamps
from greenlight.plans.arranging import Move, Outcome
from greenlight.plans.lamps import Lights, Told
from greenlight.plans.sheet import Node

SAID = 3


@dataclass(frozen=True)
class Turn:
    """A light that would be another one: as it is, once saved, once a leader has agreed."""

    name: str
    was: str
    saved: str
    agreed: str

    @property
    def told(self) -> str:
        """Say it in words."""
        if self.saved == self.agreed:
            return f"{_word(self.was)} → {_word(self.saved)}"
        if self.saved == self.was:
            return f"同意改期以后 {_word(self.was)} → {_word(self.agreed)}"
        return f"{_word(self.was)} → {_word(self.saved)}，同意改期以后{_word(self.agreed)}"


@dataclass(frozen=True)
class Consequences:
    """What is shown beside the chart, and said to who cannot see it."""

    outcome: Outcome
    turns: tuple[Turn, ...]

    @property
    def broken(self) -> tuple[Move, ...]:
        """Return the promises that would be kept later."""
        return self.outcome.promises

    @property
    def moves(self) -> tuple[Move, ...]:
        """Return the days that change, those of promises apart."""
        held = {one.node.pk for one in self.broken}
        return tuple(one for one in self.outcome.moves if one.node.pk not in held)

    @property
    def by_hand(self) -> int:
        """Return how many rows were changed by hand."""
        return len(self.outcome.wishes)

    @property
    def said(self) -> str:
        """Say the whole in one breath, for a screen reader."""
        if self.outcome.is_none:
            return "没有改动。"
        parts = [_of_promise(one) for one in self.broken[:SAID]]
        parts += [_of_move(one) for one in self.moves[:SAID]]
        parts += [f"另有 {rest} 个节点跟着动"] if (rest := len(self.moves) - SAID) > 0 else []
        parts += [f"{one.name}{one.told}" for one in self.turns[:SAID]]
        parts += [f"{len(self.outcome.used_up)} 个节点的时差用完"] if self.outcome.used_up else []
        parts += ["关键线路变了"] if self.outcome.turns else []
        parts += [f"{len(self.outcome.asks)} 处要等领导批"] if self.outcome.asks else []
        return "；".join([*parts, *self.outcome.notes] or ["日期都不动"]) + "。"


def consequences(outcome: Outcome, today: date) -> Consequences:
    """Add the lights to an outcome: judged now, once saved, and once every later day is agreed to."""
    on = outcome.sheet
    later = {one.node.pk for one in outcome.moves if one.asks or on.drafted}
    saved = {one.key: _told(outcome, one, one.pk not in later) for one in _touched(outcome)}
    agreed = {one.key: _told(outcome, one, True) for one in _touched(outcome)}
    lit = lamps.foreseen(on.project, today, [{}, saved, agreed])
    return Consequences(outcome, tuple(_turns(outcome, *lit)))


def _touched(outcome: Outcome) -> list[Node]:
    moved = {one.node.pk for one in outcome.moves}
    return [one for one in outcome.sheet.nodes if one.pk in moved or one.key in outcome.wishes]


def _told(outcome: Outcome, node: Node, moved: bool) -> Told:
    wish = outcome.wishes.get(node.key)
    percent = wish.percent if wish and wish.percent is not None else node.row.milestone.percent
    return Told(outcome.rows[node.pk].due if moved else node.approved, percent)


def _turns(outcome: Outcome, now: Lights, saved: Lights, agreed: Lights) -> list[Turn]:
    found = [Turn("项目", now.project, saved.project, agreed.project)]
    for one in outcome.sheet.nodes:
        lit = (one_of(now.nodes, one), one_of(saved.nodes, one), one_of(agreed.nodes, one))
        found.append(Turn(f"“{one.name}”", *lit))
    return [one for one in found if len({one.was, one.saved, one.agreed}) > 1]


def one_of(nodes: Mapping[str, str], node: Node) -> str:
    """Return the light of a node: blue when it is done, grey when nobody judges it."""
    return "blue" if node.done else nodes.get(node.key, "grey")


def _word(colour: str) -> str:
    return lamp(colour).word


def _of_promise(one: Move) -> str:
    return f"“{one.node.name}”承诺 {one.was}，要到 {one.now}，晚 {one.days} 天（{one.workdays} 个工作日）"


def _of_move(one: Move) -> str:
    if one.was is None:
        return f"“{one.node.name}”定在 {one.now}"
    way = f"晚 {one.days} 天" if one.days > 0 else f"早 {-one.days} 天"
    return f"“{one.node.name}”{one.was} → {one.now}，{way}"
