"""The command on the index of the search: build it anew, or see that it is right."""

from __future__ import annotations

import sys
from argparse import Namespace

from greenlight.cli import Result
from greenlight.cli.zone import chosen_zone, ready


def index(options: Namespace) -> Result:
    """Build a zone's index anew; with --check only tell what it says otherwise than the records."""
    ready()
    from greenlight.desk.search import upkeep

    zone = chosen_zone(options.zone)
    if options.check:
        found = upkeep.differences(zone.pk)
        said = f"有 {len(found)} 处与台账不一致，运行 greenlight index 重建。" if found else "与台账一致。"
        return {"zone": zone.name, "differences": len(found), "text": f"{zone.name}的搜索索引{said}"}
    entries = upkeep.rebuild(zone.pk, tell)
    return {"zone": zone.name, "entries": entries, "text": f"{zone.name}的搜索索引已重建，{entries:,} 条。"}


def tell(done: int, total: int) -> None:
    """Say on a terminal how far it is."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} / {total:,}" + ("\n" if done == total else ""))
