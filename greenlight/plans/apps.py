"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Room plans."""

    name = "greenlight.plans"
    label = "plans"

    def ready(self) -> None:
        """Add the dates to the ledger of projects."""
        from greenlight.base import keeping
        from greenlight.plans.keeping import PlanKeeper

        keeping.keep("projects", PlanKeeper())
