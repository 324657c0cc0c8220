"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Room indicators."""

    name = "greenlight.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Let workbooks of this room's ledgers be read; their records wait in the preview."""
        from greenlight.base import keeping
        from greenlight.indicators.ledgers import LEDGERS

        keeping.declare(*LEDGERS)
