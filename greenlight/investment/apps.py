"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    """Room investment."""

    name = "greenlight.investment"
    label = "investment"

    def ready(self) -> None:
        """Add the room's columns, figures and conditions."""
        from greenlight.base import keeping
        from greenlight.investment import figures, filters, proofs, sealing, undoing, weighing
        from greenlight.investment.keeping import InvestmentKeeper

        keeping.keep("projects", InvestmentKeeper())
        keeping.weigh("projects", weighing.weigh)
        keeping.seal("projects", sealing.seal)
        keeping.add_editors("projects", leading=weighing.leading)
        figures.register()
        filters.register()
        proofs.register()
        undoing.register()
