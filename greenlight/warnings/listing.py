"""预警 as a list: the open, waived or closed warnings a person sees, narrowed and ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from greenlight.people.models import Unit, User
from greenlight.warnings import reasons, sentences
from greenlight.warnings.models import Colour, Scene
from greenlight.warnings.models import Warning as Held

ON_A_PAGE = 50
OPEN, WAIVED, CLOSED = "open", "waived", "closed"
STATES = {OPEN: "没有消除", WAIVED: "已豁免", CLOSED: "已消除"}
COLOURS = {Colour.RED.value: "红灯", Colour.YELLOW.value: "黄灯"}
SCENES = {one.value: str(one.label) for one in (Scene.MILESTONES, Scene.INVESTMENT, Scene.SITE)}
DAYS = {"7": "7 天以上", "30": "30 天以上", "90": "90 天以上"}
WORST = Case(When(colour=Colour.RED, then=Value(0)), default=Value(1), output_field=IntegerField())


@dataclass(frozen=True)
class Asked:
    """The conditions of the page; what is not known is left out."""

    state: str = OPEN
    colour: str = ""
    scene: str = ""
    rule: str = ""
    unit: int | None = None
    since: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Asked:
        """Read them from an address."""
        unit = words.get("unit", "")
        return cls(
            state=_known(words, "state", STATES) or OPEN,
            colour=_known(words, "colour", COLOURS),
            scene=_known(words, "scene", SCENES),
            rule=words.get("rule", "")[:60].replace("\x00", ""),
            unit=int(unit) if unit.isdecimal() and len(unit) < len("9" * 18) else None,
            since=_known(words, "since", DAYS),
        )

    def narrow(self, rows: QuerySet[Held], day: date) -> QuerySet[Held]:
        """Narrow warnings to what is asked."""
        rows = _in_state(rows, self.state)
        same = {"colour": self.colour, "scene": self.scene, "rule": self.rule, "unit": self.unit}
        rows = rows.filter(**{name: value for name, value in same.items() if value})
        return rows.filter(since__lte=day - timedelta(days=int(self.since))) if self.since else rows

    def address(self, **other: str) -> str:
        """Return the address with some conditions others than now; empty ones fall away."""
        now = {name: str(getattr(self, name) or "") for name in FIELDS} | other
        now["state"] = "" if now["state"] == OPEN else now["state"]
        return "?" + urlencode({name: value for name, value in now.items() if value})


FIELDS = tuple(Asked.__dataclass_fields__)


def _known(words: Mapping[str, str], name: str, allowed: Mapping[str, str]) -> str:
    return words.get(name, "") if words.get(name, "") in allowed else ""


def _in_state(rows: QuerySet[Held], state: str) -> QuerySet[Held]:
    if state == CLOSED:
        return rows.filter(until__isnull=False)
    return rows.filter(until__isnull=True, waived_until__isnull=state == OPEN)


@dataclass(frozen=True)
class Line:
    """One warning in words."""

    held: Held
    rule: str
    told: str
    then: str
    days: int


@dataclass(frozen=True)
class Listing:
    """The page of warnings, its conditions as links, and how many there are of each colour."""

    asked: Asked
    page: Page[Held]
    lines: list[Line]
    counts: dict[str, int]
    choices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        """Return how many conditions are set."""
        return sum(1 for one in self.choices if one["value"])


def listing(user: User, words: Mapping[str, str]) -> Listing:
    """Return what a person sees of the warnings asked for; eight queries at most."""
    asked, day = Asked.of(words), user.scope.day
    seen = Held.objects.visible_to(user)
    state = _in_state(seen, asked.state).order_by()
    counts = dict(state.values_list("colour").annotate(n=Count("pk")))
    rows = asked.narrow(seen, day).select_related("project", "unit")
    order = ("-until", "pk") if asked.state == CLOSED else (WORST, "since", "pk")
    page = Paginator(rows.order_by(*order), ON_A_PAGE).get_page(words.get("page"))
    names = _rules(state)
    lines = told(page.object_list, names, day)
    return Listing(asked, page, lines, counts, _choices(asked, names, _units(state)))


def told(rows: Any, names: Mapping[str, str], day: date) -> list[Line]:
    """Put warnings into words; of one that is gone, as on its last day."""
    found = []
    for one in rows:
        (reason,) = reasons.read([one.reason])
        last = one.until or day
        then = "" if one.until or one.waived_until else sentences.then(reason, day)
        line = Line(one, names.get(one.rule, one.rule), reasons.sentence(reason, last), then,
                    (last - one.since).days)  # fmt: skip
        found.append(line)
    return found


def _rules(rows: QuerySet[Held]) -> dict[str, str]:
    codes = list(rows.values_list("rule", "zone_id").distinct()[:100])
    return sentences.rule_names(codes[0][1], [code for code, _ in codes]) if codes else {}


def _units(rows: QuerySet[Held]) -> dict[str, str]:
    units = Unit.objects.filter(pk__in=rows.filter(unit__isnull=False).values("unit"))
    return {str(pk): name for pk, name in units.order_by("name").values_list("pk", "name")}


def _choices(asked: Asked, rules: Mapping[str, str], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the selects of the page: name, label, options, what is chosen."""
    offered = (
        ("colour", "灯", COLOURS), ("scene", "场景", SCENES), ("rule", "规则", rules),
        ("unit", "谁来办", units), ("since", "亮了多久", DAYS),
    )  # fmt: skip
    return [
        {"name": name, "label": label, "options": list(options.items()),
         "value": str(getattr(asked, name) or "")}
        for name, label, options in offered
    ]  # fmt: skip
