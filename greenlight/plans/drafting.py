"""A plan worked out from the node library and what has happened, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from greenlight.base.calendars import china
from greenlight.base.refusals import Refused
from greenlight.kernel import schedule as network
from greenlight.kernel import stages
from greenlight.kernel.workdays import Clock, OutOfRange
from greenlight.plans.keeping import DONE, FINISH, KEYS, PRODUCING
from greenlight.plans.known import Known, key_of
from greenlight.projects import library
from greenlight.projects.actions.life import conditions_off
from greenlight.projects.models import TemplateNode

FORWARD, BACKWARD = "forward", "backward"
ALWAYS = "always"
CONDITION_WORDS = {
    "new_land": "需要新增建设用地", "civil_works": "有土建工程",
    "energy_ge_1000tce": "年综合能耗 1000 吨标煤以上", "chemical": "化工或危化项目", "bond": "用专项债",
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What is asked for. `day`: the first day (forward; None today) or the promise (backward; None the
    approved date of each project's 投产 or 竣工). `target`: the stage that is promised. `off`: the
    conditions that do not hold (None: those the project does not name). `skip_passed`: nodes of
    stages already reached are left out unless their day is known.
    """

    mode: str = BACKWARD
    day: date | None = None
    target: str = ""
    off: tuple[str, ...] | None = None
    skip_passed: bool = True


@dataclass(frozen=True)
class Row:
    """One node as planned. `due` is what the version will say; `finish` what the network says."""

    key: str
    node: TemplateNode
    owner_id: int | None
    start: date
    finish: date
    due: date
    latest: date
    total_float: int
    critical: bool
    estimated: bool
    done: date | None
    days: int | None = None

    @property
    def duration(self) -> int:
        """Return its length: the library's, or the one it was given by hand."""
        return self.node.duration if self.days is None else self.days


@dataclass(frozen=True)
class Late:
    """A promise the network cannot keep, by how many days, and the chain that proves it."""

    key: str
    name: str
    promised: date
    earliest: date
    days: int
    workdays: int
    chain: tuple[tuple[str, date, date], ...]

    @property
    def told(self) -> str:
        """Return the sentence without the chain."""
        return (
            f"“{self.name}”最早 {self.earliest} 完成，比承诺的 {self.promised} 晚 {self.days} 天"
            f"（{self.workdays} 个工作日）"
        )


@dataclass(frozen=True)
class Later:
    """An approved date that would move later: it becomes a slip that waits."""

    key: str
    name: str
    from_due: date
    to_due: date


