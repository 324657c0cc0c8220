"""Writing a ledger of 100,000 rows x 25 columns, beside the writers that are installed.

    .venv/bin/python bench/excel_export.py [--rows N] [--runs N] [--peers DIR] [--python PYTHON]

Every case runs in its own process, so that its peak memory is its own; the rows are a list made
before the clock starts. Peak is what writing added to that. With --peers DIR the peers' own drivers
(DIR/excel_peers.py, rows of DIR/gen_ledger.py) run instead, by --python, which may be another
environment, and ours writes the same rows. Ours writes title, unit row, borders, number formats,
frozen header and filter; the peers write bare cells. Medians; the
ratio is of CPU seconds, which a busy machine moves least.
"""

import argparse
import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from greenlight.base.workbook.write import OutColumn, SheetSpec, stream

KINDS = ["integer", *["text"] * 7, *["money"] * 4, "area", *["date"] * 4, "text", "percent", *["text"] * 6]
HEADER_LINE = (
    "序号 项目代码 项目名称 建设单位 统一社会信用代码 行业 片区 类型 总投资（万元） 年度计划（万元） "
    "累计完成（万元） 本月完成（万元） 用地（亩） 签约日期 开工日期 计划竣工 实际竣工 阶段 进度（%） 亮灯 "
    "责任领导 责任部门 联系人 存在问题 备注"
)
HEADERS = HEADER_LINE.split()
PEER_CASES = ["w_tablib", "w_openpyxl_wo", "w_xlsxwriter", "w_xlsxwriter_cm", "w_pyexcelerate"]
Rows = list[list[Any]]


def generated(count: int) -> Iterator[list[Any]]:
    """Invented rows of mixed Chinese text, codes, dates, money, percentages and blanks."""
    r, start = random.Random(20260101), date(2022, 1, 1)
    for n in range(1, count + 1):
        total, signed = round(r.uniform(500, 500_000), 2), start + timedelta(r.randrange(1500))
        yield [
            n, f"2202-{n:06d}-07-01-{r.randrange(10**6):06d}", f"产业园{r.randrange(999)}期建设项目",
            f"示例科技有限公司{r.randrange(3000)}", f"91TTTT{r.randrange(10**11):011d}X",
            r.choice("药车芯物材"), f"片区{r.randrange(12)}", r.choice(("新建", "续建", "技改")),
            total, round(total * 0.3, 2), round(total * r.random(), 2), round(total * 0.02, 2),
            round(r.uniform(5, 500), 1), signed, signed + timedelta(r.randrange(200)),
            signed + timedelta(600 + r.randrange(300)),
            signed + timedelta(700) if r.random() < 0.2 else None,
            r.choice(("洽谈", "签约", "施工", "竣工")), r.randrange(101), r.choice("红黄绿"),
            f"领导{r.randrange(20)}", f"部门{r.randrange(30)}", f"联系人{r.randrange(500)}",
            r.choice(("", "", "用地指标未落实", "环评批复滞后,需协调加快办理")),
            "" if r.random() < 0.7 else "详见附件",
        ]  # fmt: skip


def ours(path: Path, rows: Rows) -> float:
    """Write with the product's writer; returns the seconds to the first byte."""
    columns = [OutColumn(header, kind=kind) for header, kind in zip(HEADERS, KINDS, strict=True)]
    spec = SheetSpec("重点项目台账", "单位：万元", columns, rows)
    begun, first = time.perf_counter(), 0.0
    with path.open("wb") as out:
        for piece in stream(spec):
            first = first or time.perf_counter() - begun
            out.write(piece)
    return first


def openpyxl_write_only(path: Path, rows: Rows) -> None:
    """The leaner of openpyxl's two writers."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADERS, *rows]:
        sheet.append(row)
    book.save(path)


def xlsxwriter_constant_memory(path: Path, rows: Rows) -> None:
    """XlsxWriter's streaming mode."""
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADERS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()


def tablib_export(path: Path, rows: Rows) -> None:
    """What django-import-export does."""
    import tablib

    path.write_bytes(tablib.Dataset(*rows, headers=HEADERS).export("xlsx"))


CASES: dict[str, tuple[str, Callable[[Path, Rows], float | None]]] = {
    "ours": ("python", ours),
    "tablib": ("tablib", tablib_export),
    "openpyxl, write-only": ("openpyxl", openpyxl_write_only),
    "xlsxwriter, constant memory": ("xlsxwriter", xlsxwriter_constant_memory),
}


def peak_mb() -> float:
    """Peak resident memory of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def rows_for(options: argparse.Namespace) -> Rows:
    """The rows to write: the peers' own where their drivers are given."""
    if not options.peers:
        return list(generated(options.rows))
    sys.path.insert(0, options.peers)
    import gen_ledger

    return list(gen_ledger.rows(options.rows))


def measure(options: argparse.Namespace) -> None:
    """Run one case in this process and print its figures as JSON."""
    rows, times, work, first = rows_for(options), [], [], None
    before = peak_mb()
    path = Path(tempfile.mkdtemp()) / "out.xlsx"
    for _ in range(options.runs):
        begun, worked = time.perf_counter(), time.process_time()
        first = CASES[options.case][1](path, rows)
        times.append(time.perf_counter() - begun)
        work.append(time.process_time() - worked)
    print(json.dumps({
        "median_s": statistics.median(times), "cpu_s": statistics.median(work),
        "first_s": first, "added_mb": peak_mb() - before,
        "mb": path.stat().st_size / 2**20,
    }))  # fmt: skip
    path.unlink()


def in_child(command: list[str], options: argparse.Namespace) -> dict[str, Any] | None:
    """The last line of a child's output as figures; None if it could not run."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"BENCH_OUT": folder, "ROWS": str(options.rows), "RUNS": str(options.runs)}
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def results(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Name and figures of every case."""
    same = ["--rows", str(options.rows), "--runs", str(options.runs)]
    same += ["--peers", options.peers] if options.peers else []
    cases = ["ours"] if options.peers else list(CASES)
    for case in cases:
        installed = case == "ours" or importlib.util.find_spec(CASES[case][0])
        command = [sys.executable, __file__, "--case", case, *same]
        yield case, in_child(command, options) if installed else None
    for case in PEER_CASES if options.peers else ():
        command = [options.python, str(Path(options.peers) / "excel_peers.py"), "--case", case]
        found = in_child(command, options)
        if found:
            for key in ("median_s", "cpu_s", "rss_mb", "rss_before_mb"):
                found[key] = float(found[key])
            found["added_mb"] = found["rss_mb"] - found["rss_before_mb"]
            found["mb"] = found["bytes"] / 2**20
        yield case.removeprefix("w_"), found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", help="folder of the peers' drivers")
    parser.add_argument("--python", default=sys.executable, help="interpreter for the peers")
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        measure(options)
        return
    print(f"{options.rows:,} rows x 25 columns, median of {options.runs}")
    print(
        f"{'writer':<30}{'s':>8}{'CPU s':>8}{'of ours':>9}{'first byte s':>14}{'added MB':>10}{'file MB':>9}"
    )
    base = 0.0
    for name, found in results(options):
        if found is None:
            print(f"{name:<30}  not installed")
            continue
        base = base or found["cpu_s"]
        first = found.get("first_s")
        print(
            f"{name:<30}{found['median_s']:>8.2f}{found['cpu_s']:>8.2f}{found['cpu_s'] / base:>8.1f}x"
            f"{f'{first:.3f}' if first else 'at the end':>14}{found['added_mb']:>10.0f}{found['mb']:>9.1f}"
        )


if __name__ == "__main__":
    main()
