"""Pages and API as a user meets them: gunicorn, permissions on, 10^3 to 10^5 projects, beside the peers.

    DATABASE_URL=postgres://… .venv/bin/python bench/web.py [--sizes 1000,10000] [--seconds 4] [--rounds 3]
                                                            [--floor http://127.0.0.1:8011]

The database must be empty (SQLite in a folder of its own without DATABASE_URL). Load comes from `hey`
(Debian package). CPU is that of the server's processes by /proc, with --postgres PID also the database's.
`--floor`: a plain Django on the same machine with a page `/list50/`; its time beside the one measured
with the peers (9.8 ms) says how fast this machine is today, and the peers' times are scaled by it.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
FLOOR_THEN = 9.8  # ms, p50 of the plain Django list when the peers were measured


@dataclass(frozen=True)
class Peer:
    """What a peer needs for the same page, ms at 10^3, 10^4, 10^5 objects, and the ratio we want."""

    name: str
    ms: tuple[float, float, float]
    wanted: float


NETBOX_LIST = Peer("NetBox", (406, 205, 170), 1 / 10)
REDMINE_LIST = Peer("Redmine", (69, 65, 78), 1 / 5)
PAGES: tuple[tuple[str, str, tuple[Peer, ...]], ...] = (
    ("台账", "/projects/", (NETBOX_LIST, REDMINE_LIST)),
    ("台账筛选", "/projects/?light=red", (Peer("NetBox", (290, 150, 192), 1 / 15),)),
    ("台账列条件", "/projects/?c.total_investment=ge:50000", (Peer("NetBox", (290, 150, 192), 1 / 15),)),
    ("台账搜索", "/projects/?q=%E7%94%B5%E6%B1%A0", (Peer("NetBox", (207, 219, 252), 1 / 15),)),
    ("台账末页", "/projects/?page={last}", (Peer("NetBox", (207, 460, 222), 1 / 10),)),
    ("搜索框", "/search/?q=dctz", (Peer("NetBox", (207, 219, 252), 1 / 15),)),
    ("项目页", "/projects/{pk}/", (Peer("NetBox", (67, 40, 45), 1), Peer("Redmine", (56, 56, 136), 1))),
    ("节点计划", "/projects/{pk}/?tab=milestones", (Peer("Redmine", (108, 440, 98), 1),)),
    ("驾驶舱", "/cockpit/", ()),
    ("驾驶舱 304", "/cockpit/tiles/", ()),
    ("工作台", "/", (Peer("NetBox", (84, 88, 57), 1),)),
    ("接口 100 项", "/api/v1/projects?limit=100", (Peer("NetBox", (127, 118, 140), 1 / 12),)),
)


@dataclass(frozen=True)
class Load:
    """What `hey` saw: seconds, requests a second, status codes."""

    middle: float
    slow: float
    rate: float
    codes: frozenset[str]
    requests: int


def hey(address: str, headers: dict[str, str], clients: int, seconds: int) -> Load:
    """Ask one address for some seconds."""
    said = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["hey", "-o", "csv", "-z", f"{seconds}s", "-c", str(clients), "-t", "60", *said, address]
    rows = list(csv.DictReader(io.StringIO(subprocess.run(command, capture_output=True, text=True).stdout)))
    times = sorted(float(row["response-time"]) for row in rows)
    end = max(float(row["offset"]) + float(row["response-time"]) for row in rows)
    return Load(
        times[len(times) // 2], times[int(len(times) * 0.95)], len(times) / end,
        frozenset(row["status-code"] for row in rows), len(rows),
    )  # fmt: skip


def cpu(roots: list[int]) -> float:
    """Return user and system seconds of some processes and all below them."""
    parents, spent = {}, {}
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                told = (one / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(one.name)] = int(told[1])
            spent[int(one.name)] = sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")
    return sum(seconds for pid, seconds in spent.items() if below(pid, roots, parents))


def below(pid: int, roots: list[int], parents: dict[int, int]) -> bool:
    """Tell whether a process is one of `roots` or below one."""
    while pid and pid not in roots:
        pid = parents.get(pid, 0)
    return pid in roots


def begin(folder: str) -> None:
    """Start Django as the server does: its own key, its static files collected."""
    from pages import TODAY

    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "GREENLIGHT_DATA": folder, "GREENLIGHT_TODAY": TODAY.isoformat(),
        "DJANGO_SETTINGS_MODULE": "greenlight.settings",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from greenlight.cli.serving import collect_static

    collect_static()


def grow(zone, units, have: int, want: int) -> None:
    """Add projects until there are `want`, with lights, lines and the search's index."""
    from many import make_many

    from greenlight.desk.search import upkeep

    make_many(zone, units, have, want)
    upkeep.rebuild(zone.pk)
    if "postgres" in os.environ["DATABASE_URL"]:
        from django.db import connection

        connection.cursor().execute("ANALYZE")


