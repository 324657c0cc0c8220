"""The real part: projects, enterprises and figures of the zone as published, nothing added."""

import csv
from decimal import Decimal
from pathlib import Path

from greenlight.demo.records import DemoEnterprise, DemoFigure, DemoProject
from greenlight.kernel.stages import ATTRACTION, CHAINS, GOVERNMENT, TECHNICAL_UPGRADE

DATA = Path(__file__).parent / "data"
YI_WAN = 10_000

# The published word is kept; the stage is the furthest it proves. A project 拟开工, 推进 or 谋划
# proves no more than that it is signed, or in the reserve.
_PROVEN = {
    ATTRACTION: {
        "在谈": "negotiating",
        "拟开工": "signed",
        "落地": "land_secured",
        "在建": "groundbreaking",
        "调试": "groundbreaking",
        "投产": "in_production",
    },
    GOVERNMENT: {"开工": "groundbreaking", "竣工": "completed"},
    TECHNICAL_UPGRADE: {},
}


def read(name: str) -> list[dict[str, str]]:
    """The rows of one of the demo's own tables."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def published_projects() -> tuple[DemoProject, ...]:
    """The zone's published projects: name, enterprise, industry, amounts, stage and its date."""
    return tuple(_project(row) for row in read("projects.csv"))


def _project(row: dict[str, str]) -> DemoProject:
    first = CHAINS[row["kind"]][0].code
    group, phase_no = phase(row["name"])
    return DemoProject(
        name=row["name"],
        kind=row["kind"],
        stage=_PROVEN[row["kind"]].get(row["stage"], first),
        is_example=False,
        enterprise=row["enterprise"],
        industry=row["industry"],
        total_wan=Decimal(row["total_yi"]) * YI_WAN if row["total_yi"] else None,
        land_mu=Decimal(row["land_mu"]) if row["land_mu"] else None,
        stage_date=row["stage_date"],
        site_words=row["stage"],
        remark=row["target"],
        group=group,
        phase_no=phase_no,
        source=row["source"],
    )


def phase(name: str) -> tuple[str, int | None]:
    """The group and number of a phase by its name: 金石资源二期 is 金石资源 2."""
    for number, word in enumerate("一二三四五", 1):
        if name.endswith(f"{word}期"):
            return name[:-2].removesuffix("锂盐"), number
    return "", None


def published_enterprises() -> tuple[DemoEnterprise, ...]:
    """The enterprises the sources name."""
    rows = read("enterprises.csv")
    return tuple(DemoEnterprise(row["name"], False, row["source"]) for row in rows)


def published_figures() -> tuple[DemoFigure, ...]:
    """The zone's published figures, as printed."""
    return tuple(
        DemoFigure(
            topic=row["topic"],
            name=row["indicator_zh"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            value=row["value"],
            unit=row["unit"],
            value_kind=row["value_kind"],
            comparator=row["comparator"],
            is_target=row["is_target"] == "true",
            source=row["source"],
        )
        for row in read("figures.csv")
    )
