"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Room plans."""

    name = "greenlight.plans"
    label = "plans"

    def ready(self) -> None:
        """Add the dates, conditions and orders to the ledger of projects, and who sees a project."""
        from greenlight.base import keeping, slots
        from greenlight.plans import filters, many, panels, undoing, weighing
        from greenlight.plans.actions import arranging as arranged
        from greenlight.plans.keeping import PlanKeeper
        from greenlight.plans.models import owned
        from greenlight.projects import sight

        keeping.keep("projects", PlanKeeper())
        keeping.weigh("projects", weighing.weigh)
        filters.register()
        sight.add(owned)
        many.register()
        undoing.register()
        arranged.register()
        slots.fill("library_version", panels.library_used)
