"""gunicorn: load once, freeze the heap after start so that full collections stay short and rare."""

import gc
from typing import Any

preload_app = True
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Collect once and freeze what was loaded, before the workers are forked."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Collect the oldest generation rarely; young objects as usual."""
    gc.set_threshold(50_000, 20, 100)
