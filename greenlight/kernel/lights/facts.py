"""What a light is judged from. Plain values only: no query, no clock, no opinion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from greenlight.kernel.bonds import BondFact
from greenlight.kernel.months import DAY

ACTIVE, PAUSED, TERMINATED = "", "paused", "terminated"


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """One milestone of the plan in force.

    `due` is the last *approved* date: a slip that waits for a decision sets `slip_pending` and
    moves nothing. `percent` is 0-100. `owner` is the unit that must act. `is_key` marks a 关键节点;
    `lacking` names the papers asked for that nobody has handed in.
    """

    key: str
    name: str
    due: date | None
    owner: str = ""
    due_precision: str = DAY
    started: date | None = None
    done: date | None = None
    percent: Decimal | None = None
    slip_pending: bool = False
    is_key: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvestmentFact:
    """The latest monthly report: cumulative January to `month` of `year`, in 万元.

    `reported` is the day the report came in; a light judged from it counts from that day.
    """

    year: int
    month: int | None
    year_plan_wan: Decimal | None
    ytd_wan: Decimal | None
    reported: date | None = None


@dataclass(frozen=True, slots=True)
class StartFact:
    """The month construction was to start, the day it did, and an accepted reason if not."""

    planned: date | None
    actual: date | None = None
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class RegistrationFact:
    """When construction started and when the statistics office took the project in (入统)."""

    started: date | None
    registered: date | None = None


@dataclass(frozen=True, slots=True)
class SiteFact:
    """The stage words of the works, their percent (0-100), and when they were last renewed."""

    words: str
    percent: Decimal | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class AreaFact:
    """Growth of fixed-asset investment of an area in percent: reached, planned, and the city's mean."""

    growth: Decimal | None
    planned: Decimal | None = None
    mean: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WaiverFact:
    """豁免: a rule does not colour the project up to and with `until`; `about` "" means all of it."""

    rule: str
    until: date
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one project on one day; what is None is not known.

    `state` is "" (active), paused (暂停) or terminated (终止): only an active project has lights.
    `memory` is scene → the first day of its present run of yellow, for rules that remember.
    """

    milestones: tuple[MilestoneFact, ...] = ()
    investment: InvestmentFact | None = None
    start: StartFact | None = None
    registration: RegistrationFact | None = None
    site: SiteFact | None = None
    state: str = ACTIVE
    area: AreaFact | None = None
    waivers: tuple[WaiverFact, ...] = ()
    memory: Mapping[str, date] = field(default_factory=dict)
    bonds: tuple[BondFact, ...] = ()
