"""The columns of the project ledger that room projects keeps: read, written, many at once.

A write under an import is traced row by row (base.bulk), so that undoing it restores every table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from greenlight.base import bulk
from greenlight.base.bulk import decimal_text
from greenlight.base.imports.canonical import last_day
from greenlight.base.journal import By
from greenlight.base.keeping import Change, Values
from greenlight.base.models import ImportBatch
from greenlight.enterprises.models import Enterprise
from greenlight.kernel.parse.text import name_key, phase
from greenlight.projects import deducing
from greenlight.projects.matching import owner_key
from greenlight.projects.models import (
    Amount,
    Assignment,
    Kind,
    Listing,
    Project,
    ProjectAlias,
    ProjectCode,
    ProjectParty,
    StageEvent,
)
from greenlight.projects.units import Units, parts

YEAR_LIST = "年度清单"
RECORDED = "台账所记，印证资料待补"
TEXTS = ("location", "scale", "site_progress", "issue", "next_step", "remark")
COLUMNS = ("name", "name_norm", "phase_no", "kind", "stage", "nature", *TEXTS, "land_area_mu", "total_wan",
           "site_updated_on")  # fmt: skip
ROLES = {"unit": ("lead", "co"), "sponsor": ("sponsor",), "contact": ("contact",)}
CHUNK = 4000


@dataclass
class _Rows:
    """Rows to be inserted for one part of a write, by table."""

    listings: list[tuple[Any, ...]] = field(default_factory=list)
    assignments: list[tuple[Any, ...]] = field(default_factory=list)
    amounts: list[tuple[Any, ...]] = field(default_factory=list)
    codes: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    parties: list[tuple[Any, ...]] = field(default_factory=list)
    aliases: list[tuple[Any, ...]] = field(default_factory=list)


class ProjectKeeper:
    """Keeps names, codes, kind, people and words of a project. `actual_start` is only read here."""

    fields = (
        "project_name", "project_code", "project_kind", "construction_nature", "location", "scale",
        "land_area", "total_investment", "site_progress", "issue", "next_step", "owner", "unit",
        "sponsor", "contact", "contact_phone", "remark", "started", "actual_start",
    )  # fmt: skip

    # ---- read ----
    def current(self, ids: Sequence[int], period: str | None = None) -> dict[int, Values]:
        """Return the canonical values; four queries for each 2,000 records."""
        rows: dict[int, Values] = {}
        for part in bulk.chunks(ids, CHUNK):
            rows |= self._projects(part)
            self._codes(part, rows)
            self._people(part, rows)
            self._owners(part, rows)
        return rows

    def _projects(self, ids: list[int]) -> dict[int, Values]:
        names = ("pk", "name", "kind", "nature", "stage", "land_area_mu", "total_wan", *TEXTS)
        found: dict[int, Values] = {}
        for pk, name, kind, nature, stage, land, total, *texts in (
            Project.objects.filter(bulk.among("pk", ids)).values_list(*names)
        ):  # fmt: skip
            found[pk] = {
                "project_name": name,
                "project_kind": "government" if kind == Kind.GOVERNMENT else "industrial",
                "construction_nature": nature or None,
                "land_area": decimal_text(land),
                "total_investment": decimal_text(total),
                "started": deducing.has_started(kind, stage),
                **{key: text or None for key, text in zip(TEXTS, texts, strict=True)},
            }
        return found

    def _codes(self, ids: list[int], rows: dict[int, Values]) -> None:
        codes = ProjectCode.objects.filter(bulk.among("project_id", ids), valid_to__isnull=True).order_by(
            "-pk"
        )
        for pk, code in codes.values_list("project_id", "code"):
            rows[pk]["project_code"] = code

    def _people(self, ids: list[int], rows: dict[int, Values]) -> None:
        open_ones = Assignment.objects.filter(bulk.among("project_id", ids), valid_to__isnull=True)
        words: dict[tuple[int, str], list[str]] = defaultdict(list)
        names = ("project_id", "role", "unit__name", "person", "phone")
        for pk, role, unit, person, phone in open_ones.order_by("order", "pk").values_list(*names):
            if role in ROLES["unit"] and unit:
                words[(pk, "unit")].insert(0, unit) if role == "lead" else words[(pk, "unit")].append(unit)
            elif role == "sponsor" and person:
                words[(pk, "sponsor")].append(person)
            elif role == "contact":
                rows[pk].setdefault("contact", person or None)
                rows[pk].setdefault("contact_phone", phone or None)
        for (pk, key), found in words.items():
            rows[pk][key] = "、".join(found)

    def _owners(self, ids: list[int], rows: dict[int, Values]) -> None:
        owners = ProjectParty.objects.filter(
            bulk.among("project_id", ids), role="owner", valid_to__isnull=True
        )
        for pk, name in owners.order_by("-pk").values_list("project_id", "enterprise__name"):
            rows[pk]["owner"] = name

    # ---- write ----
    def write(self, by: By, changes: Sequence[Change], batch_id: int | None) -> None:
        """Make projects that do not exist yet (reserved ids) and change those that do."""
        for part in bulk.chunks(changes, CHUNK):
            _Write(by, part, batch_id).run()

    def undo(self, by: By, ids: Sequence[int], batch_id: int) -> None:
        """Nothing of its own: the trace of the batch restores every table (base.bulk.take_back)."""


class _Write:
    """One part of a write: reads what it needs in a few queries, then writes table by table."""

    def __init__(self, by: By, changes: list[Change], batch_id: int | None) -> None:
        assert by.zone_id is not None  # noqa: S101  doors and jobs name the zone
        self.by, self.changes, self.batch_id, self.zone = by, changes, batch_id, by.zone_id
        ids = [one.record_id for one in changes]
        self.rows = {one.pk: one for one in Project.objects.filter(bulk.among("pk", ids))}
        self.units = Units.of(self.zone)
        period = period_of(batch_id)
        self.year = int(period[:4]) if period else None
        self.cutoff = cutoff(by, period)
        self.made = _Rows()

    def run(self) -> None:
        """Write the projects first, then what hangs on them."""
        fresh = [one for one in self.changes if one.record_id not in self.rows]
        known = [one for one in self.changes if one.record_id in self.rows]
        self._create(fresh)
        self._change(known)
        self._list(fresh, known)
        for one in self.changes:
            self._hang_on(one, is_new=one.record_id not in self.rows)
        self._end_old(known)
        self._owners()
        self._insert()

    def _create(self, fresh: list[Change]) -> None:
        rows = []
        for one in fresh:
            values = one.values
            name = values["project_name"]
            kind = deducing.kind_of(values.get("project_kind"), name)
            stage = deducing.stage_of(kind, values)
            rows.append((name, name_key(name)[:200], phase(name), kind, stage,
                         values.get("construction_nature") or "", *[values.get(key) or "" for key in TEXTS],
                         values.get("land_area"), values.get("total_investment"),
                         self.cutoff if values.get("site_progress") else None))  # fmt: skip
            self._event(one, "", stage)
        at, ids = self.by.at, [one.record_id for one in fresh]
        bulk.insert(Project, ids, COLUMNS, rows, self.batch_id, zone=self.zone, created_at=at, updated_at=at)

    def _change(self, known: list[Change]) -> None:
        rows = []
        for one in known:
            row, values = self.rows[one.record_id], one.values
            self._rename(row, values)
            if "construction_nature" in values:
                row.nature = values["construction_nature"] or ""
            for key in TEXTS:
                if key in values:
                    setattr(row, key, values[key] or "")
            if "site_progress" in values:
                row.site_updated_on = self.cutoff
            row.land_area_mu = values.get("land_area", row.land_area_mu)
            row.total_wan = values.get("total_investment", row.total_wan)
            self._move_on(one, row)
            rows.append((row.pk, *(getattr(row, name) for name in COLUMNS)))
        bulk.update(Project, COLUMNS, rows, self.batch_id)

    def _rename(self, row: Project, values: Mapping[str, Any]) -> None:
        if name := values.get("project_name"):
            self.made.aliases.append((row.pk, self.zone, row.name, name_key(row.name)[:200]))
            row.name, row.name_norm, row.phase_no = name, name_key(name)[:200], phase(name)
        if word := values.get("project_kind"):
            row.kind = deducing.kind_of(word, row.name)

    def _move_on(self, one: Change, row: Project) -> None:
        """A fact of the row may move the stage forward, never back; its papers stay missing."""
        facts = {key: one.values.get(key) for key in ("site_progress", "started", "actual_start")}
        if "project_code" in one.values:
            facts["project_code"] = one.values["project_code"]
        if not any(facts.values()):
            return  # a remark says nothing about the stage
        then = deducing.stage_of(row.kind, facts)
        if deducing.is_ahead(row.kind, row.stage, then):
            self._event(one, row.stage, then)
            row.stage = then

    def _event(self, one: Change, now: str, then: str) -> None:
        start = one.values.get("actual_start")
        on = last_day(start) if then == "groundbreaking" and start else None
        on = on or (self.cutoff.isoformat() if now else None)
        self.made.events.append((one.record_id, now, then, on))

    # ---- what hangs on a project ----
    def _hang_on(self, one: Change, *, is_new: bool) -> None:
        values = one.values
        since = None if is_new else self.by.day
        if code := values.get("project_code"):
            self.made.codes.append((one.record_id, code, since))
        if total := values.get("total_investment"):
            kind = self._amount_kind(one)
            self.made.amounts.append((one.record_id, kind, total, since))
        self._assign(one, since)

    def _amount_kind(self, one: Change) -> str:
        row = self.rows.get(one.record_id)
        kind = (
            row.kind if row else deducing.kind_of(one.values.get("project_kind"), one.values["project_name"])
        )
        if kind == Kind.GOVERNMENT:
            return "estimate"
        return "registered" if one.values.get("project_code") else "agreed"

    def _assign(self, one: Change, since: date | None) -> None:
        values, made = one.values, self.made.assignments
        units = dict.fromkeys(pk for name in parts(values.get("unit")) if (pk := self.units.find(name)))
        for order, unit in enumerate(units):
            role = "co" if order else "lead"
            made.append((one.record_id, role, unit, "", "", order, since))
        for order, person in enumerate(parts(values.get("sponsor"))):
            made.append((one.record_id, "sponsor", None, person[:60], "", order, since))
        if "contact" in values or "contact_phone" in values:
            person, phone = self._contact(one)
            made.append((one.record_id, "contact", None, person, phone, 0, since))

    def _contact(self, one: Change) -> tuple[str, str]:
        """Return person and phone; what the row does not change stays."""
        old = self._old_contacts.get(one.record_id, ("", ""))
        person, phone = one.values.get("contact", old[0]), one.values.get("contact_phone", old[1])
        return str(person or "")[:60], str(phone or "")[:60]

    @cached_property
    def _old_contacts(self) -> dict[int, tuple[str, str]]:
        rows = Assignment.objects.filter(
            bulk.among("project_id", list(self.rows)), role="contact", valid_to__isnull=True
        )
        found = rows.order_by("-pk").values_list("project_id", "person", "phone")
        return {pk: (person, phone) for pk, person, phone in found}

    def _end_old(self, known: list[Change]) -> None:
        """End what is replaced the day before, so that one answer holds on every day."""
        last = self.by.day - timedelta(days=1)
        for words, roles in ((("unit",), ROLES["unit"]), (("sponsor",), ROLES["sponsor"]),
                             (("contact", "contact_phone"), ROLES["contact"])):  # fmt: skip
            ids = [one.record_id for one in known if any(word in one.values for word in words)]
            rows = Assignment.objects.filter(
                bulk.among("project_id", ids), role__in=roles, valid_to__isnull=True
            )
            self._end(Assignment, rows, last)
        ids = [one.record_id for one in known if one.values.get("project_code")]
        self._end(
            ProjectCode,
            ProjectCode.objects.filter(bulk.among("project_id", ids), valid_to__isnull=True),
            last,
        )
        ids = [one.record_id for one in known if one.values.get("owner")]
        rows_of = ProjectParty.objects.filter(
            bulk.among("project_id", ids), role="owner", valid_to__isnull=True
        )
        self._end(ProjectParty, rows_of, last)

    def _end(self, model: Any, rows: Any, last: date) -> None:
        bulk.update(
            model, ("valid_to",), [(pk, last) for pk in rows.values_list("pk", flat=True)], self.batch_id
        )

    def _owners(self) -> None:
        wanted = {one.record_id: one.values["owner"] for one in self.changes if one.values.get("owner")}
        if not wanted:
            return
        keys = {owner_key(name): name[:120] for name in wanted.values()}
        found = dict(
            Enterprise.objects.filter(zone_id=self.zone, name_norm__in=list(keys)).values_list(
                "name_norm", "pk"
            )
        )
        fresh = [(name, key[:120]) for key, name in keys.items() if key not in found]
        ids = bulk.insert_new(Enterprise, ("name", "name_norm"), fresh, self.batch_id, zone=self.zone)
        found |= {key: pk for (_, key), pk in zip(fresh, ids, strict=True)}
        for pk, name in wanted.items():
            since = self.by.day if pk in self.rows else None
            self.made.parties.append((pk, found[owner_key(name)], since))

    # ---- lists of the year ----
    def _list(self, fresh: list[Change], known: list[Change]) -> None:
        if self.year is None:
            return
        for one in fresh:
            self._listed(one.record_id, one.values.get("construction_nature") or "")
        rows = Listing.objects.filter(
            bulk.among("project_id", list(self.rows)), name=YEAR_LIST, year=self.year
        )
        listed = dict(rows.values_list("project_id", "pk"))
        for one in known:
            if one.record_id not in listed:
                self._listed(one.record_id, self.rows[one.record_id].nature)
        moved = [one for one in known if "construction_nature" in one.values and one.record_id in listed]
        bulk.update(Listing, ("nature", "planned_new"), [
            (listed[one.record_id], nature or "", nature == "new")
            for one in moved
            for nature in [one.values["construction_nature"]]
        ], self.batch_id)  # fmt: skip

    def _listed(self, pk: int, nature: str) -> None:
        self.made.listings.append((pk, nature, nature == "new"))

    def _insert(self) -> None:
        made, by = self.made, self.by

        def hang(model: Any, fields: tuple[str, ...], rows: list[tuple[Any, ...]], **same: Any) -> None:
            bulk.insert_new(model, ("project", *fields), rows, self.batch_id, zone=self.zone, **same)

        hang(Listing, ("nature", "planned_new"), made.listings, name=YEAR_LIST, year=self.year)
        hang(Assignment, ("role", "unit", "person", "phone", "order", "valid_from"), made.assignments)
        hang(Amount, ("kind", "amount_wan", "on"), made.amounts)
        hang(ProjectCode, ("code", "valid_from"), made.codes)
        hang(StageEvent, ("from_stage", "to_stage", "on"), made.events, reason=RECORDED, recorded=True,
             actor_id=by.actor_id, actor_name=by.actor_name, at=by.at)  # fmt: skip
        hang(ProjectParty, ("enterprise", "valid_from"), made.parties, role="owner")
        learn(made.aliases, self.zone, self.batch_id)


def learn(rows: Sequence[tuple[Any, ...]], zone_id: int, batch_id: int | None) -> None:
    """Keep spellings (project, zone, name, key) that are not known yet."""
    known = set(ProjectAlias.objects.filter(
        zone_id=zone_id, name_norm__in=[row[3] for row in rows]
    ).values_list("name_norm", flat=True)) if rows else set()  # fmt: skip
    fresh = {row[3]: row for row in rows if row[3] not in known}
    bulk.insert_new(ProjectAlias, ("project", "zone", "name", "name_norm"), list(fresh.values()), batch_id)


def period_of(batch_id: int | None) -> str:
    """Return the month an import speaks of, "2022-07"; empty without one."""
    if batch_id is None:
        return ""
    return ImportBatch.objects.filter(pk=batch_id).values_list("period", flat=True).first() or ""


def cutoff(by: By, period: str) -> date:
    """Return the day a table speaks of: the end of its month, at the latest the day of the deed."""
    return min(date.fromisoformat(last_day(period)), by.day) if period else by.day
