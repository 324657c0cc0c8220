"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class AttractionConfig(AppConfig):
    """Room attraction."""

    name = "greenlight.attraction"
    label = "attraction"

    def ready(self) -> None:
        """Let workbooks of this room's ledgers be read; their records wait in the preview."""
        from greenlight.attraction.ledgers import LEDGERS
        from greenlight.base import keeping

        keeping.declare(*LEDGERS)
