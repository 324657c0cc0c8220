"""The product as a user starts it: ./start in a folder of its own, on either database."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fresh_database(name: str) -> str:
    """Return the address of an empty PostgreSQL database, or "" to use SQLite."""
    base = os.environ.get("JOURNEY_POSTGRES_URL", "")
    if not base:
        return ""
    with psycopg.connect(base, autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}"')
        link.execute(f'CREATE DATABASE "{name}"')
    return base.rsplit("/", 1)[0] + f"/{name}"


@dataclass
class Server:
    """One ./start on a data folder; may be stopped and started again on another day."""

    data: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    said: str = ""
    more: tuple[str, ...] = ()

    def __del__(self) -> None:
        """Leave no server behind, whatever became of the test."""
        if self.process and self.process.poll() is None:
            self.process.kill()

    @property
    def base(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, today: str, *, limit: float = 300) -> Server:
        """Start and wait for the printed links."""
        log = self.data.parent / f"{self.data.name}.log"
        env = os.environ | {"GREENLIGHT_TODAY": today, "PYTHONUNBUFFERED": "1"}
        env.pop("DATABASE_URL", None)
        env |= {"DATABASE_URL": self.database} if self.database else {}
        with log.open("w") as out:
            self.process = subprocess.Popen(
                ["./start", "--port", str(self.port), "--data", str(self.data), *self.more],
                cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.said = log.read_text(encoding="utf-8")
            if "登录链接" in self.said and self.said.count("/enter/") >= 3:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"./start did not come up:\n{self.said}")

    def link(self, role: str) -> str:
        """Return the printed sign-in link of a role's Chinese name."""
        found = re.search(rf"{role}（.*?）\s+(\S+/enter/\S+)", self.said)
        assert found, self.said
        return found[1]

    def stop(self) -> float:
        """End it by SIGTERM; return the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=15)
        return time.monotonic() - began
