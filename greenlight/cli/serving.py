"""`serve`: prepares the data folder, prints the sign-in links, supervises web server and worker."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

from greenlight.cli import Result, Wrong
from greenlight.cli.django import start

ROLES = ("leader", "clerk", "unit_handler", "liaison", "inspector", "system_admin")
GRACE_SECONDS = 8
OWN = 0o077  # what the service writes is nobody else's to read


def prepare(*, demo: bool, again: bool = False) -> bool:
    """Migrate, seed the shipped libraries, load the demo zone if the database is empty.

    A demo that was removed comes back only when asked for (`again`). Returns whether it was loaded.
    """
    from django.core.management import call_command

    from greenlight.base import clock
    from greenlight.people.models import Zone
    from greenlight.projects import library
    from greenlight.warnings import packs

    call_command("migrate", verbosity=0, interactive=False)
    library.seed()
    packs.seed()
    if not demo or Zone.objects.exists():
        return False
    from greenlight.demo import actions

    if actions.was_removed() and not again:
        return False
    actions.load(today=clock.today(), at=clock.now())
    return True


def open_empty(name: str) -> bool:
    """Open a zone without projects when the database holds none. Returns whether it did."""
    from greenlight.base import clock
    from greenlight.people.models import Zone
    from greenlight.people.opening import open_zone
    from greenlight.warnings import packs

    if Zone.objects.exists():
        return False
    packs.open_zone(open_zone(name, at=clock.now()).pk)
    return True


def collect_static() -> None:
    """Write the hashed static files when the sources changed since the last start."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            info = Path(storage.path(name)).stat()
            seen.update(f"{name}:{info.st_size}:{info.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command(
        # htmx extensions we do not use hold import() in comments, which the rewriting takes for imports
        "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=["ext", "*-4*.js"],
    )  # fmt: skip
    stamp.write_text(seen.hexdigest())


def links(base: str) -> list[str]:
    """Return a fresh sign-in link for every demo role, each usable once within 24 hours."""
    from greenlight.base import clock
    from greenlight.people import signin
    from greenlight.people.models import Role

    names = dict(Role.choices)
    lines = []
    for role in ROLES:
        user = signin.of_role(role)
        if user:
            token = signin.issue(user, at=clock.now())
            lines.append(f"  {names[role]}（{user.name}）  {base}/enter/{token}/")
    return lines


def serve(options: Namespace) -> Result:
    """Serve until SIGTERM or Ctrl+C."""
    must_be_free(options.host, options.port)
    os.umask(OWN)
    start()
    keep_private()
    loaded = prepare(demo=not options.no_demo)
    opened = open_empty(options.zone)
    collect_static()
    base = f"http://{options.host}:{options.port}"
    said = [f"绿灯已在 {base} 等您。"]
    if loaded:
        said.append("已装入演示园区（示例数据）。")
    if opened:
        said.append(f"已建空园区“{options.zone}”，用科室的链接登录后把台账拖进去即可。")
    said += ["登录链接，一次有效，24 小时内用；再要一个：.venv/bin/greenlight signin ROLE", *links(base)]
    return supervise(options, said)


def keep_private() -> None:
    """Shut the data folder to other users of the machine: it holds the zone's papers and the key."""
    from django.conf import settings

    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.DATA_DIR.stat().st_mode & OWN and settings.DATA_DIR.stat().st_uid == os.getuid():
        settings.DATA_DIR.chmod(0o700)


def must_be_free(host: str, port: int) -> None:
    """See that nobody else listens on the port, before anything is prepared.

    Raises Wrong with the way out.
    """
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except (OSError, OverflowError):
            raise Wrong(f"端口 {port} 用不了（可能已被占用），换一个：./start --port 8001") from None


def supervise(options: Namespace, said: list[str]) -> Result:
    """Run web server and worker; end both when one ends or a signal comes, within ten seconds."""
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stop.append(got))
    children = [web(options), worker()]
    if not answers(options, children[0], stop):
        end(children)
        if stop:
            return {"text": "已停止。"}
        raise Wrong(f"服务没有起来。端口 {options.port} 可能被占用，换一个：./start --port 8001")
    sys.stdout.write("\n".join(said) + "\n")
    sys.stdout.flush()
    while not stop and all(child.poll() is None for child in children):
        time.sleep(0.2)
    end(children)
    if stop:
        return {"text": "已停止。"}
    raise Wrong("服务或后台任务意外退出，已全部停止。")


def web(options: Namespace) -> subprocess.Popen[bytes]:
    """Start gunicorn: two processes of four threads, the application loaded once and shared."""
    workers = os.environ.get("GREENLIGHT_WORKERS", "2")
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "greenlight.wsgi:application", "--bind",
         f"{options.host}:{options.port}", "-k", "gthread", "-w", workers, "--threads", "4",
         "--config", "python:greenlight.gunicorn_conf", "--log-level", "warning",
         "--graceful-timeout", "5", "--timeout", "120"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "greenlight.settings"},
    )  # fmt: skip


def worker() -> subprocess.Popen[bytes]:
    """Start the one process for background and periodic jobs."""
    return subprocess.Popen(
        [sys.executable, "-m", "django", "run_huey", "--workers", "1", "--quiet"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "greenlight.settings"},
    )


def answers(options: Namespace, process: subprocess.Popen[bytes], stop: list[int]) -> bool:
    """Wait until the web server answers; False when it ended or a signal came first."""
    import http.client

    for _ in range(300):
        if process.poll() is not None or stop:
            return False
        try:
            asked = http.client.HTTPConnection(options.host, options.port, timeout=2)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200 and process.poll() is None:
                return True
        except OSError:
            time.sleep(0.1)
    return False


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """End the children: the web server by TERM, the worker by INT (it finishes its job), then KILL."""
    for child, how in zip(children, (signal.SIGTERM, signal.SIGINT), strict=True):
        if child.poll() is None:
            child.send_signal(how)
    limit = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
