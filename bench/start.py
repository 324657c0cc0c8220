"""From a clean checkout to the first page: ./start with pip, with uv, and a second start.

.venv/bin/python bench/start.py [--runs 3] [--with pip,uv]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answered(port: int) -> bool:
    """Tell whether the sign-in page stands."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(folder: Path, env: dict[str, str]) -> float:
    """Start, wait for the first page, stop; return the seconds to the page."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["./start", "--port", str(port)],
        cwd=folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while not answered(port):
        if process.poll() is not None:
            sys.exit(process.stderr.read().decode() if process.stderr else "")
        time.sleep(0.05)
    took = time.perf_counter() - began
    process.send_signal(signal.SIGTERM)
    process.wait(15)
    return took


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--with", dest="tools", default="pip,uv")
    options = parser.parse_args()
    print("| 用 | 第一次到首页 s | 第二次 s |\n| --- | --- | --- |")
    for tool in options.tools.split(","):
        first, second = [], []
        for _ in range(options.runs):
            with tempfile.TemporaryDirectory() as folder:
                one, other = once(Path(folder), tool)
            first.append(one)
            second.append(other)
        print(f"| {tool} | {statistics.median(first):.1f} | {statistics.median(second):.1f} |", flush=True)


def once(folder: Path, tool: str) -> tuple[float, float]:
    """Check out into a folder and start twice."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive, check=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith("GREENLIGHT")}
    env |= {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}
    if tool == "pip" and (uv := shutil.which("uv")):
        kept = [one for one in env["PATH"].split(":") if not (Path(one) / "uv").exists() or one == "/usr/bin"]
        env["PATH"] = ":".join(kept)
        env["PYTHON"] = sys.base_prefix + "/bin/python3"
        assert uv
    return start(folder, env), start(folder, env)


if __name__ == "__main__":
    main()
