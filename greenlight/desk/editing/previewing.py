"""What a paste or a bulk edit would do, weighed and not written; applied only as it was shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from greenlight.base import keeping
from greenlight.base.imports.canonical import columns_of
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.desk.actions import edit_cells
from greenlight.desk.actions.editing import BULK, PASTE
from greenlight.desk.editing.blocks import block
from greenlight.desk.editing.cells import Asked, CellEdit, Reasons, RefusedCell, Weighed, Written
from greenlight.desk.editing.pasting import CLEAR, KEEP, Place, lay
from greenlight.desk.editing.weighing import NOT_MAY, by_record, weigh, writable

MOST_SHOWN = 200
MOST_ROWS = 20_000


@dataclass
class Preview:
    """A deed that waits for a yes; `digest` is the word for exactly what it would write."""

    by: By
    ledger: str
    verb: str
    edits: list[CellEdit]
    reasons: Reasons
    weighed: Weighed
    refused: list[RefusedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blanks: int = 0
    blank_is: str = ""
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def is_paste(self) -> bool:
        """Tell a paste from a bulk edit."""
        return self.verb == PASTE

    @property
    def shown(self) -> list[tuple[str, list[Written]]]:
        """Return the first changes by record: (name, cells)."""
        found = by_record(self.weighed.written[:MOST_SHOWN])
        return [(cells[0].name, cells) for cells in found.values()]

    @property
    def more(self) -> int:
        """Return how many changes are not shown."""
        return max(0, len(self.weighed.written) - MOST_SHOWN)

    @property
    def rows(self) -> int:
        """Return how many records change."""
        return len({one.pk for one in self.weighed.written})

    @property
    def not_mine(self) -> list[RefusedCell]:
        """Return the cells left out because they are another's to edit."""
        return [one for one in self.all_refused if one.why == NOT_MAY or not one.name]

    @property
    def wrong(self) -> list[RefusedCell]:
        """Return the cells refused for what they say."""
        return [one for one in self.all_refused if one.why != NOT_MAY and one.name]

    @property
    def all_refused(self) -> list[RefusedCell]:
        """Return every refused cell, those no record was found for first."""
        return [*self.refused, *self.weighed.refused]

    @property
    def asked(self) -> list[Asked]:
        """Return the first cells that want a reason."""
        return self.weighed.asked[:MOST_SHOWN]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return the classes of reasons to choose from, if any cell wants one."""
        return next((one.choices for one in self.weighed.asked if one.choices), ())

    @property
    def reason(self) -> Mapping[str, str]:
        """Return the reason given for all cells."""
        return self.reasons.get("*", {})

    @property
    def asks_blanks(self) -> bool:
        """Tell whether it must be said what empty cells mean."""
        return bool(self.blanks and self.blank_is not in (KEEP, CLEAR))

    @property
    def digest(self) -> str:
        """Return a word for what would be written; another change of the same cells makes it another."""
        told = [[one.pk, one.field, one.before, one.after] for one in self.weighed.written]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]

    def is_stale(self, seen: str) -> bool:
        """Tell whether something else was shown and agreed to."""
        return bool(seen) and seen != self.digest

    def is_ready(self, seen: str) -> bool:
        """Tell whether this is what was shown, nothing is open and there is something to write."""
        return not self.asks_blanks and bool(self.weighed.written) and seen == self.digest

    def apply(self) -> Weighed:
        """Write what was shown, as one deed; what changed since the preview stays as it is."""
        seen = {(one.pk, one.field): one.before for one in self.weighed.written}
        texts = {(one.pk, one.field): one for one in self.edits}
        names = {key: key if key in texts else (key[0], key[1].partition("@")[0]) for key in seen}
        edits = [
            CellEdit(pk, key, own.text, None, before, own.unit, own.place)
            for (pk, key), before in seen.items()
            if (own := texts.get(names[(pk, key)]))
        ]
        return edit_cells(by=self.by, ledger=self.ledger, edits=edits, reasons=self.reasons, verb=self.verb)


def pasted(by: By, ledger: str, sent: Mapping[str, str], reasons: Reasons) -> Preview:
    """Weigh a pasted block: `text`, `pk` and `field` of the cell, `columns` of the page, its address."""
    rows = block(sent.get("text", ""))
    if not rows:
        raise Refused("剪贴板里没有可以粘贴的格子。请在 Excel 里选好区域，复制后再粘贴。", status=400)
    zone = zone_of(by)
    place = Place(ids_under(by, sent.get("address", "")), names(sent.get("columns", "")),
                  number(sent.get("pk", "")), sent.get("field", ""))  # fmt: skip
    blank_is = sent.get("blanks", "")
    laid = lay(ledger, rows, place, zone_id=zone, year=by.day.year, blanks=blank_is)
    weighed = weigh(by, ledger, laid.edits, reasons)
    return Preview(by, ledger, PASTE, laid.edits, reasons, weighed, laid.refused, laid.notes,
                   laid.blanks, blank_is, {"kind": "paste"})  # fmt: skip


def bulk(by: By, ledger: str, sent: Mapping[str, str], reasons: Reasons) -> Preview:
    """Weigh one value for many rows: `rows` (ids) or `all` under `address`, `field`, `text`."""
    key = sent.get("field", "")
    column = columns_of(keeping.binding(ledger).ledger).get(key.partition("@")[0])
    if column is None or not writable(ledger, key):
        raise Refused("请先选要改的列；算出来的列不能改。", status=400)
    ids = ids_under(by, sent.get("address", "")) if sent.get("all") else numbers(sent.get("rows", ""))
    if not ids:
        raise Refused("还没有选行。按 x 选中一行，或点“全选所见”。", status=400)
    if len(ids) > MOST_ROWS:
        raise Refused(f"一次最多改 {MOST_ROWS:,} 行，这次选了 {len(ids):,} 行；请加条件再选。", status=413)
    zone_of(by)
    edits = [CellEdit(pk, key, sent.get("text", "")) for pk in ids]
    weighed = weigh(by, ledger, edits, reasons)
    return Preview(by, ledger, BULK, edits, reasons, weighed, sent={"kind": "bulk"})


def zone_of(by: By) -> int:
    """Return the zone somebody works in; Refused for a person without one."""
    if by.zone_id is None:
        raise Refused("您没有所在的开发区，不能改台账。", status=403)
    return by.zone_id


def ids_under(by: By, address: str) -> list[int]:
    """Return the rows a person sees under an address, all pages, in the order of the page."""
    from greenlight.desk.table.seen import Seen

    words = QueryDict(address.lstrip("?")[:4000])
    return list(Seen.of(by.user, {key: str(value) for key, value in words.items()}).ids()[: MOST_ROWS + 1])


def names(text: str) -> list[str]:
    """Return the field names of a comma list."""
    return [one for one in text[:4000].split(",") if one][:100]


def number(text: str) -> int:
    """Return an id, 0 when it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def numbers(text: str) -> list[int]:
    """Return the ids of a comma list, each once."""
    return list(dict.fromkeys(pk for one in text.split(",") if (pk := number(one))))
