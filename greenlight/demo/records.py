"""What the demo zone consists of, as plain values that the loader turns into records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person, their role (people.Role) and their unit; `enterprise` for its user."""

    name: str
    role: str
    unit: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class DemoEnterprise:
    """An enterprise: published (with its source) or invented."""

    name: str
    is_example: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class DemoFigure:
    """A published figure of the zone, as printed: value and unit are not converted."""

    topic: str
    name: str
    period_start: str
    period_end: str
    value: str
    unit: str
    value_kind: str
    comparator: str
    is_target: bool
    source: str


@dataclass(frozen=True, slots=True)
class DemoMilestone:
    """A milestone with its planned and actual day; `percent` 0-100 of an open one."""

    key: str
    name: str
    planned: date
    done: date | None = None
    percent: int | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class DemoListing:
    """A year's list the project stands on; `planned_new`: to be started in that year."""

    name: str
    year: int
    nature: str
    planned_new: bool


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project. A published one has only what its source prints; the rest stays empty.

    `stage_date` is text with the precision printed (2022, 2022-08). Amounts are 万元, land 亩.
    `ytd_by_month` holds the cumulative amounts of `plan_year` by month (2 is 1—2月).
    """

    name: str
    kind: str
    stage: str
    is_example: bool
    enterprise: str = ""
    industry: str = ""
    nature: str = ""
    location: str = ""
    scale: str = ""
    total_wan: Decimal | None = None
    land_mu: Decimal | None = None
    stage_date: str = ""
    unit: str = ""
    sponsor: str = ""
    liaison: str = ""
    contact: str = ""
    phone: str = ""
    milestones: tuple[DemoMilestone, ...] = ()
    plan_year: int | None = None
    year_plan_wan: Decimal | None = None
    ytd_by_month: Mapping[int, Decimal] = field(default_factory=dict)
    prior_wan: Decimal | None = None
    site_words: str = ""
    site_percent: int | None = None
    site_updated: date | None = None
    issue: str = ""
    next_step: str = ""
    remark: str = ""
    listings: tuple[DemoListing, ...] = ()
    code: str | None = None
    group: str = ""
    phase_no: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class DemoZone:
    """The demo zone: a real zone with its published projects, the rest invented and marked."""

    name: str
    committee: str
    region_code: str
    units: tuple[str, ...]
    people: tuple[DemoPerson, ...]
    enterprises: tuple[DemoEnterprise, ...]
    figures: tuple[DemoFigure, ...]
    projects: tuple[DemoProject, ...]
