"""What happens to one record when one row of a workbook is taken in: pure, no database.

An empty cell never erases, a refused cell keeps what is there, a cumulative figure that falls and a
planned date that moves later want a reason, and whatever is unclear is asked (design/README).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from greenlight.base.imports.canonical import header, is_later, same, shown, split
from greenlight.base.ledger import Column

SKIP = "skip"  # the answer: leave this cell or row out
PLANNED = frozenset({"planned_start", "planned_finish"})
ALIAS = "alias"
YTD_NAME = "ytd_investment"
YTD = f"{YTD_NAME}@"
Answers = Mapping[str, Mapping[str, str]]


@dataclass
class Refusal:
    """A cell that is not taken: where, what it says, why and the way out."""

    cell: str
    key: str
    raw: str
    sentence: str

    def stored(self) -> dict[str, str]:
        """Return the refusal as a row keeps it."""
        return {"cell": self.cell, "key": self.key, "raw": self.raw, "sentence": self.sentence}


@dataclass
class Option:
    """One answer of a question; `wants` names the text that goes with it (理由)."""

    value: str
    label: str
    wants: str = ""


@dataclass
class Asked:
    """A question about a row: `family` groups questions of one sort when there are many."""

    key: str
    family: str
    title: str
    place: str
    text: str
    options: list[Option]
    row: int = 0
    sheet: str = ""

    def stored(self) -> dict[str, Any]:
        """Return the question as a batch keeps it."""
        return {**vars(self), "options": [vars(one) for one in self.options]}


@dataclass
class Suspect:
    """A cell whose unit is doubted: what it may mean, as (canonical value, label)."""

    cell: str
    key: str
    raw: str
    readings: list[tuple[str, str]]
    text: str


@dataclass
class Line:
    """One row of the workbook in canonical form, with what is doubted in it."""

    sheet: str
    row: int
    name: str
    values: dict[str, Any]
    letters: Mapping[str, str] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Return the word for this row in keys of questions."""
        return f"{self.sheet}!{self.row}"

    def cell(self, key: str) -> str:
        """Return the cell of a key in this row, F9; empty when the sheet has no such column."""
        letter = self.letters.get(key)
        return f"{letter}{self.row}" if letter else ""


