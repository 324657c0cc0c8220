"""Export of exactly what is seen: the same columns, rows, order, groups and sums, while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from greenlight.base.tables import grouping
from greenlight.base.tables.shown import Shown
from greenlight.base.workbook.write import stream
from greenlight.base.workbook.write_csv import stream_csv
from greenlight.base.workbook.write_spec import SIGNATURE, HeadRow, OutColumn, SheetSpec, Value
from greenlight.desk.exporting import values
from greenlight.desk.exporting.classic import title, unit_line
from greenlight.desk.table import drawing
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sums import Sums
from greenlight.kernel.months import month_end
from greenlight.people.models import Zone

CHUNK = 1000
Run = tuple[str, list[int]]  # the word of a group, its keys in order


def export_seen(seen: Seen, *, suffix: str = ".xlsx") -> Iterator[bytes]:
    """Stream what one person sees, all pages of it, as .xlsx or .csv.

    A .csv is for programs: the same columns and rows in the same order, without heads of groups and 合计.
    """
    sheet = spec(seen, headed=suffix != ".csv")
    return stream_csv(sheet) if suffix == ".csv" else stream(sheet)


def spec(seen: Seen, *, headed: bool = True) -> SheetSpec:
    """Lay out what is seen as a clerk sends it on."""
    zone = Zone.objects.filter(pk=seen.user.scope.home or 0).first()
    widths = {one.field: float(one.width) for one in seen.sheet.ledger.columns}
    columns = [values.out_column(one, widths.get(one.name)) for one in seen.columns]
    return SheetSpec(
        title=title(zone, seen.sheet.ledger),
        unit_line=data_line(seen, zone),
        columns=[OutColumn("序号", kind="integer", width=6), *columns],
        rows=rows(seen, headed=headed),
        totals=sum_row(seen, f"合计（{seen.sums.count} 项）", seen.sums),
        signature=SIGNATURE,
        sheet_name="重点项目",
    )


def data_line(seen: Seen, zone: Zone | None) -> str:
    """Say who fills it in, until when the data speak, in which unit."""
    return unit_line(zone, reported_until(seen) or seen.user.scope.day)


def reported_until(seen: Seen) -> date | None:
    """Return the last day the amounts speak of: the end of the newest month reported, by file or by hand."""
    day, period = seen.user.scope.day, seen.known.period
    return min(month_end(period.year, period.month), day) if period.month else None


def rows(seen: Seen, *, headed: bool) -> Iterator[list[Value]]:
    """Yield the rows, a thousand lines a query; a group has its head and its own 序号."""
    day = seen.user.scope.day
    if not (seen.grouped and not seen.group):
        yield from numbered(list(seen.ids()), seen.columns, day)
        return
    heads = {one.word: (one.label, sums) for one, sums in seen.groups(most=seen.group_count)}
    at = 1
    for n, (word, ids) in enumerate(runs(seen, seen.grouped), 1):
        if headed:
            label, sums = heads.get(word, (word, None))
            yield head(seen, n, label, len(ids), sums)
        yield from numbered(ids, seen.columns, day, 1 if headed else at)
        at += len(ids)


def runs(seen: Seen, column: Shown) -> Iterator[Run]:
    """Yield the groups in the order they are seen in, each with the keys of its lines.

    The word of a group comes with the line: whatever others write meanwhile, no line stands under
    another group's head.
    """
    keyed = seen.ids().annotate(group_key=grouping.key_of(column)).values_list("pk", "group_key")
    pairs = ((grouping.word_of(key), pk) for pk, key in keyed.iterator(CHUNK))
    for word, found in groupby(pairs, lambda pair: pair[0]):
        yield word, [pk for _, pk in found]


def numbered(ids: list[int], columns: list[Shown], day: date, first: int = 1) -> Iterator[list[Value]]:
    """Yield the rows of some lines, numbered from `first` on."""
    readers = [values.reader(one, day) for one in columns]
    for start in range(0, len(ids), CHUNK):
        for n, line in enumerate(drawing.lines_of(ids[start : start + CHUNK], columns), first + start):
            yield [n, *(read(line) for read in readers)]


def head(seen: Seen, number: int, label: str, count: int, sums: Sums | None) -> HeadRow:
    """Return the head of a group: 一, its value, how many, what they add up to."""
    row = sum_row(seen, f"{label}（{count} 项）", sums)
    return HeadRow([values.numeral(number), *row[1:]])


def sum_row(seen: Seen, name: str, sums: Sums | None) -> list[Value]:
    """Return a row of sums under the columns that are seen."""
    key = seen.sheet.ledger.key
    found = [name if one.name == key else values.sum_of(one, sums) if sums else None for one in seen.columns]
    return [None, *found]
