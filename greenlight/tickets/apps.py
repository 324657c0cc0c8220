"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Room tickets."""

    name = "greenlight.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Let workbooks of this room's ledgers be read; their records wait in the preview."""
        from greenlight.base import keeping
        from greenlight.tickets.ledgers import LEDGERS

        keeping.declare(*LEDGERS)
