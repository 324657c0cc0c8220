"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Room reports."""

    name = "greenlight.reports"
    label = "reports"

    def ready(self) -> None:
        """Let the month be made and reports be read in the background; tell what a report is."""
        from greenlight.base import subjects
        from greenlight.reports.checking import actions, work
        from greenlight.reports.digest import making
        from greenlight.reports.models import CheckedReport

        making.register()
        work.register()
        subjects.register(
            actions.KIND,
            "核数报告",
            CheckedReport.objects.visible_to,
            lambda one: f"/reports/check/{one.pk}/",
        )