@dataclass(frozen=True)
class Draft:
    """A plan ready to be saved or shown; nothing of it is in the database."""

    known: Known
    mode: str
    begin: date
    anchor: date
    target: str
    rows: tuple[Row, ...]
    links: tuple[network.Link, ...]
    lates: tuple[Late, ...]
    later: tuple[Later, ...]
    passed: tuple[str, ...]
    off: tuple[str, ...]
    estimated: bool
    dropped: frozenset[str] = field(default_factory=frozenset)

    @property
    def broken(self) -> Late | None:
        """Return the promise asked for when it cannot be kept."""
        return next((one for one in self.lates if one.key == self.target), None)

    @property
    def finish(self) -> date:
        """Return the last day of the plan."""
        return max(row.finish for row in self.rows)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Return the leading departments of open nodes that no unit stands for."""
        lead = (library.departments(row.node.department)[:1] for row in self.rows if row.owner_id is None)
        return tuple(dict.fromkeys(name for names in lead for name in names))

    @property
    def critical(self) -> tuple[Row, ...]:
        """Return the open nodes without a day to spare."""
        return tuple(row for row in self.rows if row.critical)


def draft(known: Known, wish: Wish, today: date) -> Draft:
    """Work a plan out.

    Raises Refused when there is no promise to plan back from, the promised node is done or switched
    off, the first day has passed, or the library's network cannot be planned.
    """
    return _Desk(known, wish, today).draft()


@dataclass(frozen=True)
class _Promised:
    """The dates of the nodes that lead to the promise, judged by it."""

    dates: Mapping[str, network.Dates] = field(default_factory=dict)
    shortfalls: tuple[network.Shortfall, ...] = ()


def look(known: Known, wish: Wish, today: date) -> tuple[Draft | None, str]:
    """Return the draft, or the sentence why there is none."""
    try:
        return draft(known, wish, today), ""
    except Refused as refused:
        return None, str(refused)


class _Desk:
    """One draft at work."""

    def __init__(self, known: Known, wish: Wish, today: date) -> None:
        self.known, self.wish, self.today = known, wish, today
        self.kind = known.project.kind
        self.off = conditions_off(known.project) if wish.off is None else wish.off
        self.nodes = {self._key(one.code): one for one in known.library.nodes}
        self.done = {key: day for key in self.nodes if (day := self._done(key)) is not None}
        passed = self._passed()
        self.passed = {key for key in passed if key not in self.done}
        self.target, self.promise = self._promise()

    def _done(self, key: str) -> date | None:
        stone = self.known.milestones.get(key)
        if stone and stone.done_on:
            return stone.done_on
        own = next((s for s, code in stages.STAGE_NODE[self.kind].items() if self._key(code) == key), "")
        day = self.known.reached.get(own)
        return day if day and day <= self.today else None

    def _key(self, code: str) -> str:
        return key_of(self.kind, code, self.known.milestones)

    def _passed(self) -> set[str]:
        """Return the nodes of stages already reached, and all that had to come before."""
        if not self.wish.skip_passed:
            return set()
        own = stages.STAGE_NODE[self.kind]
        codes = [own[one] for one in self.known.reached if one in own]
        codes += [one.code for one in self.known.library.nodes if one.gates_stage in self.known.reached]
        return {self._key(code) for code in self.known.library.before(codes)}

    def _promise(self) -> tuple[str, date | None]:
        """Return the promised node's key and its day."""
        approved = self.known.promise
        default = approved[0] if approved else (DONE if self.kind == "government" else PRODUCING)
        stage = self.wish.target or default
        if self.wish.mode == BACKWARD and self.wish.day:
            day: date | None = self.wish.day
        else:
            stone = self.known.milestones.get(stage)
            day = stone.due if stone else None
        return self._target(stage), day

    def _target(self, stage: str) -> str:
        code = stages.STAGE_NODE[self.kind].get(stage)
        if code is None:  # 技改 have no node of their own for 竣工: the last gate before it
            gates = [one.code for one in self.known.library.nodes if one.gates_stage == stage]
            code = gates[-1] if gates else ""
        key = self._key(code)
        if key not in self.nodes:
            raise Refused("节点库里没有这个阶段，请换一个承诺的阶段。", status=400)
        return key

    def draft(self) -> Draft:
        """Plan the whole network from the first day that is left."""
        try:
            whole = self._network(set(self.nodes) - self.passed)
            begin = self._begin()
            answer = network.schedule(whole, start=begin)
            promised = self._promised(begin)
        except (network.ScheduleError, OutOfRange) as error:
            raise Refused(f"排不出来：{error}。", status=400) from None
        lates = tuple(self._lates(answer, promised))
        late = {one.key for one in lates}
        rows = tuple(self._row(promised.dates.get(one.key, one), one.key in late) for one in answer)
        if not any(row.done is None for row in rows):
            raise Refused("节点都完成了，没有要排的。")
        names = {key: one.name for key, one in self.nodes.items()}
        off = [one.key for one in answer.off]
        anchor = self.promise if self.wish.mode == BACKWARD and self.promise else begin
        return Draft(
            self.known, self.wish.mode, begin, anchor, self.target, rows, tuple(_links(whole)), lates,
            tuple(later_of(self.known, rows)), tuple(names[key] for key in self.nodes if key in self.passed),
            tuple(names[key] for key in off), answer.estimated, frozenset({*off, *self.passed}),
        )  # fmt: skip

    def _begin(self) -> date:
        if self.wish.mode != BACKWARD:
            begin = self.wish.day or self.today
            if begin < self.today:
                raise Refused(f"开始日 {begin} 已经过去，最早从今天（{self.today}）排。", status=400)
            return begin
        if self.promise is None:
            raise Refused("没有批准过的竣工或投产日期，倒排请填承诺日；也可以从今天顺排。", status=400)
        if self.target in self.done or self.target in self.passed:
            raise Refused(f"“{self.nodes[self.target].name}”已经过了，请换一个承诺的阶段。", status=400)
        part = self._network(self._ahead(), overdue=False)
        return max(network.schedule(part, finish=self.promise).start, self.today)

    def _ahead(self) -> set[str]:
        """Return the promised node and all that must come before it."""
        codes = self.known.library.before([self.nodes[self.target].code])
        return {self._key(code) for code in codes} - self.passed

    def _promised(self, begin: date) -> _Promised:
        """Plan what leads to the promise once more: its latest dates and floats are the promise's."""
        if self.promise is None or self.target in self.done or self.target in self.passed:
            return _Promised()
        answer = network.schedule(self._network(self._ahead()), start=begin, finish=self.promise)
        return _Promised({one.key: one for one in answer}, answer.shortfalls)

    def _network(self, keys: set[str], *, overdue: bool = True) -> network.Network:
        kept = [(key, one) for key, one in self.nodes.items() if key in keys]
        links = [
            network.Link(pred, succ, network.LinkType(one.kind), one.lag, Clock(one.clock))
            for one in self.known.library.links
            if (pred := self._key(one.pred.code)) in keys and (succ := self._key(one.succ.code)) in keys
        ]
        made = [self._activity(key, one, overdue) for key, one in kept]
        return network.Network.build(made, links, china(), off=self.off)

    def _activity(self, key: str, node: TemplateNode, overdue: bool) -> network.Activity:
        stone, done = self.known.milestones.get(key), self.done.get(key)
        began = stone.started_on if stone and node.duration else None
        deadline = self._deadline(key) if done is None and key != self.target else None
        if not overdue and deadline and deadline < self.today:
            deadline = None
        return network.Activity(
            key, node.duration, Clock(node.clock), node.name,
            condition="" if node.condition == ALWAYS else node.condition, deadline=deadline,
            actual_start=None if began and done and began > done else began, actual_finish=done,
        )  # fmt: skip

    def _deadline(self, key: str) -> date | None:
        """Return the day a node is promised for: 开工, 竣工, 投产 as approved, the target as asked."""
        if key == self.target:
            return self.promise
        stone = self.known.milestones.get(key)
        return stone.due if stone and key in KEYS else None

    def _row(self, one: network.Dates, late: bool) -> Row:
        node, stone = self.nodes[one.key], self.known.milestones.get(one.key)
        promised = self._deadline(one.key)
        due = one.finish if late or promised is None else promised
        if one.done:
            due = (stone.due if stone else None) or one.finish
        return Row(
            one.key, node, owner_of(self.known, one.key, node), one.start, one.finish, due,
            max(one.late_finish, one.late_start), one.total_float, one.critical, one.estimated,
            self.done.get(one.key),
        )  # fmt: skip

    def _lates(self, whole: network.Answer, promised: _Promised) -> Iterable[Late]:
        for one in promised.shortfalls:
            yield self._late(one)
        for one in whole.shortfalls:
            if one.key not in promised.dates:
                yield self._late(one)

    def _late(self, one: network.Shortfall) -> Late:
        chain = tuple((self.nodes[step.key].name, step.start, step.finish) for step in one.chain)
        name = self.nodes[one.key].name
        return Late(one.key, name, one.promised, one.earliest, one.days, one.workdays, chain)


