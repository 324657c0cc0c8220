"""`doctor`: what this machine and this data folder lack, and what to do about it.

Every check is a function that returns what it found; the first ones need neither a database nor
Django, the later ones are passed over until there is a database. Nothing is changed or created.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from greenlight.cli import Result

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD, NOTICE, BAD = "good", "notice", "bad"
MARKS = {GOOD: "✓", NOTICE: "！", BAD: "✗"}
GIB = 1024**3
FAILED = 3


@dataclass(frozen=True)
class Found:
    """One line of the doctor: how it stands, what was seen, what to do."""

    name: str
    state: str
    text: str
    advice: str = ""

    @property
    def line(self) -> str:
        """Return the line as printed."""
        return f"{MARKS[self.state]} {self.name}：{self.text}" + (
            f"\n    → {self.advice}" if self.advice else ""
        )


def doctor(_options: Namespace) -> Result:
    """Check the machine and the data; exit code 3 when something is red."""
    found = [check() for check in MACHINE]
    if has_database():
        found += _inside()
    else:
        text = "这个数据目录里还没有数据库"
        found.append(Found("数据库", NOTICE, text, "运行 ./start 或 greenlight demo，第一次启动时会建好"))
    bad = sum(one.state == BAD for one in found)
    told = [*(one.line for one in found), f"有 {bad} 项不行，请按箭头后的话处理。" if bad else "可以工作。"]
    result: Result = {"checks": [asdict(one) for one in found], "text": "\n".join(told)}
    return result | ({"exit": FAILED} if bad else {})


# ---- the machine ----
def data_dir() -> Path:
    """Return the data folder as the settings work it out, without loading them."""
    return Path(os.environ.get("GREENLIGHT_DATA", ROOT / "data")).resolve()


def has_database() -> bool:
    """Tell whether there is something to connect to; before the first start there is no folder either."""
    if os.environ.get("DATABASE_URL"):
        return data_dir().is_dir()
    return (data_dir() / "greenlight.sqlite3").exists()


def python() -> Found:
    """The interpreter this runs on; `./start` has refused older ones than 3.11 already."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Found("Python", GOOD, version)


def packages() -> Found:
    """The packages of the lock file, in the versions it names."""
    lock = ROOT / "requirements.lock"
    if not lock.exists():
        return Found("依赖", NOTICE, "没有 requirements.lock，无法核对")
    wanted = [line.split()[0].split("==") for line in lock.read_text("utf-8").splitlines() if "==" in line]
    wrong = [
        f"{name} {have or '没有装'}（应为 {want}）" for name, want, have in _installed(wanted) if have != want
    ]
    if wrong:
        return Found(
            "依赖", BAD, "、".join(wrong[:5]), "删去 .venv/.lock-sha256 后再运行 ./start，会重新安装"
        )
    return Found("依赖", GOOD, f"{len(wanted)} 个包与锁文件一致")


def _installed(wanted: list[list[str]]) -> Iterator[tuple[str, str, str]]:
    for name, want in wanted:
        plain = name.split("[")[0]
        try:
            yield plain, want, metadata.version(plain)
        except metadata.PackageNotFoundError:
            yield plain, want, ""


