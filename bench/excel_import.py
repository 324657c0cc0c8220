"""A ledger of 100,000 rows x 25 columns taken in, end to end, beside django-import-export.

    .venv/bin/python bench/excel_import.py [--rows N] [--profile STEP] [--peers DIR] [--python PYTHON]

Every cell is parsed and checked, every row matched and compared; the preview's rows are stored, one
transaction writes them with its journal row and the way back, and the clerk's own workbook comes back
with its refused cells marked. Three files: 100,000 new projects (one cell in a hundred rows is bad), the
same file again, one in which 10 % of the cells changed. Steps in brackets come after the import and are
not in its sum: the lights, judged by a job of their own, and the undo.
SQLite in a folder of its own; set DATABASE_URL for PostgreSQL (an empty database).

Peak is the process's resident memory in a step above what it was before the first step. Peers: tablib
reads the same kind of file and django-import-export writes its rows into one bare table without checks,
differences, journal or undo (DIR/excel_peers.py, by --python). The machine may be busy: CPU seconds count.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
JULY = datetime(2022, 7, 31, 2, 0, tzinfo=UTC)
PUBLISHED_S = 21.3  # tablib and django-import-export, 100,000 x 25
PEER_CASES = ("r_tablib", "r_import_export_dry")
HEADER_LINE = (
    "序号 项目名称 项目代码 项目类别 建设性质 建设单位 建设地点 主要建设内容 总投资（万元） 用地面积（亩） "
    "2022年度计划投资（万元） 至2021年底累计完成投资（万元） 1-6月累计完成投资（万元） "
    "1-7月累计完成投资（万元） 计划开工时间 实际开工时间 计划竣工时间 是否开工 形象进度 存在问题 "
    "责任领导 责任单位 联系人 联系电话 备注"
)
HEADERS = HEADER_LINE.split()
WORKS = ("场地平整", "桩基施工完成80%", "主体施工", "设备安装")
ISSUES = ("", "", "用地指标未落实", "环评批复滞后，需协调加快办理")
CHANGED = 0.1  # share of the cells that differ in the second file
Row = list[Any]


# ---- the file ----
def rows(count: int) -> Iterator[Row]:
    """Invented projects."""
    r, first = random.Random(20260101), date(2021, 1, 1)
    for n in range(1, count + 1):
        total = round(r.uniform(500, 500_000), 2)
        plan, start = round(total * 0.3, 2), first + timedelta(r.randrange(500))
        june = round(plan * r.random() * 0.5, 2)
        yield [
            n, f"产业园第{n}号建设项目", f"2112-330881-04-01-{n:06d}", r.choice(("产业", "政府投资")),
            r.choice(("新建", "续建")), f"示例科技有限公司{r.randrange(3000)}", f"片区{r.randrange(12)}",
            f"建设厂房 {r.randrange(1, 90)} 万平方米及配套", "详见合同" if n % 100 == 7 else total,
            round(r.uniform(5, 500), 1), plan, round(total * 0.2, 2), june, round(june * 1.2, 2),
            start, start + timedelta(20), start + timedelta(700), "是", r.choice(WORKS), r.choice(ISSUES),
            f"领导{r.randrange(20)}", f"部门{r.randrange(30)}", f"联系人{r.randrange(500)}",
            str(13900000000 + r.randrange(10_000)), "" if r.random() < 0.7 else "详见附件",
        ]  # fmt: skip


def changed(count: int) -> Iterator[Row]:
    """The same projects with CHANGED of all cells written anew: amounts, dates, people, words."""
    r = random.Random(7)
    turns: dict[int, Callable[[Any], Any]] = {
        5: lambda _: f"示例科技有限公司{r.randrange(3000)}",
        6: lambda old: f"{old}东", 7: lambda old: f"{old}等",
        9: lambda old: round(old + 1.5, 1), 10: lambda old: round(old + 10, 2),
        13: lambda old: round(old + 100, 2), 16: lambda old: old - timedelta(30),
        18: lambda _: r.choice(WORKS), 19: lambda old: f"{old}待协调", 20: lambda _: f"领导{r.randrange(20)}",
        21: lambda _: f"部门{r.randrange(30)}", 22: lambda _: f"联系人{r.randrange(500)}",
        24: lambda old: f"{old}见附件",
    }  # fmt: skip
    each = len(HEADERS) * CHANGED
    for row in rows(count):
        for at in r.sample(sorted(turns), int(each) + (r.random() < each % 1)):
            row[at] = turns[at](row[at])
        yield row


def workbook(source: Iterator[Row]) -> bytes:
    """An .xlsx as the office programs save it: shared strings, dates as styled numbers."""
    strings: dict[str, int] = {}
    lines = [_line(1, HEADERS, strings)]
    lines += [_line(n, row, strings) for n, row in enumerate(source, 2)]
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{office}"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {space}><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {space}>"
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        + "</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return made.getvalue()


def _line(n: int, row: Row, strings: dict[str, int]) -> str:
    cells = []
    for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXY", row, strict=True):
        if isinstance(value, str):
            if value:
                at = strings.setdefault(value, len(strings))
                cells.append(f'<c r="{letter}{n}" t="s"><v>{at}</v></c>')
        elif isinstance(value, date):
            serial = (value - date(1899, 12, 30)).days
            cells.append(f'<c r="{letter}{n}" s="1"><v>{serial}</v></c>')
        else:
            cells.append(f'<c r="{letter}{n}"><v>{value}</v></c>')
    return f'<row r="{n}">{"".join(cells)}</row>'


# ---- the steps ----
class Meter:
    """Wall and CPU seconds of each step, and its peak of resident memory above the idle process."""

    def __init__(self, profiled: str) -> None:
        self.idle, self.profiled = self._memory("VmRSS"), profiled
        self.steps: dict[str, dict[str, tuple[float, float, float]]] = {}

    def _memory(self, name: str) -> float:
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024

    def take(self, file: str, step: str, work: Callable[[], Any]) -> Any:
        """Run one step and keep its figures."""
        Path("/proc/self/clear_refs").write_text("5")
        begun, worked = time.perf_counter(), time.process_time()
        result = self._profiled(work) if self.profiled == f"{file}:{step}" else work()
        wall, cpu = time.perf_counter() - begun, time.process_time() - worked
        self.steps.setdefault(file, {})[step] = (wall, cpu, self._memory("VmHWM") - self.idle)
        return result

    def _profiled(self, work: Callable[[], Any]) -> Any:
        import cProfile
        import pstats

        with cProfile.Profile() as profile:
            result = work()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return result


def begin(folder: str) -> None:
    """Start Django on a fresh database."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "GREENLIGHT_DATA": folder, "GREENLIGHT_TODAY": JULY.date().isoformat(),
        "DJANGO_SETTINGS_MODULE": "greenlight.settings",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def run_job(name: str) -> None:
    """Do what the background process would: run the queued job of a kind."""
    from greenlight.base import jobs
    from greenlight.base.models import Job

    job = Job.objects.filter(kind=name).latest("pk")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.note


