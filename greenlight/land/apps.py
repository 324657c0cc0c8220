"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class LandConfig(AppConfig):
    """Room land."""

    name = "greenlight.land"
    label = "land"

    def ready(self) -> None:
        """Let workbooks of this room's ledgers be read; their records wait in the preview."""
        from greenlight.base import keeping
        from greenlight.land.ledgers import LEDGERS

        keeping.declare(*LEDGERS)