def serve(folder: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start gunicorn as `./start` does: two processes of four threads."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "greenlight.wsgi:application", "-b", f"127.0.0.1:{port}",
               "-k", "gthread", "-w", "2", "--threads", "4", "--config", "python:greenlight.gunicorn_conf",
               "--log-level", "warning"]  # fmt: skip
    made = subprocess.Popen(command, cwd=HERE.parent)
    base = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2).read()
            return made, base
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"gunicorn did not start in {folder}")


def session(clerk) -> str:
    """Return the cookie of somebody signed in."""
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store["_auth_user_id"] = str(clerk.pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = clerk.get_session_auth_hash()
    store.create()
    return f"sessionid={store.session_key}"


def fetched(address: str, headers: dict[str, str]) -> tuple[int, str]:
    """Return the bytes of a page as they travel unpacked, and its entity tag."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return len(answer.read()), answer.headers.get("ETag", "")


def measured(base: str, cookie: str, size: int, scale: float, options, roots: list[int]) -> Iterator[str]:
    """Yield the lines of the table for one size."""
    from greenlight.projects.models import Project

    pk = Project.objects.order_by("pk").values_list("pk", flat=True)[size // 2]
    place = {1000: 0, 10_000: 1, 100_000: 2}.get(size, 2)
    for label, path, peers in PAGES:
        address = base + path.format(pk=pk, last=(size + 49) // 50)
        headers = {"Cookie": cookie}
        for _ in range(5):
            kilobytes, tag = fetched(address, headers)
        if label.endswith("304"):
            headers["If-None-Match"] = tag
        before = cpu(roots)
        alone = [hey(address, headers, 1, options.seconds) for _ in range(options.rounds)]
        spent = (cpu(roots) - before) / sum(one.requests for one in alone) * 1000
        crowd = hey(address, headers, 8, options.seconds)
        middle = statistics.median(one.middle for one in alone) * 1000
        slow = statistics.median(one.slow for one in alone) * 1000
        beside = "；".join(ratio(peer, place, middle, scale) for peer in peers) or "—"
        codes = ",".join(sorted(frozenset().union(*(one.codes for one in alone)) | crowd.codes))
        yield (
            f"| {size:,} | {label} | {middle:.1f} | {slow:.1f} | {slow / middle:.2f} | {spent:.1f} | "
            f"{crowd.rate:.0f} | {kilobytes / 1024:.0f} | {codes} | {beside} |"
        )


def ratio(peer: Peer, place: int, middle: float, scale: float) -> str:
    """Say our time beside a peer's, scaled to this machine, and whether it is as little as we want."""
    got = middle / (peer.ms[place] * scale)
    mark = "✓" if got <= peer.wanted else "✗"
    return f"{peer.name} 1/{1 / got:.0f} {mark}（要 1/{1 / peer.wanted:.0f}）"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--floor", default="")
    parser.add_argument("--postgres", type=int, default=0, help="postmaster's pid, to count its CPU")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends with us
    if not shutil.which("hey"):
        raise SystemExit("hey is missing: apt-get install hey")
    with tempfile.TemporaryDirectory() as folder:
        run(options, folder)


def run(options, folder: str) -> None:
    """Grow the zone size by size and measure every page."""
    import pages

    begin(folder)
    from greenlight.base import clock
    from greenlight.projects import library
    from greenlight.warnings import packs
    from greenlight.warnings.actions import ensure_judged

    library.seed()
    packs.seed()
    zone, units, clerk = pages.zone_and_clerk()
    packs.open_zone(zone.pk)
    scale = 1.0
    if options.floor:
        scale = hey(f"{options.floor}/list50/", {}, 1, options.seconds).middle * 1000 / FLOOR_THEN
    print(f"机器今天的快慢（对照页 / 当时）：{scale:.2f}；负载 {os.getloadavg()[0]:.1f}")
    print("| 项目数 | 页面 | p50 ms | p95 ms | p95/p50 | CPU ms/次 | 8 人 次/秒 | KB | 状态 | 对照 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    have = 0
    for size in [int(one) for one in options.sizes.split(",")]:
        grow(zone, units, have, size)
        ensure_judged(zone.pk, pages.TODAY, clock.now())
        have = size
        process, base = serve(folder)
        try:
            roots = [process.pid, *([options.postgres] if options.postgres else [])]
            for line in measured(base, session(clerk), size, scale, options, roots):
                print(line, flush=True)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