def folder() -> Found:
    """The data folder can be written, and has room."""
    path = data_dir()
    there = next(one for one in (path, *path.parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Found("数据目录", BAD, f"{path} 不能写", "换一个目录：--data DIR，或改它的属主和权限")
    free = shutil.disk_usage(there).free / GIB
    text = f"{path}，剩余 {free:.1f} GiB"
    if free < 0.2:
        return Found("数据目录", BAD, text, "磁盘快满了，先腾出空间再继续，否则导入会失败")
    if free < 2:
        return Found("数据目录", NOTICE, text, "空间不多，建议留出 2 GiB 以上")
    return Found("数据目录", GOOD, text)


def secret() -> Found:
    """The key of the installation is readable by its owner alone."""
    if os.environ.get("GREENLIGHT_SECRET_KEY"):
        return Found("密钥", GOOD, "由环境变量 GREENLIGHT_SECRET_KEY 给出")
    path = data_dir() / "secret.key"
    if not path.exists():
        return Found("密钥", NOTICE, "还没有", "第一次启动时会自动生成")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Found("密钥", BAD, f"{path} 别人也能读（{mode:o}）", f"运行 chmod 600 {path}")
    return Found("密钥", GOOD, f"只有属主能读（{mode:o}）")


def calendar() -> Found:
    """The State Council has announced this and next year's holidays, and we know them."""
    from greenlight.base import clock
    from greenlight.base.calendars import china

    year = clock.today().year
    missing = [one for one in (year, year + 1) if one not in china().announced]
    if not missing:
        return Found("工作日历", GOOD, f"{year}、{year + 1} 年的放假调休安排都有")
    text = f"{'、'.join(map(str, missing))} 年的放假调休安排还没有，这些年的工作日是暂估"
    state = BAD if year in missing else NOTICE
    return Found("工作日历", state, text, "国务院办公厅通知发布后，更新到带新日历的版本")


def fonts() -> Found:
    """A font with Chinese signs for watermarks and papers: without it only time and code are stamped."""
    from greenlight.base import fonts

    own, found = os.environ.get("GREENLIGHT_FONT", ""), fonts.chinese()
    if found and ("Noto" in found[0] or own):
        return Found("中文字体", GOOD, "有 Noto CJK" if not own else found[0])
    advice = "apt-get install fonts-noto-cjk，或用环境变量 GREENLIGHT_FONT 指一个字体文件"
    if own:
        return Found("中文字体", NOTICE, f"GREENLIGHT_FONT={own} 没有这个文件", advice)
    if found:
        return Found("中文字体", NOTICE, f"没有 Noto CJK，照片水印用 {Path(found[0]).name}", advice)
    text = "没有：照片水印只印时间和核验码，服务器上出的图和纸面没有中文"
    return Found("中文字体", NOTICE, text, advice)


def day() -> Found:
    """The clock is plausible and no rehearsal is on."""
    from datetime import date

    from greenlight.base import clock

    try:
        fixed = clock.fixed()
    except ValueError:
        value = os.environ.pop("GREENLIGHT_TODAY")  # so that the checks below can ask the day
        return Found("时钟", BAD, f"GREENLIGHT_TODAY={value} 不是日期", "写成 2026-07-31，或去掉这个变量")
    if fixed:
        text = f"演练日 {fixed}，灯和期限都按这一天算"
        return Found("时钟", NOTICE, text, "正式使用时去掉环境变量 GREENLIGHT_TODAY")
    if clock.today() < date(2026, 1, 1):
        return Found("时钟", BAD, f"今天是 {clock.today()}？", "校准服务器时间，否则灯会判错")
    return Found("时钟", GOOD, f"今天是 {clock.today()}（北京时间）")


MACHINE: tuple[Callable[[], Found], ...] = (python, packages, folder, secret, fonts, day, calendar)


# ---- the data ----
def _inside() -> list[Found]:
    """Check what needs Django: database, migrations, static files, background jobs."""
    if not (data_dir() / "secret.key").exists():
        # Loading the settings would make a key: the doctor changes nothing.
        os.environ.setdefault("GREENLIGHT_SECRET_KEY", "doctor-only")
    from django.db.utils import DatabaseError

    from greenlight.cli.django import start

    start()
    try:
        found = [_connection(), *_safety(), _migrations()]
    except DatabaseError as error:
        text = f"连不上：{str(error).strip().splitlines()[0]}"
        return [Found("数据库", BAD, text, "检查 DATABASE_URL、数据库服务是否启动、文件是否损坏")]
    if found[-1].state == GOOD:
        found += [_jobs(), _zones()]
    return [*found, _static()]


def _connection() -> Found:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return Found("数据库", GOOD, f"SQLite {_ask('SELECT sqlite_version()')}")
    encoding = _ask("SHOW server_encoding")
    text = f"PostgreSQL {_ask('SHOW server_version')}，编码 {encoding}"
    if encoding != "UTF8":
        return Found("数据库", BAD, text, "建库时用 UTF8：createdb --encoding=UTF8 --template=template0")
    return Found("数据库", GOOD, text)


def _safety() -> Iterator[Found]:
    """SQLite's own settings: a finished transaction outlives a power cut."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    mode, how = _ask("PRAGMA journal_mode"), int(_ask("PRAGMA synchronous"))
    text = f"journal_mode={mode}，synchronous={('OFF', 'NORMAL', 'FULL', 'EXTRA')[how]}"
    if mode != "wal" or how < 2:
        yield Found("断电安全", BAD, text, "应为 wal 和 FULL：数据目录不要放在网络盘上")
        return
    yield Found("断电安全", GOOD, text)
    if (broken := _ask("PRAGMA quick_check(1)")) != "ok":
        yield Found("数据完整", BAD, str(broken), "停止服务，用最近的备份恢复")


def _ask(sql: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else ""


def _migrations() -> Found:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Found("数据库结构", BAD, f"有 {len(waiting)} 步更新没有做", "运行 ./start，启动时会自动更新")
    return Found("数据库结构", GOOD, "是最新的")


def _jobs() -> Found:
    """Jobs that nobody works on tell that the background process is not running."""
    from datetime import timedelta

    from greenlight.base import clock
    from greenlight.base.models import Job

    now = clock.now()
    waiting = Job.objects.filter(state=Job.State.QUEUED, queued_at__lt=now - timedelta(minutes=2)).count()
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - timedelta(minutes=10)).count()
    if waiting or silent:
        text = f"{waiting} 个排队超过 2 分钟，{silent} 个 10 分钟没有动静"
        return Found("后台任务", BAD, text, "后台进程没有在跑：用 ./start 启动，它会一起带起来")
    return Found("后台任务", GOOD, f"没有积压，共 {Job.objects.count()} 个")


def _zones() -> Found:
    from greenlight.people.models import Membership, Zone

    zones = list(Zone.objects.values_list("name", flat=True))
    if not zones:
        return Found("园区", NOTICE, "一个也没有", "运行 greenlight demo 装入演示园区")
    people = Membership.objects.filter(user__is_active=True).values("user").distinct().count()
    return Found("园区", GOOD, f"{'、'.join(zones[:3])}{' 等' if len(zones) > 3 else ''}，{people} 人")


def _static() -> Found:
    from django.conf import settings

    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Found("页面文件", GOOD, str(settings.STATIC_ROOT))
    return Found("页面文件", NOTICE, "还没有收集", "运行 ./start，启动时会自动收集")
