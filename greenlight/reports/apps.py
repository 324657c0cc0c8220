"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Room reports."""

    name = "greenlight.reports"
    label = "reports"

    def ready(self) -> None:
        """Let the month be made and reports be read in the background; tell what a report is."""
        from greenlight.base import subjects
        from greenlight.reports import jobs
        from greenlight.reports.checking import actions, undoing, work
        from greenlight.reports.digest import making
        from greenlight.reports.models import CheckedReport

        making.register()
        work.register()
        undoing.register()
        jobs.purge_what_was_removed  # noqa: B018  imported so that the consumer knows it
        subjects.register(
            actions.KIND,
            "核数报告",
            CheckedReport.objects.visible_to,
            lambda one: f"/reports/check/{one.pk}/",
        )
