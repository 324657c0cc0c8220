"""The plan of an import: every row of the workbook beside its record, stored as ImportRows.

The file is walked twice, first only to match names, then in chunks to compare and store, so that
100,000 rows never stand in memory as objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from greenlight.base import bulk, keeping
from greenlight.base.clock import SHANGHAI
from greenlight.base.imports import cards as card
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import columns_of, flat, split
from greenlight.base.imports.deciding import (
    ALIAS,
    SKIP,
    Answers,
    Asked,
    Decided,
    Decider,
    Line,
    Option,
    Refusal,
)
from greenlight.base.imports.items import NOTHING, head_of, text
from greenlight.base.imports.lines import Lines
from greenlight.base.imports.subject import Candidate, ImportSubject, Match, Matcher
from greenlight.base.keeping import Seal
from greenlight.base.ledger import Column
from greenlight.base.models import ImportBatch, ImportRow
from greenlight.base.reading import Reading

CHUNK = 2000
MOST_MISSING = 1000
MOST_LEFT_OUT = 1000
Outcome = ImportRow.Outcome
Progress = Callable[[int, int], None]
LEFT_OUT = str(Outcome.LEFT_OUT)
NOT_READ = frozenset({str(Outcome.MISSING), LEFT_OUT})  # counted as a whole, unless an answer left it out
FIELDS = ("sheet", "row", "name", "outcome", "target_kind", "target_id", "target_version",
          "values", "before", "after", "refused", "undo")  # fmt: skip


@dataclass
class Found:
    """What the first walk knows of a row: its record, or the question who it is."""

    id: int | None = None
    asked: Asked | None = None
    skip: bool = False
    rename: bool = False
    alias: bool = False


@dataclass
class Plan:
    """The counts, questions and hash of a plan whose rows are stored."""

    counts: dict[str, int] = field(default_factory=dict)
    cells: int = 0
    refused: int = 0
    questions: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""


class Planner:
    """Plans one batch from its reading and the answers given so far."""

    def __init__(self, batch: ImportBatch, reading: Reading) -> None:
        self.batch, self.reading = batch, reading
        self.bound = keeping.binding(batch.ledger)
        self.subject: ImportSubject = subjects.of(batch.ledger)
        self.columns = columns_of(self.bound.ledger)
        self.answers: Answers = batch.answers
        self.matcher: Matcher = self.subject.matcher(batch.zone_id)
        self.lines = Lines(reading, self.columns, self.subject.limits, self.bound.ledger.key)
        self.decider = Decider(self.columns, self.subject.computed, self.answers, seal_of(batch).told)
        self.identity: list[Asked] = []
        self.new_units: dict[str, int] = {}
        self.kindless = 0
        self.plan = Plan()
        self.hash = hashlib.sha256()

    def run(self, progress: Progress) -> Plan:
        """Store the rows of the plan and return what is known of them as a whole."""
        ImportRow.objects.filter(batch=self.batch).delete()
        found = self._match()
        total = len(self.lines)
        for n, part in enumerate(bulk.chunks(zip(self.lines, found, strict=True), CHUNK)):
            progress(min(n * CHUNK, total), total)
            self._store(self._rows(part))
        self._store(self._missing({one.id for one in found if one.id is not None}))
        self._store(self._left_out())
        self.plan.questions = card.cards([*self.identity, *self.decider.questions]) + self._whole_file()
        self.plan.digest = self.hash.hexdigest()
        return self.plan

    # ---- who is who ----
    def _match(self) -> list[Found]:
        rows = [
            (self.matcher.find(one) if one[self.bound.ledger.key] else Match()) for one in self.lines.names()
        ]
        named = [str(one[self.bound.ledger.key]) for one in self.lines.names()]
        seen = {one.id for one in rows if one.id is not None}
        fresh = [name for name, one in zip(named, rows, strict=True) if one.id is None and not one.candidates]
        near = self.matcher.near(fresh, seen) if fresh else {}
        taken: dict[int, tuple[str, int]] = {}
        repeats, found = self._repeats(), []
        for (sheet, row), name, match in zip(self._places(), named, rows, strict=True):
            one = self._identify(sheet, row, name, match, near.get(name, ()))
            one = self._once(one, sheet, row, name, taken)
            found.append(self._which(one, sheet, row, name, repeats.get((sheet, row))))
        return found

    def _repeats(self) -> dict[tuple[str, int], int]:
        """Return the later row of one name with other contents, by the first row that was read."""
        found: dict[tuple[str, int], int] = {}
        for one in self.reading.problems:
            if one.kind == "duplicate_conflict" and one.row and one.detail.isdigit():
                found.setdefault((one.sheet, int(one.detail)), one.row)
        return found

    def _which(self, one: Found, sheet: str, row: int, name: str, later: int | None) -> Found:
        """Two rows of one name that differ: ask which counts before either is taken."""
        if later is None or one.skip:
            return one
        letter = self._letter(sheet, self.bound.ledger.key)
        options = [
            Option("first", f"用第 {row} 行"),
            Option(SKIP, "两行都先不导入，改好表再来"),
        ]
        asked = Asked(f"dup:{sheet}!{row}", "dup", f"同一个{self.subject.noun}写了两行，用哪一行？",
                      f"{letter}{row}、{letter}{later}", f"「{name}」第 {row} 行和第 {later} 行内容不一样。",
                      options, row, sheet)  # fmt: skip
        self.identity.append(asked)
        given = self.answers.get(asked.key) or self.answers.get("dup:*")
        if given is None:
            return Found(id=one.id, asked=asked)
        return Found(id=one.id, skip=True) if given["value"] == SKIP else one

    def _places(self) -> Iterator[tuple[str, int]]:
        for block in self.reading.records.blocks:
            for row in block.rows:
                yield block.sheet, row

    def _identify(self, sheet: str, row: int, name: str, match: Match, near: Sequence[Candidate]) -> Found:
        offered = match.candidates or tuple(near)
        if match.id is not None or not offered:
            return Found(id=match.id, rename=match.renamed)
        asked = self._who(sheet, row, name, offered)
        self.identity.append(asked)
        given = self.answers.get(asked.key) or self.answers.get("same:*")
        if given is None:
            return Found(asked=asked)
        word, _, rename = given["value"].partition(":")
        if word == SKIP:
            return Found(skip=True)
        if word == "new":
            return Found()
        return Found(id=int(word), rename=bool(rename), alias=not rename)

    def _who(self, sheet: str, row: int, name: str, offered: Sequence[Candidate]) -> Asked:
        cell = f"{self._letter(sheet, self.bound.ledger.key)}{row}"
        options = []
        for one in offered:
            same_name = one.name == name
            options.append(Option(str(one.id), f"就是「{one.name}」" + ("" if same_name else "，名称不改")))
            if not same_name:
                options.append(Option(f"{one.id}:rename", f"就是「{one.name}」，改用表里的名称"))
        options.append(Option("new", f"是新{self.subject.noun}"))
        whys = "、".join(dict.fromkeys(one.why for one in offered if one.why))
        title = "是哪一个？" if len(offered) > 1 else f"是同一个{self.subject.noun}吗？"
        text = f"表里写「{name}」，系统里有「{'」「'.join(one.name for one in offered)}」（{whys}）。"
        return Asked(f"same:{sheet}!{row}", "same", title, cell, text, options, row, sheet)

    def _letter(self, sheet: str, key: str) -> str:
        blocks = self.reading.records.blocks
        return next((one.letters.get(key, "") for one in blocks if one.sheet == sheet), "")

    def _once(self, one: Found, sheet: str, row: int, name: str, taken: dict[int, tuple[str, int]]) -> Found:
        """Two rows of one record: ask which of them counts; the later one waits."""
        if one.id is None or one.id not in taken:
            if one.id is not None:
                taken[one.id] = (sheet, row)
            return one
        first = taken[one.id]
        options = [Option("first", f"用第 {first[1]} 行"), Option(SKIP, "这一行先不导入")]
        asked = Asked(f"twice:{sheet}!{row}", "twice", "两行是同一个项目，用哪一行？",
                      f"{self._letter(sheet, self.bound.ledger.key)}{row}",
                      f"第 {first[1]} 行和第 {row} 行「{name}」对到系统里同一个{self.subject.noun}。",
                      options, row, sheet)  # fmt: skip
        self.identity.append(asked)
        given = self.answers.get(asked.key) or self.answers.get("twice:*")
        return Found(skip=True) if given else Found(asked=asked)

    # ---- row by row ----
    def _rows(self, part: list[tuple[Line, Found]]) -> list[tuple[Any, ...]]:
        ids = [found.id for _, found in part if found.id is not None]
        now = self.bound.current(ids, self.batch.period or None) if ids else {}
        versions = self.subject.versions(ids) if ids else {}
        return [self._row(line, found, now, versions) for line, found in part]

    def _row(
        self, line: Line, found: Found, now: Mapping[int, Mapping[str, Any]], versions: Mapping[int, int]
    ) -> tuple[Any, ...]:
        prepared = self.matcher.prepare(line.values)
        for key, why in prepared.refused.items():
            line.refused.append(Refusal(line.cell(key), key, "", why))
        self._units(line, prepared.new_units)
        if found.skip:
            return self._stored(line, Outcome.LEFT_OUT, None, None, Decided())
        if found.asked:
            return self._stored(line, Outcome.ASKED, None, None, Decided(refused=line.refused))
        if found.id is None:
            return self._new(line)
        known = flat(now.get(found.id, {}))
        if not found.rename:
            line.values.pop(self.bound.ledger.key, None)
        made = self.decider.decide(line, known)
        if found.alias:
            made.before[ALIAS], made.after[ALIAS] = None, line.name
        outcome = Outcome.ASKED if made.is_open else Outcome.CHANGED if made.after else Outcome.SAME
        return self._stored(line, outcome, found.id, versions.get(found.id), made)

    def _units(self, line: Line, unknown: tuple[str, ...]) -> None:
        """Count units the zone does not have; without a yes they stay out of the row."""
        for name in unknown:
            self.new_units[name] = self.new_units.get(name, 0) + 1
        if unknown and (self.answers.get("units") or {}).get("value") == SKIP:
            known = [one for one in str(line.values["unit"]).split("、") if one not in unknown]
            line.values["unit"] = "、".join(known) or None

    def _new(self, line: Line) -> tuple[Any, ...]:
        made = self.decider.decide(line, None)
        if "project_kind" in self.columns and not made.after.get("project_kind"):
            self.kindless += 1
            if given := self.answers.get("kind"):
                made.after["project_kind"] = given["value"]
        made.before = {}
        return self._stored(line, Outcome.ASKED if made.is_open else Outcome.ADDED, None, None, made)

    def _stored(
        self, line: Line, outcome: str, pk: int | None, version: int | None, made: Decided
    ) -> tuple[Any, ...]:
        refused = [one.stored() for one in made.refused]
        self.plan.refused += len(refused)
        if outcome in (Outcome.ADDED, Outcome.CHANGED):
            self.plan.cells += len(made.after)
        undo = {"reasons": made.reasons} if made.reasons else {}
        flags = flags_of(self.columns, made, refused) if outcome != Outcome.SAME or refused else {}
        return (line.sheet[:60], line.row, line.name[:300], str(outcome), self.subject.kind if pk else "",
                pk, version, flags, text(made.before), text(made.after), refused, undo)  # fmt: skip

    def _missing(self, seen: set[int]) -> list[tuple[Any, ...]]:
        unseen = self.matcher.unseen(seen)
        self.plan.counts[Outcome.MISSING] = len(unseen)
        return [
            ("", 0, one.name[:300], str(Outcome.MISSING), self.subject.kind, one.id, None,
             {}, NOTHING, NOTHING, [], {})
            for one in unseen[:MOST_MISSING]
        ]  # fmt: skip

    def _left_out(self) -> list[tuple[Any, ...]]:
        left = self.reading.not_imported
        self.plan.counts[Outcome.LEFT_OUT] = self.plan.counts.get(Outcome.LEFT_OUT, 0) + len(left)
        return [
            (one.sheet[:60], one.row, (one.text or "")[:300], str(Outcome.LEFT_OUT), "", None, None,
             {"reason": one.reason}, NOTHING, NOTHING, [], {})
            for one in left[:MOST_LEFT_OUT]
        ]  # fmt: skip

    def _store(self, rows: list[tuple[Any, ...]]) -> None:
        counts, lines = self.plan.counts, []
        for row in rows:
            if row[3] not in NOT_READ or (row[3] == LEFT_OUT and not row[7]):
                counts[row[3]] = counts.get(row[3], 0) + 1
            lines.append(f"[{head_of(*row[:7])},{row[8]},{row[9]}]\n")
        self.hash.update("".join(lines).encode())
        bulk.insert_new(ImportRow, FIELDS, rows, batch=self.batch.pk)

    # ---- about the file as a whole ----
    def _whole_file(self) -> list[dict[str, Any]]:
        made = []
        if self.kindless:
            options = [Option(one.value, one.label) for one in self.columns["project_kind"].choices]
            text = f"表里没有写清类别的新{self.subject.noun}有 {self.kindless} 个。"
            made.append(Asked("kind", "kind", "新项目算哪一类？", "整张表", text, options).stored())
        if self.new_units:
            names = "、".join(list(self.new_units)[:30])
            more = f" 等 {len(self.new_units)} 个" if len(self.new_units) > 30 else ""
            options = [Option("make", "新建这些单位"), Option(SKIP, "不建，责任单位先空着")]
            title = f"有 {len(self.new_units)} 个单位系统里没有，新建吗？"
            text = f"{names}{more}。若是同一单位的另一种叫法，请先在单位里加上别称。"
            asked = Asked("units", "units", title, "整张表", text, options)
            made.append({**asked.stored(), "names": list(self.new_units)})
        return made


def flags_of(columns: Mapping[str, Column], made: Decided, refused: Sequence[Any]) -> dict[str, Any]:
    """Return what the preview filters by and shows beside the change.

    later: a planned date moved later · big: an amount changed by more than a fifth, a cumulative one
    since the month before · refused: cells that are not taken · was: the figure of the month before.
    """
    if not (made.before or made.was or made.slips or refused):
        return {}
    flags: dict[str, Any] = {"later": bool(made.slips), "refused": bool(refused)}
    flags["big"] = any(
        columns[split(key)[0]].kind == "money" and is_big(made.was.get(key, old), made.after[key])
        for key, old in made.before.items()
        if key in made.after and split(key)[0] in columns
    )
    flags["was"] = {key: was for key, was in made.was.items() if made.before.get(key) is None}
    return {name: holds for name, holds in flags.items() if holds}


def is_big(old: str | None, new: str | None) -> bool:
    """Tell whether an amount changes by more than a fifth of what it was."""
    if old is None or new is None:
        return False
    return abs(Decimal(new) - Decimal(old)) * 5 > abs(Decimal(old))


def seal_of(batch: ImportBatch) -> Seal:
    """Return what takes no value any more in the zone; a column without a month is of the batch's month."""
    month = batch.period if len(batch.period) > 4 else f"{batch.created_at.astimezone(SHANGHAI):%Y-%m}"
    return keeping.binding(batch.ledger).sealed(batch.zone_id, month)


def months_of(reading: Reading) -> list[str]:
    """Return the months the file speaks of, in order."""
    return sorted({one.period for one in reading.columns if one.field and one.period})


def headers_of(reading: Reading) -> dict[str, str]:
    """Return the clerk's header of each field."""
    return {split(one.key or "")[0]: one.header for one in reading.columns if one.field}