@dataclass
class Decided:
    """The outcome for one row: what changes, what is refused, what is asked."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    slips: list[Asked] = field(default_factory=list)
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)  # the cumulative figure of the month before

    @property
    def is_open(self) -> bool:
        """Tell whether the row still waits for an answer."""
        return bool(self.asked)


class Decider:
    """Decides rows of one ledger under the answers given so far."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        computed: frozenset[str],
        answers: Answers,
        sealed: Callable[[str], str] = lambda _key: "",
    ) -> None:
        self.columns, self.computed, self.answers = columns, computed, answers
        self.sealed = _Sealed(sealed)
        self.questions: list[Asked] = []
        self.fields = _Fields(computed)

    def answer(self, key: str, family: str = "") -> Mapping[str, str] | None:
        """Return the answer to a question, or to all of its family."""
        return self.answers.get(key) or (self.answers.get(f"{family}:*") if family else None)

    def decide(self, line: Line, now: Mapping[str, Any] | None) -> Decided:
        """Compare a row with its record in flat canonical form; None means a new record."""
        made = Decided(refused=list(line.refused))
        known = now or {}
        values = dict(line.values)
        for suspect in line.suspects:
            self._unit(line, suspect, values, known, made)
        self._start(line, values, known, now is None, made)
        for key, new in values.items():
            name = self.fields[key]
            if new is None or not name:
                continue
            if now is None and name != YTD_NAME:
                if not self._is_sealed(line, key, new, made):
                    made.after[key] = new
            elif known.get(key) != new:
                self._cell(line, (key, known.get(key), new), values, known, made)
        return made

    def _cell(
        self,
        line: Line,
        cell: tuple[str, Any, Any],
        values: Mapping[str, Any],
        known: Mapping[str, Any],
        made: Decided,
    ) -> None:
        """Take a cell whose text differs: (key, what the record says, what the row says)."""
        key, old, new = cell
        name, month = split(key)
        if same(self.columns[name], old, new) or self._is_sealed(line, key, new, made):
            return
        if month and name == YTD_NAME and not self._fall_is_fine(line, key, new, values, known, made):
            return
        if name in PLANNED and is_later(old, new):
            self._slip(line, key, str(old), new, made)
        made.before[key], made.after[key] = old, new

    def _is_sealed(self, line: Line, key: str, new: Any, made: Decided) -> bool:
        """Refuse a cell that takes nothing any more; the rest of the row goes in."""
        why = self.sealed[key]
        if why:
            self._refuse(line, made, key, shown(self.columns[split(key)[0]], new), why)
        return bool(why)

    def _ask(self, made: Decided, asked: Asked) -> Mapping[str, str] | None:
        """Put a question; return its answer, or None and leave it open."""
        self.questions.append(asked)
        given = self.answer(asked.key, asked.family)
        if given is None:
            made.asked.append(asked)
        return given

    def _refuse(self, line: Line, made: Decided, key: str, raw: Any, sentence: str) -> None:
        made.refused.append(Refusal(line.cell(key), key, str(raw), sentence))

    def _unit(
        self, line: Line, suspect: Suspect, values: dict[str, Any], known: Mapping[str, Any], made: Decided
    ) -> None:
        old = known.get(suspect.key)
        settled = next((value for value, _ in suspect.readings if old is not None and value == old), None)
        if settled is not None:
            values[suspect.key] = settled
            return
        options = [Option(value, label) for value, label in suspect.readings]
        text = f"「{line.name}」{suspect.text}"
        asked = Asked(f"unit:{line.sheet}!{suspect.cell}", "unit", "单位是万元还是亿元？", suspect.cell, text,
                      [*options, Option(SKIP, "不收这一格")], line.row, line.sheet)  # fmt: skip
        given = self._ask(made, asked)
        if given and given["value"] == SKIP:
            self._refuse(line, made, suspect.key, suspect.raw, "单位拿不准，这一格不收")
        elif given:
            values[suspect.key] = given["value"]

    def _start(
        self, line: Line, values: dict[str, Any], known: Mapping[str, Any], is_new: bool, made: Decided
    ) -> None:
        """否 beside an actual start: on a record that has started it is refused, else it is asked."""
        if values.get("started") is not False:
            return
        start = values.get("actual_start")
        if known.get("started"):
            values["started"] = None
            since = f" {known['actual_start']} " if known.get("actual_start") else ""
            self._refuse(line, made, "started", "否", f"系统里{since}已开工；若记错了，请在项目页更正")
        elif start and not (not is_new and known.get("actual_start")):
            self._started_or_not(line, values, start, made)

    def _started_or_not(self, line: Line, values: dict[str, Any], start: str, made: Decided) -> None:
        text = f"「{line.name}」是否开工写“否”，又填了实际开工 {start}。"
        options = [Option("not", "没有开工，实际开工这格不收"), Option("started", f"已开工（{start}）")]
        place = line.cell("started")
        asked = Asked(
            f"start:{line.place}", "start", "开工了没有？", place, text, options, line.row, line.sheet
        )
        given = self._ask(made, asked)
        if given and given["value"] == "started":
            values["started"] = True
            return
        values["actual_start"] = None
        if given:
            self._refuse(line, made, "actual_start", start, "是否开工写“否”，这一格不收")

    def _fall_is_fine(
        self,
        line: Line,
        key: str,
        new: str,
        values: Mapping[str, Any],
        known: Mapping[str, Any],
        made: Decided,
    ) -> bool:
        higher = higher_before(key, values, known)
        if higher is None:
            return True
        if higher[0] != key:
            made.was[key] = higher[1]
        if Decimal(new) >= Decimal(higher[1]):
            return True
        fell = Decimal(higher[1]) - Decimal(new)
        column = self.columns["ytd_investment"]
        text = (f"「{line.name}」{header(self.columns, higher[0])} {shown(column, higher[1])}，"
                f"这次{header(self.columns, key)} {shown(column, new)}。")  # fmt: skip
        options = [Option("yes", "是核减", wants="理由"), Option(SKIP, "填错了，退回这一格")]
        title = f"累计少了 {fell:,f} 万元，是核减吗？"
        asked = Asked(f"fell:{line.place}:{key}", "fell", title, line.cell(key), text, options,
                      line.row, line.sheet)  # fmt: skip
        given = self._ask(made, asked)
        if given and given["value"] == SKIP:
            self._refuse(line, made, key, new, "累计比上期少，退回核对")
        elif given:
            made.reasons[key] = {"text": given.get("text", "")}
        return bool(given and given["value"] != SKIP)

    def _slip(self, line: Line, key: str, old: str, new: str, made: Decided) -> None:
        title = f"{self.columns[key].header}推后"
        asked = Asked(f"slip:{line.place}:{key}", "slip", title, line.cell(key),
                      f"{line.name}：{old} → {new}", [], line.row, line.sheet)  # fmt: skip
        made.slips.append(asked)
        self.questions.append(asked)
        given = self.answer(asked.key, "slip")
        if given:
            made.reasons[key] = {"class": given["value"], "text": given.get("text", "")}


class _Fields(dict[str, str]):
    """The field of a key, empty for one that is computed: worked out once for a file."""

    def __init__(self, computed: frozenset[str]) -> None:
        super().__init__()
        self.computed = computed

    def __missing__(self, key: str) -> str:
        name = split(key)[0]
        self[key] = made = "" if name in self.computed else name
        return made


class _Sealed(dict[str, str]):
    """Why a key takes nothing any more, empty where it does: asked once for a file."""

    def __init__(self, told: Callable[[str], str]) -> None:
        super().__init__()
        self.told = told

    def __missing__(self, key: str) -> str:
        self[key] = made = self.told(key)
        return made


def higher_before(key: str, values: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the figure a cumulative value must not fall below: the same month as recorded, else
    the nearest earlier month of the year in the file or on record."""
    if known.get(key) is not None:
        return key, known[key]
    year = key[: len(YTD) + 4]
    earlier = [
        (one, value)
        for said in (values, known)
        for one, value in said.items()
        if one.startswith(year) and one < key and value is not None
    ]
    # max() takes the first of equals: what the file says of a month goes before what is on record.
    return max(earlier, key=lambda pair: pair[0]) if earlier else None


def unanswered(questions: Sequence[Mapping[str, Any]], answers: Answers) -> int:
    """Count the cards that still want an answer; a card of many items counts once."""
    return sum(1 for one in questions if not answered(one, answers))


def answered(card: Mapping[str, Any], answers: Answers) -> bool:
    """Tell whether a card needs nothing more: its own answer, or one for each of its items."""
    given = answers.get(card["key"])
    if given:
        return not missing_text(card, given)
    items = card.get("items") or []
    return bool(items) and not card.get("more") and all(answers.get(one["key"]) for one in items)


def missing_text(card: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Tell whether the chosen answer wants a text that was not written."""
    chosen = next((one for one in card.get("options", []) if one["value"] == given.get("value")), None)
    return bool(chosen and chosen.get("wants") and not given.get("text", "").strip())
