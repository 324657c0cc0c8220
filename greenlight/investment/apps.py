"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    """Room investment."""

    name = "greenlight.investment"
    label = "investment"

    def ready(self) -> None:
        """Add the room's columns, figures and conditions."""
        from greenlight.base import keeping
        from greenlight.investment import figures, filters
        from greenlight.investment.keeping import InvestmentKeeper

        keeping.keep("projects", InvestmentKeeper())
        figures.register()
        filters.register()
