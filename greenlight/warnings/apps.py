"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """Room warnings."""

    name = "greenlight.warnings"
    label = "warnings"

    def ready(self) -> None:
        """Add figures and conditions, hear of changes, show lights on the pages of rooms below."""
        from greenlight.base import slots
        from greenlight.plans import lamps as plan_lamps
        from greenlight.projects import sight
        from greenlight.warnings import figures, filters, jobs, lamps, listeners, panels, undoing
        from greenlight.warnings.checks import listeners as checks
        from greenlight.warnings.checks.views import panel as checked
        from greenlight.warnings.models import nudged

        figures.register()
        filters.register()
        listeners.listen()
        checks.listen()
        jobs.judge_tonight  # noqa: B018  imported so that the consumer knows it
        undoing.register()
        sight.add(nudged, acts=False)
        plan_lamps.add(lamps.of_project)
        plan_lamps.foretell(lamps.foreseen)
        slots.fill("investment", panels.investment_light)
        slots.fill("investment_checks", checked)
