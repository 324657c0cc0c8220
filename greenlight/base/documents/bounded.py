"""Run as a process of its own: another file as a program, with so much memory and so many seconds.

Whatever reads what a stranger sent is started by this. Nothing of the product is imported here.
"""

from __future__ import annotations

import runpy
import sys


def bound(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    bound(int(sys.argv[1]), int(sys.argv[2]))
    sys.argv = sys.argv[3:]
    runpy.run_path(sys.argv[0], run_name="__main__")
