"""Reading in a process of its own: what a stranger sent may break that process, and not the server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from greenlight.base.documents.limits import Limits, Unreadable

BOUNDED = Path(__file__).with_name("bounded.py")


def answered(child: Path, data: bytes, limits: Limits, *more: int) -> dict[str, Any]:
    """Return what a child says of the bytes on its stdin, bound in memory and seconds; it gets `more`.

    Raises Unreadable when it refuses, breaks, or takes more memory or time than it may.
    """
    bounds = [str(limits.memory), str(int(limits.seconds))]
    asked = [sys.executable, "-I", str(BOUNDED), *bounds, str(child), *map(str, more)]
    try:
        done = subprocess.run(asked, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable("timeout", detail=int(limits.seconds)) from None
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise Unreadable("timeout", detail=int(limits.seconds))
    if done.returncode:
        raise Unreadable("damaged", detail="读到一半出了错")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise Unreadable(answer["error"], detail=answer.get("detail", "打不开"))
    return answer
