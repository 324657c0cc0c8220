"""The command on the lines of the ledger page: build them anew, or see that they are right."""

from __future__ import annotations

from argparse import Namespace

from greenlight.cli import Result
from greenlight.cli.searching import tell
from greenlight.cli.zone import chosen_zone, ready


def lines(options: Namespace) -> Result:
    """Build a zone's lines anew; with --check only tell what they say otherwise than the rooms."""
    ready()
    from greenlight.desk import lines as kept

    zone = chosen_zone(options.zone)
    if options.check:
        found = kept.differences(zone.pk)
        n = len(found.missing) + len(found.surplus) + len(found.changed)
        said = f"有 {n} 行与各房间的记录不一致，运行 greenlight lines 重建。" if n else "与各房间的记录一致。"
        return {"zone": zone.name, "differences": n, "text": f"{zone.name}的台账行{said}"}
    written = kept.rebuild_all(zone.pk, tell)
    text = f"{zone.name}的台账行已重建，改了 {written:,} 行。"
    return {"zone": zone.name, "written": written, "text": text}
