"""What a judgement says: a colour and the reasons for it, with every number used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from greenlight.kernel.lights.colours import Colour, worst_of

MILESTONES, INVESTMENT, SITE, WARNINGS = "milestones", "investment", "site", "warnings"
JUDGED_SCENES = (MILESTONES, INVESTMENT, SITE)
SCENES = (*JUDGED_SCENES, WARNINGS)
SCENE_WORDS = {
    MILESTONES: "节点计划",
    INVESTMENT: "投资情况",
    SITE: "工程形象",
    WARNINGS: "异常预警",
}

Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one scene has its colour.

    `what` chooses the sentence; `numbers` holds plain values (amounts and percents as decimal
    strings, days as ISO dates) so that it can be stored as it is and told again years later.
    `about` is the key of the milestone, `since` the first day this reason held.
    """

    scene: str
    colour: Colour
    what: str
    rule: str = ""
    version: int = 0
    paper: str = ""
    numbers: Mapping[str, Plain] = field(default_factory=dict)
    about: str = ""
    since: date | None = None

    def as_plain(self) -> dict[str, object]:
        """For storing or sending: the same fields in plain values."""
        return {
            "scene": self.scene,
            "colour": self.colour.code,
            "what": self.what,
            "rule": self.rule,
            "version": self.version,
            "paper": self.paper,
            "numbers": dict(self.numbers),
            "about": self.about,
            "since": self.since.isoformat() if self.since else None,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> "Reason":
        """The reason that `as_plain` wrote; raises KeyError or ValueError for anything else."""
        since, numbers = plain["since"], plain["numbers"]
        if not isinstance(numbers, Mapping):
            raise ValueError("numbers")
        return cls(
            scene=str(plain["scene"]),
            colour=Colour.of(str(plain["colour"])),
            what=str(plain["what"]),
            rule=str(plain["rule"]),
            version=int(str(plain["version"])),
            paper=str(plain["paper"]),
            numbers=dict(numbers),
            about=str(plain["about"]),
            since=date.fromisoformat(str(since)) if since else None,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """A project's light with its reasons, worst first."""

    colour: Colour
    reasons: tuple[Reason, ...]

    def of(self, scene: str) -> Colour:
        """The light of one scene; 异常预警 is the light of the whole."""
        return self.colour if scene == WARNINGS else worst_of(r.colour for r in self.about(scene))

    def about(self, scene: str) -> tuple[Reason, ...]:
        """The reasons of one scene, worst first; for 异常预警 all that are yellow or red."""
        if scene == WARNINGS:
            return tuple(reason for reason in self.reasons if reason.colour >= Colour.YELLOW)
        return tuple(reason for reason in self.reasons if reason.scene == scene)

    @property
    def scenes(self) -> dict[str, Colour]:
        """The four lights."""
        return {scene: self.of(scene) for scene in SCENES}

    @property
    def main(self) -> Reason | None:
        """The first of the reasons that give the colour."""
        return next((r for r in self.reasons if r.colour == self.colour), None)

    @property
    def since(self) -> date | None:
        """The first day any reason of this colour held; for blue the day the last thing was done.

        None when no reason knows its day.
        """
        known = [r.since for r in self.reasons if r.colour == self.colour and r.since]
        if not known:
            return None
        return max(known) if self.colour == Colour.BLUE else min(known)

    @property
    def done_late(self) -> tuple[Reason, ...]:
        """Milestones done after their date: done is blue, and stays marked 晚 n 天完成."""
        return tuple(r for r in self.reasons if r.what == "milestone_done_late")


# Within one colour: what stops everything first, what is only ahead last.
_IN_ORDER = (
    "not_started",
    "milestone_late",
    "yellow_kept",
    "below_elapsed",
    "share_of_elapsed",
    "not_registered",
    "reports_missing",
    "papers_missing",
    "near_elapsed",
    "milestone_done",
    "milestone_on_way",
    "milestone_ahead",
)
_RANK = {what: place for place, what in enumerate(_IN_ORDER)}
_NO_DAY = date.max.toordinal()


def _place(reason: Reason) -> tuple[int, int, int]:
    rank = _RANK.get(reason.what, len(_RANK))
    if not reason.numbers:
        return -reason.colour, rank, _NO_DAY
    if reason.what.startswith("milestone_done"):
        # 蓝灯 is told by the last thing finished, late or not.
        return -reason.colour, _RANK["milestone_done"], -_ordinal(reason, "done")
    if reason.what == "milestone_late":
        return -reason.colour, rank, -int(reason.numbers["days"] or 0)
    return -reason.colour, rank, _ordinal(reason, "due")


def _ordinal(reason: Reason, name: str) -> int:
    value = reason.numbers.get(name)
    return date.fromisoformat(str(value)).toordinal() if value else _NO_DAY


def worst_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Red, yellow, green, blue, grey; within a colour the one to be told first."""
    return tuple(sorted(reasons, key=_place))


def must_act(verdict: Verdict, otherwise: str = "") -> str:
    """Who must act: the owner of the earliest open red milestone, else the 责任单位."""
    red = [r for r in verdict.reasons if r.about and r.colour == Colour.RED]
    earliest = min(red, key=lambda reason: str(reason.numbers.get("due")), default=None)
    return str(earliest.numbers.get("owner") or otherwise) if earliest else otherwise


def since(history: Sequence[tuple[date, Colour]]) -> date | None:
    """The first day of the last unbroken run of one colour in dated snapshots; None if empty."""
    ordered = sorted(history, key=lambda entry: entry[0])
    first: date | None = None
    for day, colour in reversed(ordered):
        if colour != ordered[-1][1]:
            break
        first = day
    return first
