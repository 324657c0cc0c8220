"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Room supervision."""

    name = "greenlight.supervision"
    label = "supervision"
