"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Room ratings."""

    name = "greenlight.ratings"
    label = "ratings"

    def ready(self) -> None:
        """Let workbooks of this room's ledgers be read; their records wait in the preview."""
        from greenlight.base import keeping
        from greenlight.ratings.ledgers import LEDGERS

        keeping.declare(*LEDGERS)
