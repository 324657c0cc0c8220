"""Starts Django for the commands that need the database."""

import os


def start() -> None:
    """Set Django up once; commands that only read files never call this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlight.settings")
    import django

    django.setup()
