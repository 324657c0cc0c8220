"""The API at 100 projects a page, from 10^3 to 10^5 projects, with a token and permissions on.

    .venv/bin/python bench/api.py [--sizes 1000,10000,100000] [--rounds 15]

Wall and CPU time in this process, whole middleware included; on PostgreSQL the server's own CPU comes
on top. Bound: 1/12 of NetBox's page of 100 on the same machine (118-140 ms: about 10 ms), and any page
within 1.5 of the first one. SQLite in a folder of its own; set DATABASE_URL for PostgreSQL.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time

import pages

PEER_MS = 128.0  # NetBox 4.7.3, REST list of 100, first page, 10^3 to 10^5: 127, 118, 140
FIELDS = "project_name,stage,light,total_investment,ytd_investment,planned_finish"
KINDS = (
    ("第一页", "limit=100", ""),
    ("最深一页", "limit=100", "deep"),
    ("第一页，六个字段", f"limit=100&fields={FIELDS}", ""),
    ("按投资排，第一页", "limit=100&sort=-total_investment", ""),
    ("按投资排，深页", "limit=100&sort=-total_investment", "deep"),
    ("条件：红灯黄灯", "limit=100&light=red,yellow", ""),
    ("条件：一列", "limit=100&c.total_investment=ge:50000", ""),
    ("没变（304）", "limit=100", "tag"),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(folder)
        run([int(one) for one in options.sizes.split(",")], options.rounds)


def machine(clerk):
    """Return a client with a key of the clerk."""
    from django.test import Client

    from greenlight.base import clock
    from greenlight.base.journal import By
    from greenlight.people import tokens

    at = clock.now()
    by = By(at=at, actor_id=clerk.pk, actor_name=clerk.name, zone_id=clerk.scope.home, user=clerk)
    _, secret = tokens.make(by=by, name="bench", days=30, scopes=["projects:read"])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def run(sizes: list[int], rounds: int) -> None:
    """Grow the zone size by size and measure every kind of page."""
    from greenlight.base import clock
    from greenlight.desk.lines import rebuild_all
    from greenlight.projects import library
    from greenlight.warnings import packs
    from greenlight.warnings.actions import ensure_judged, judge_projects

    library.seed()
    packs.seed()
    zone, units, clerk = pages.zone_and_clerk()
    packs.open_zone(zone.pk)
    client = machine(clerk)
    have = 0
    print("| 项目数 | 读什么 | 中位 ms | 最慢 ms | CPU ms | KB | NetBox 的几分之一 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        pages.grow(zone, units, have, size)
        have = size
        judge_projects(zone.pk, day=pages.TODAY, at=clock.now(), cause="day")
        ensure_judged(zone.pk, pages.TODAY, clock.now())
        rebuild_all(zone.pk)
        for name, words, how in KINDS:
            print(row(client, size, name, words, how, rounds), flush=True)


def row(client, size: int, name: str, words: str, how: str, rounds: int) -> str:
    """Measure one kind of page."""
    address = f"/api/v1/projects?{words}"
    headers = {}
    if how == "deep":
        address = deepest(client, address, size)
    if how == "tag":
        headers = {"If-None-Match": client.get(address).headers["ETag"]}
    walls, cpus = [], []
    for _ in range(rounds + 2):
        began, used = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - used) * 1000)
        assert answer.status_code == (304 if how == "tag" else 200), answer.content
    walls, cpus = walls[2:], cpus[2:]
    middle, kb = statistics.median(walls), len(answer.content) / 1024
    return (
        f"| {size} | {name} | {middle:.1f} | {max(walls):.1f} | {statistics.median(cpus):.1f} "
        f"| {kb:.0f} | 1/{PEER_MS / middle:.0f} |"
    )


def deepest(client, address: str, size: int) -> str:
    """Return the address of a page near the end: by key outright, in another order by walking there."""
    from greenlight.desk.models import ProjectLine

    if "sort" not in address:
        keys = ProjectLine.objects.order_by("-pk").values_list("pk", flat=True)
        return f"{address}&after={keys[min(150, size // 2)]}"
    after = ""
    step = address.replace("limit=100", "limit=500") + "&fields=id"
    for _ in range(min(size // 500 - 1, 150)):
        after = client.get(step + (f"&after={after}" if after else "")).json()["next"]
    return f"{address}&after={after}"


if __name__ == "__main__":
    main()
