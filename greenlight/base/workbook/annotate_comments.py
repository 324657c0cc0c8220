"""Comments of a sheet: the texts in one part, the boxes that show them in another (VML)."""

import re
from collections.abc import Mapping

from greenlight.base.workbook.annotate_package import CannotAnnotate, append_child, attributes
from greenlight.base.workbook.annotate_sheet import Cell, reference_of
from greenlight.base.workbook.write_cells import text_run
from greenlight.base.workbook.write_spec import MAIN, XML, line_count

AUTHOR = "绿灯"
NO_COMMENTS = f'{XML}<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_COMMENT = re.compile(r"<((?:\w+:)?)comment\s[^>]*>.*?</\1comment\s*>", re.S)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BLOCK = 1024  # shape numbers come in blocks of this size, each listed in the idmap
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_WIDE = 36  # characters a box shows in one line


def with_comments(text: str, notes: Mapping[Cell, str]) -> str:
    """The comments part with these notes; a cell that has a comment keeps it in front of ours."""
    root = re.search(r"<((?:\w+:)?)comments[\s>]", text)
    prefix = root[1] if root else ""
    author = len(re.findall(rf"<{prefix}author[\s/>]", text))
    text = append_child(text, "authors", f"author>{AUTHOR}</{prefix}author>")
    left = {reference_of(cell): note for cell, note in notes.items()}

    def joined(comment: re.Match[str]) -> str:
        note = left.pop(attributes(comment[0].partition(">")[0]).get("ref", ""), None)
        return comment[0] if note is None else _joined(comment[0], note, prefix)

    text = _COMMENT.sub(joined, text)
    added = "".join(
        f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{_run(note, prefix)}'
        f"</{prefix}text></{prefix}comment>"
        for cell, note in left.items()
    )
    return append_child(text, "commentList", added[1 + len(prefix) :]) if added else text


def _run(note: str, prefix: str) -> str:
    run = text_run(note).replace("<t", f"<{prefix}t", 1).replace("</t>", f"</{prefix}t>")
    return f"<{prefix}r>{run}</{prefix}r>"


def _joined(comment: str, note: str, prefix: str) -> str:
    # A text is either one <t> or runs: the one becomes a run, ours follows the last.
    plain = rf"(<{prefix}text\s*>)(<{prefix}t(?:\s[^>]*)?>.*?</{prefix}t\s*>)"
    comment = re.sub(plain, rf"\1<{prefix}r>\2</{prefix}r>", comment, count=1, flags=re.S)
    at = comment.rfind(f"</{prefix}r>")
    if at < 0:
        return append_child(comment, "text", _run(note, prefix)[1 + len(prefix) :])
    at += len(f"</{prefix}r>")
    return comment[:at] + _run(f"\n{note}", prefix) + comment[at:]


def commented(text: str) -> set[str]:
    """The references of the cells that have a comment."""
    found = (attributes(hit[0].partition(">")[0]) for hit in _COMMENT.finditer(text))
    return {comment["ref"] for comment in found if "ref" in comment}


def with_boxes(text: str, notes: Mapping[Cell, str]) -> str:
    """The drawing part with a hidden box for each note."""
    end = text.rfind("</xml>")
    if end < 0:
        raise CannotAnnotate("工作表已有的批注不完整，不能在原表上批注")
    root = text[: text.index(">", text.index("<xml"))]
    spaces = "".join(f' xmlns:{p}="{uri}"' for p, uri in _SPACES.items() if f"xmlns:{p}=" not in root)
    used = [int(number) for number in re.findall(r"_x0000_s(\d+)", text)]
    first = max(used, default=_BLOCK) + 1
    kind = "" if 'id="_x0000_t202"' in text else _SHAPE_TYPE
    boxes = [_box(first + index, cell, note) for index, (cell, note) in enumerate(notes.items())]
    added = f"{kind}{''.join(boxes)}"
    if spaces:
        added = re.sub(r"<v:shape(type)?\s", lambda hit: f"{hit[0][:-1]}{spaces} ", added)
    text = text[:end] + added + text[end:]
    return _mapped(text, range(first // _BLOCK, (first + len(boxes)) // _BLOCK + 1))


def _mapped(text: str, blocks: range) -> str:
    def listed(hit: re.Match[str]) -> str:
        known = [part for part in hit[2].split(",") if part]
        missing = [str(block) for block in blocks if str(block) not in known]
        return hit[1] + ",".join([*known, *missing])

    return re.sub(r"""(<o:idmap\s[^>]*?data\s*=\s*["'])([\d,]*)""", listed, text, count=1)


def _box(number: int, cell: Cell, note: str) -> str:
    row, column = cell[0] - 1, cell[1] - 1
    tall = min(line_count(note, _WIDE) + 1, 30)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {row + tall}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f'width:220pt;height:{tall * 15}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
