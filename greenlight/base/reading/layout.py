"""From a header to readers: each column gets its field, month, unit, and a reader of its cells."""

import re
from collections.abc import Mapping
from typing import Any

from greenlight.base.ledger import Column
from greenlight.base.reading.cells import Setting, is_fraction, only_ticks
from greenlight.base.reading.facts import period_of
from greenlight.base.reading.mapping import SURE, Chosen, assign
from greenlight.base.reading.readers import Source, reader
from greenlight.base.reading.result import ColumnRead, Question
from greenlight.base.reading.table import Table
from greenlight.base.reading.terms import Path, day_of
from greenlight.base.workbook import Limits, letter
from greenlight.kernel.parse import read_choice, read_count, read_money
from greenlight.kernel.parse.numbers import AREA, MONEY


def lay_out(table: Table, choices: Mapping[str, str], limits: Limits) -> None:
    """Decide what every column of a table is, and make its reader."""
    paths, ledger, facts = table.header.paths, table.ledger, table.facts
    answers = {key[6:]: value for key, value in choices.items() if key.startswith("field:")}
    periods = {at: period_of(path, "any", facts) for at, path in paths.items()}
    if ledger.rows == "days":
        periods = {at: day_of(path) for at, path in paths.items()}
    chosen = assign(paths, periods, ledger, facts.year, answers)
    table.long = _is_long(table, {one.field for one in chosen.values()})
    for at in sorted(paths):
        column = _column(table, at, paths[at], chosen[at], choices)
        table.columns.append(column)
        if column.key:
            table.places[column.key] = at - 1
    for column in table.columns:
        if column.key:
            table.readers[column.key] = _reader(table, column, limits)


def _is_long(table: Table, fields: set[str | None]) -> bool:
    """Tell a table whose rows name their own month, or day: its other columns need none."""
    wanted = {"months": "month", "days": "date"}.get(table.ledger.rows)
    own = {one.field for one in table.ledger.columns if one.kind == wanted}
    return bool(own & fields)


def _column(table: Table, at: int, path: Path, chosen: Chosen, choices: Mapping[str, str]) -> ColumnRead:
    declared = table.ledger.column(chosen.field) if chosen.field else None
    if declared is not None and not _holds(table, at, declared):
        _ask(table, at, path, "unknown_values", chosen)
        declared = None
    unit, period = _unit(table, path, declared, choices), None
    if declared is not None and declared.by_month and not table.long:
        period = _period(table, path, declared, choices)
        if period is None:
            _ask(table, at, path, "period_missing", chosen)
            declared = None
    if declared is not None and chosen.score < SURE:
        _ask(table, at, path, "ambiguous_column", chosen)
    if declared is None and chosen.field is None and path.bases(None)[-1:] and chosen.runners:
        _ask(table, at, path, "repeated_column", chosen)
    hidden = at in table.sheet.marks.hidden_columns
    name = declared.field if declared else None
    return ColumnRead(
        table.sheet.name, letter(at), path.shown, name, period, unit, hidden, chosen.score,
        table.header.top,
    )  # fmt: skip


def _period(table: Table, path: Path, declared: Column, choices: Mapping[str, str]) -> str | None:
    if declared.by_month == "day":
        return day_of(path)
    answer = None if path.months else _answered_period(choices)
    return answer or period_of(path, declared.by_month, table.facts)


def _unit(table: Table, path: Path, declared: Column | None, choices: Mapping[str, str]) -> str | None:
    """The unit of the header, else a person's answer, else that of the unit line."""
    if declared is None or declared.kind not in ("money", "area"):
        return path.unit if declared is None else None
    own = path.unit if _fits(path.unit, declared) else None
    answer = choices.get(f"unit:{path.key()}")
    return own or (answer if _fits(answer, declared) else None) or table.facts.unit(declared.kind)


def _fits(unit: str | None, declared: Column) -> bool:
    return unit in (MONEY if declared.kind == "money" else AREA)


def _answered_period(choices: Mapping[str, str]) -> str | None:
    answer = choices.get("period", "")
    return answer if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", answer) else None


def _sample(table: Table, at: int) -> list[Any]:
    """The first cells below the header."""
    return [row[at - 1] for row in table.head[table.header.bottom :] if at <= len(row)]


def _words(table: Table, at: int) -> list[str]:
    """The words a column holds below the header, without headers repeated on later pages."""
    own = {"".join(term.text.split()) for term in table.header.paths[at].terms}
    texts = [value.strip() for value in _sample(table, at) if isinstance(value, str)]
    return [t for t in texts if t and "".join(t.split()) not in own and not t.isdigit()]