def clerk() -> Any:
    """A zone with thirty units, and who imports."""
    from greenlight.base.journal import By
    from greenlight.people.models import Membership, Region, Unit, User, Zone

    region = Region.objects.create(code="330881", name="清源市")
    zone = Zone.objects.create(region=region, name="清源经济开发区")
    for n in range(30):
        Unit.objects.create(zone=zone, name=f"部门{n}")
    lin = User.objects.create_user("lin", name="lin")
    Membership.objects.create(user=lin, role="clerk", zone=zone)
    return By(at=JULY, actor_id=lin.pk, actor_name="lin", zone_id=zone.pk, user=lin.on(JULY.date()))


def batch_of(by: Any, data: bytes, name: str) -> Any:
    """A batch that waits to be read, without its job."""
    from greenlight.base import files
    from greenlight.base.models import ImportBatch

    return ImportBatch.objects.create(
        zone_id=by.zone_id, ledger="projects", file=files.store(by, data, name), actor_id=by.actor_id,
        actor_name=by.actor_name, created_at=by.at, period="2022-07",
    )  # fmt: skip


def take_in(meter: Meter, options: argparse.Namespace, file: str, by: Any, data: bytes) -> Any:
    """One file through every step; returns the batch."""
    from greenlight.base.imports import actions, marking, memory, work
    from greenlight.base.models import ImportBatch
    from greenlight.warnings import listeners

    batch = batch_of(by, data, f"{file}.xlsx")
    quiet = memory.no_collecting()  # as the jobs do
    reading = meter.take(file, "read, check", lambda: quiet(work.reading_of)(batch))
    assert reading.outcome == "imported", reading.message
    held = [reading]
    del reading
    plan = quiet(work.plan_batch)
    meter.take(file, "match, preview", lambda: plan(batch, held.pop(), lambda _n, _of: None))
    told = batch.summary["counts"] | {"cells": batch.summary["cells"], "refused": batch.summary["refused"]}
    print(f"  {file}: {told}, questions {len(batch.summary['questions'])}", file=sys.stderr)
    if told.get("added") or told.get("changed"):
        actions.apply(by, batch)
        meter.take(file, "apply", lambda: run_job(actions.APPLY))
        batch = ImportBatch.objects.get(pk=batch.pk)
        assert batch.state == "applied", batch.message
    meter.take(file, "annotated workbook", lambda: marking.marked(batch))
    if batch.state == "applied" and options.rows > listeners.AT_ONCE:
        meter.take(file, "(lights)", lambda: run_job(listeners.JUDGE))
    return batch


