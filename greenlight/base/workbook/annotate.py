"""The clerk's own .xlsx with its refused cells in red and a comment on each saying why.

Only what must change is patched: the style part (a red copy of each cell's own format), the marked
cells, the comment parts and what points to them. Every other part keeps its compressed bytes. Comments
the clerk wrote stay; ours are added after them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from greenlight.base.workbook.annotate_comments import (
    NO_COMMENTS,
    NO_DRAWING,
    commented,
    with_boxes,
    with_comments,
)
from greenlight.base.workbook.annotate_package import CannotAnnotate, Package, attributes
from greenlight.base.workbook.annotate_sheet import (
    Cell,
    Frame,
    Patch,
    cell_of,
    frame_of,
    reference_of,
)
from greenlight.base.workbook.annotate_styles import LEAST, RedStyles
from greenlight.base.workbook.write_spec import MOST_CHARACTERS

__all__ = ["CannotAnnotate", "Mark", "annotate"]
MOST_COMMENTS = 10_000  # on one sheet; beyond, Excel opens slowly: cells are red without a comment
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."


class Mark(NamedTuple):
    """One refused cell: the sheet's name, the cell (E5), and why, as the clerk is to read it."""

    sheet: str
    cell: str
    text: str


def annotate(data: bytes, marks: Iterable[Mark], summary: str = "") -> bytes:
    """The .xlsx with every marked cell red and commented; `summary` becomes a comment on A1.

    The summary stands on the first marked sheet (the first of all if none is). A mark inside a
    merged area goes to its first cell; several marks on one cell become one comment. Raises
    CannotAnnotate for a file this cannot be done to (not .xlsx, encrypted, damaged, with entities,
    strict Open XML) and for a mark on a sheet that is not there.
    """
    wanted = _by_sheet(marks)
    if not wanted and not summary:
        return data
    try:
        return _annotated(Package(data), wanted, summary)
    except (KeyError, IndexError, OverflowError, UnicodeError) as error:
        raise CannotAnnotate("工作簿已损坏，不能在原表上批注") from error


def _annotated(package: Package, wanted: Mapping[str, Mapping[Cell, Sequence[str]]], summary: str) -> bytes:
    book = _only(package, "", "officeDocument")
    paths = _sheet_paths(package, book)
    missing = wanted.keys() - paths.keys()
    if missing:
        raise CannotAnnotate(f"工作簿没有工作表“{min(missing)}”，不能在原表上批注")
    styles_path, styles = _styles(package, book)
    first = next((name for name in paths if name in wanted), next(iter(paths)))
    for name in [name for name in paths if name in wanted or (name == first and summary)]:
        summed = summary if name == first else ""
        _annotate_sheet(package, paths[name], wanted.get(name, {}), summed, styles)
    package.finish(styles_path, styles.text)
    return package.save()


def _by_sheet(marks: Iterable[Mark]) -> dict[str, dict[Cell, list[str]]]:
    wanted: dict[str, dict[Cell, list[str]]] = {}
    for mark in marks:
        texts = wanted.setdefault(mark.sheet, {}).setdefault(cell_of(mark.cell), [])
        if mark.text not in texts:
            texts.append(mark.text)
    return wanted


def _only(package: Package, source: str, kind: str) -> str:
    paths = [relation.path for relation in package.relations(source) if relation.kind == kind]
    if not paths:
        raise CannotAnnotate(f"工作簿缺少 {kind} 部分，不能在原表上批注")
    return paths[0]


def _sheet_paths(package: Package, book: str) -> dict[str, str]:
    targets = {relation.id: relation.path for relation in package.relations(book)}
    paths = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", package.text(book)):
        named = attributes(tag)
        identity = next((value for name, value in named.items() if name.endswith(":id")), "")
        if identity in targets:
            paths[named.get("name", "")] = targets[identity]
    if not paths:
        raise CannotAnnotate("工作簿没有工作表，不能在原表上批注")
    return paths


