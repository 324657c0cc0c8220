"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Room reports."""

    name = "greenlight.reports"
    label = "reports"
