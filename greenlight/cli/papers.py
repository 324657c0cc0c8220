"""Commands that only read files: no database, no Django start."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenlight.cli import Result, Wrong

if TYPE_CHECKING:
    from greenlight.base.ledger import Ledger

NODES = Path(__file__).resolve().parent.parent / "projects" / "data" / "nodes.csv"


def content(name: str) -> Path:
    """Return the path of a file that is there.

    Raises Wrong otherwise.
    """
    path = Path(name)
    if not path.is_file():
        raise Wrong(f"没有这个文件：{name}")
    return path


def read(options: Namespace) -> Result:
    """Print what the importer reads from a workbook."""
    from greenlight.base import clock
    from greenlight.base.reading import cli_read

    return cli_read(content(options.file), ledgers(), clock.today())


def ledgers() -> tuple[Ledger, ...]:
    """Return every ledger a workbook can be of."""
    from greenlight import attraction, indicators, land, projects, ratings, tickets

    rooms = (projects, attraction, tickets, land, indicators, ratings)
    return tuple(one for room in rooms for one in import_module(f"{room.__name__}.ledgers").LEDGERS)


def schedule(options: Namespace) -> Result:
    """Schedule a network given as JSON."""
    from greenlight.base.calendars import china
    from greenlight.kernel import schedule as network

    path = content(options.file)
    try:
        asked = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise Wrong(f"{path.name} 不是 JSON：{error}") from None
    return told(network.schedule_json(asked, china()))


def plan(options: Namespace) -> Result:
    """Plan a template of the node library forward or backward."""
    from greenlight.base.calendars import china
    from greenlight.kernel import schedule as network

    with NODES.open(encoding="utf-8-sig", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["kind"] == options.template]
    if not rows:
        raise Wrong("节点库里没有这个模板，现有：工业招商项目、政府投资项目、技改项目")
    known = {row["condition"] for row in rows} - {"always"}
    if unknown := set(options.off) - known:
        raise Wrong(f"没有“{'、'.join(sorted(unknown))}”这个条件，这个模板有：{'、'.join(sorted(known))}")
    answer = network.plan_template(
        rows, start=options.start, finish=options.finish, off=frozenset(options.off), calendar=china()
    )
    return told(network.answer_to_json(answer))


def told(answer: dict[str, Any]) -> Result:
    """Add a table for people to an answer."""
    lines = [f"{answer['start']} 至 {answer['finish']}" + ("（含暂估的年份）" if answer["estimated"] else "")]
    lines += [one["said"] for one in answer["shortfalls"]]
    lines.append("关键\t编号\t名称\t单位\t开始\t完成\t总时差")
    for one in answer["activities"]:
        fields = [one["key"], one["name"], one["owner"], one["start"], one["finish"], str(one["total_float"])]
        lines.append("\t".join(["●" if one["critical"] else "", *fields]))
    return {**answer, "text": "\n".join(lines)}