def _styles(package: Package, book: str) -> tuple[str, RedStyles]:
    paths = [part.path for part in package.relations(book) if part.kind == "styles"]
    if paths:
        return paths[0], RedStyles(package.text(paths[0]))
    path = "xl/styles.xml" if "xl/styles.xml" not in package else package.free("xl/styles{}.xml")
    package.relate(book, "styles", path)
    package.declare(_override(path, "spreadsheetml.styles+xml"))
    return path, RedStyles(LEAST)


def _override(path: str, kind: str) -> str:
    return f'Override PartName="/{path}" ContentType="{_OFFICE_TYPE}{kind}"/>'


def _annotate_sheet(
    package: Package,
    path: str,
    wanted: Mapping[Cell, Sequence[str]],
    summary: str,
    styles: RedStyles,
) -> None:
    with package.open(path) as part:
        frame = frame_of(part)
    texts = _at_anchors(wanted, frame)
    notes = _notes(texts, summary)
    tail = _comment(package, path, frame, notes)
    package.stream(path, Patch(frame, list(texts), styles.red, tail))


def _at_anchors(wanted: Mapping[Cell, Sequence[str]], frame: Frame) -> dict[Cell, dict[str, None]]:
    """The texts of each cell, those within a merged area moved to its first cell."""
    cells = sorted(wanted)
    anchors: dict[Cell, Cell] = {}
    for first, last in frame.merges():
        inside = cells[bisect_left(cells, first) : bisect_right(cells, last)]
        anchors |= {cell: first for cell in inside if first[1] <= cell[1] <= last[1]}
    texts: dict[Cell, dict[str, None]] = {}
    for cell in cells:
        texts.setdefault(anchors.get(cell, cell), {}).update(dict.fromkeys(wanted[cell]))
    return dict(sorted(texts.items()))


def _notes(texts: Mapping[Cell, Iterable[str]], summary: str) -> dict[Cell, str]:
    notes = {cell: "\n".join(lines) for cell, lines in islice(texts.items(), MOST_COMMENTS)}
    if len(texts) > MOST_COMMENTS:
        rest = f"批注只写到前 {MOST_COMMENTS:,} 格，其余 {len(texts) - MOST_COMMENTS:,} 格只标红。"
        summary = f"{summary}\n{rest}".strip()
    if summary:
        notes[1, 1] = f"{summary}\n{notes.get((1, 1), '')}".strip()
    for cell, note in notes.items():
        if len(note) > MOST_CHARACTERS:
            raise CannotAnnotate(f"{reference_of(cell)} 的批注超过 {MOST_CHARACTERS:,} 字，请缩短")
    return notes


def _comment(package: Package, path: str, frame: Frame, notes: Mapping[Cell, str]) -> str:
    """Put the notes into the sheet's comment and drawing parts; returns the sheet's tail."""
    parts = {relation.kind: relation.path for relation in package.relations(path)}
    by_id = {relation.id: relation.path for relation in package.relations(path)}
    comments = parts.get("comments")
    texts = package.text(comments) if comments else NO_COMMENTS
    known = commented(texts)
    if comments is None:
        comments = package.free("xl/comments{}.xml")
        package.relate(path, "comments", comments)
        package.declare(_override(comments, "spreadsheetml.comments+xml"))
    package.change(comments, with_comments(texts, notes))
    tail, drawing = frame.tail, by_id.get(frame.drawing() or "")
    boxes = package.text(drawing) if drawing else NO_DRAWING
    if drawing is None:
        drawing = package.free("xl/drawings/vmlDrawing{}.vml")
        tail = frame.with_drawing(package.relate(path, "vmlDrawing", drawing))
        package.declare(f'Default Extension="vml" ContentType="{_OFFICE_TYPE}vmlDrawing"/>')
        known = set()
    fresh = {cell: note for cell, note in notes.items() if reference_of(cell) not in known}
    package.change(drawing, with_boxes(boxes, fresh))
    return tail
