"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """Room warnings."""

    name = "greenlight.warnings"
    label = "warnings"
