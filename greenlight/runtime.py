"""How this process was started, before Django is: the only place that looks at argv."""

import os
import sys


def testing() -> bool:
    """Tell whether the test runner is in charge (fast hasher, plain static files, jobs at once)."""
    return "pytest" in sys.modules or os.environ.get("GREENLIGHT_TESTING") == "1"