def measure(options: argparse.Namespace) -> None:
    """Run all files in this process and print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        begin(folder)
        from greenlight.base.imports import actions

        by = clerk()
        meter = Meter(options.profile or "")
        july, later = (Path(options.files) / name for name in ("new.xlsx", "changed.xlsx"))
        take_in(meter, options, "new", by, july.read_bytes())
        take_in(meter, options, "identical", by, july.read_bytes())
        batch = take_in(meter, options, "changed", by, later.read_bytes())
        actions.undo(by, batch)
        meter.take("changed", "(undo)", lambda: run_job(actions.UNDO))
        batch.refresh_from_db()
        assert batch.state == "undone", batch.message
    print(json.dumps(meter.steps))


# ---- the table ----
def peers(options: argparse.Namespace, folder: str) -> dict[str, float | None]:
    """CPU seconds of the peers' cases; None where they are not installed."""
    found: dict[str, float | None] = {}
    for case in PEER_CASES:
        found[case] = None
        if not options.peers:
            continue
        own = os.environ | {"BENCH_OUT": folder, "ROWS": str(options.rows), "RUNS": "1"}
        driver = str(Path(options.peers) / "excel_peers.py")
        made = f"import runpy, sys, excel_peers; excel_peers.ensure(); sys.argv[1:] = ['--case', '{case}']"
        command = [options.python, "-c", f"{made}; runpy.run_path({driver!r}, run_name='__main__')"]
        own["PYTHONPATH"] = options.peers
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            found[case] = float(json.loads(done.stdout.splitlines()[-1])["cpu_s"])
    return found


def table(steps: dict[str, dict[str, list[float]]], options: argparse.Namespace) -> dict[str, float]:
    """Print the steps; return the CPU seconds of each file."""
    print(f"{options.rows:,} rows x {len(HEADERS)} columns")
    print(f"{'file':<12}{'step':<22}{'s':>8}{'CPU s':>8}{'peak MB':>9}")
    sums = {}
    for file, own in steps.items():
        for step, (wall, cpu, peak) in own.items():
            print(f"{file:<12}{step:<22}{wall:>8.2f}{cpu:>8.2f}{peak:>9.0f}")
        inward = [one for step, one in own.items() if not step.startswith("(")]
        wall, cpu, peak = (sum(one[0] for one in inward), sum(one[1] for one in inward),
                           max(one[2] for one in inward))  # fmt: skip
        sums[file] = cpu
        print(f"{file:<12}{'together':<22}{wall:>8.2f}{cpu:>8.2f}{peak:>9.0f}")
    return sums


def compared(sums: dict[str, float], options: argparse.Namespace, folder: str) -> None:
    """Print what the peers take, and our share of it."""
    found = peers(options, folder)
    for case, cpu in found.items():
        print(f"{case:<34}" + (f"{cpu:>8.2f} CPU s" if cpu else "  not installed"))
    known = [cpu for cpu in found.values() if cpu]
    whole = sum(known) if len(known) == len(found) else 0.0
    published = PUBLISHED_S * options.rows / 100_000
    for file, cpu in sums.items():
        beside = f"{cpu / whole:.2f} of the peers here ({whole:.1f} s), " if whole else ""
        print(f"{file:<12}{beside}{cpu / published:.2f} of the published {published:.1f} s")


def main() -> None:
    """Write the files, run ours in a process of its own, then the peers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--profile", help="a step to profile, such as 'new:apply'")
    parser.add_argument("--peers", help="folder of the peers' drivers")
    parser.add_argument("--python", default=sys.executable, help="interpreter for the peers")
    parser.add_argument("--files", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.files:
        measure(options)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, source in (("new.xlsx", rows), ("changed.xlsx", changed)):
            (Path(folder) / name).write_bytes(workbook(source(options.rows)))
        command = [sys.executable, __file__, "--rows", str(options.rows), "--files", folder]
        command += ["--profile", options.profile] if options.profile else []
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        *said, figures = done.stdout.splitlines()
        print("\n".join(said))
        compared(table(json.loads(figures), options), options, folder)


if __name__ == "__main__":
    main()