def _holds(table: Table, at: int, declared: Column) -> bool:
    """Tell whether a choice column holds its choices: 产业类别 may name industries instead."""
    if declared.kind != "choice":
        return True
    words = {word: c.value for c in declared.choices for word in (c.label, *c.words)}
    texts = _words(table, at)
    known = sum(text in declared.nothing or not read_choice(text, words).notes for text in texts)
    return not texts or known * 2 >= len(texts)


def _reader(table: Table, column: ColumnRead, limits: Limits) -> Any:
    key = column.key or ""
    at = table.places[key]
    declared = table.declared(key)
    marks = table.sheet.marks
    setting = Setting(declared, column.unit, table.facts.year, longest=limits.text)
    if declared.kind == "percent":
        setting.fraction = _is_fraction(table, key)
    if declared.kind == "deadline":
        setting.clock = _clock(table.header.paths[at + 1])
    if declared.kind == "bool":
        setting.ticks = only_ticks(_words(table, at + 1))
    faults = {row: text for (row, place), text in marks.faults.items() if place == at + 1}
    formulas = {row: text for (row, place), text in marks.formulas.items() if place == at + 1}
    return reader(setting, Source(at, marks.shown.get(at + 1, {}), faults, formulas))


def _clock(path: Path) -> str:
    """What a bare number in a column of deadlines counts: the header says 工作日 or 天."""
    text = path.shown
    return "workdays" if "工作日" in text else "days" if path.unit == "天" or "天数" in text else ""


def _is_fraction(table: Table, key: str) -> bool:
    """Judge the bare numbers of a percent column by the amounts beside them."""
    shown = table.sheet.marks.shown.get(table.places[key] + 1, {})
    top = table.header.bottom
    rows = [
        (at, row) for at, row in enumerate(table.head[top:], top + 1)
        if table.places[key] < len(row) and at not in shown
    ]  # fmt: skip
    values = [row[table.places[key]] for _, row in rows]
    return is_fraction(values, [_rate(table, key, row) for _, row in rows])


def _rate(table: Table, key: str, row: list[Any]) -> float | None:
    """The percentage a row's amounts give for a column that is checked against them."""
    name, _, month = key.partition("@")
    for one in table.ledger.checks:
        if one.kind in ("rate_mismatch", "yoy_mismatch") and one.fields[0] == name:
            done, base = (_number(table, row, field, month) for field in one.fields[1:3])
            if done is not None and base:
                return (done / base - (one.kind == "yoy_mismatch")) * 100
    return None


def _number(table: Table, row: list[Any], field: str, month: str) -> float | None:
    """The number of a row in a field, of the month asked or the last one."""
    keys = [key for key in sorted(table.places) if key.partition("@")[0] == field]
    key = next((key for key in keys if month and key.endswith(f"@{month}")), keys[-1] if keys else None)
    if key is None:
        return None
    raw = row[table.places[key]] if table.places[key] < len(row) else None
    declared, unit = table.declared(key), table.by_key[key].unit
    read = read_money(raw, unit) if declared.kind == "money" else read_count(raw)
    return None if read.value is None else float(read.value)


_QUESTIONS = {
    "unknown_values": "“{header}”列的内容不是本台账的选项，未读入；如需读入请指定字段。",
    "period_missing": "“{header}”没有写明月份，未读入；请选定报表月份，如 2022年7月。",
    "ambiguous_column": "“{header}”按“{field}”读入，请确认或改选。",
    "repeated_column": "“{header}”与另一列重复，未读入；如需读入请指定字段。",
    "unit_missing": "“{header}”没有写明单位，未读数值；请选定单位。",
}


def _ask(table: Table, at: int, path: Path, kind: str, chosen: Chosen) -> None:
    field = table.ledger.column(chosen.field).header if chosen.field else ""
    options = tuple(name for name in (chosen.field, *chosen.runners) if name)
    key = "period" if kind == "period_missing" else f"field:{path.key()}"
    sentence = _QUESTIONS[kind].format(header=path.shown, field=field)
    table.questions.append(Question(kind, key, table.sheet.name, letter(at), path.shown, sentence, options))


def ask_unit(table: Table, column: ColumnRead, path: Path) -> None:
    """Ask for the unit of a column whose cells and header name none."""
    options = ("亿元", "万元", "元") if table.declared(column.key or "").kind == "money" else ("亩", "公顷")
    sentence = _QUESTIONS["unit_missing"].format(header=column.header)
    table.questions.append(
        Question("unit_missing", f"unit:{path.key()}", column.sheet, column.column, column.header,
                 sentence, options)
    )  # fmt: skip
