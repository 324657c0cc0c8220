"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Room demo."""

    name = "greenlight.demo"
    label = "demo"
