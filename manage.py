#!/usr/bin/env python
"""Django's own commands, for those who work on the project; users have `greenlight`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlight.settings")
    execute_from_command_line(sys.argv)