def owner_of(known: Known, key: str, node: TemplateNode) -> int | None:
    """Return the unit that answers for a node: the 责任单位 of the ledger's row stays answerable."""
    stone, owner = known.milestones.get(key), known.library.owner(node)
    if stone and stone.owner_id and (owner is None or key in KEYS):
        return stone.owner_id
    return owner


def later_of(known: Known, rows: Iterable[Row]) -> Iterable[Later]:
    """Return the approved dates that rows would move later."""
    for row in rows:
        stone = known.milestones.get(row.key)
        if stone and stone.in_plan and stone.due and row.done is None and row.due > stone.due:
            yield Later(row.key, row.node.name, stone.due, row.due)


def _links(made: network.Network) -> Iterable[network.Link]:
    """Return the links between active nodes, those over switched-off ones joined."""
    keys = [one.key for one in made.activities]
    for at in made.shape.order:
        for arc in made.shape.arcs_in[at]:
            kind = network.LinkType.SS if arc.from_start else network.LinkType.FS
            if not arc.to_start:
                kind = network.LinkType.SF if arc.from_start else network.LinkType.FF
            clock = Clock.WORKDAY if arc.works else Clock.CALENDAR
            yield network.Link(keys[arc.pred], keys[at], kind, arc.lag, clock)


def finish_choices(kind: str) -> list[tuple[str, str]]:
    """Return the stages a promise may name, in the words of the kind."""
    return [(one.code, one.word) for one in stages.CHAINS[kind] if one.code in FINISH]
