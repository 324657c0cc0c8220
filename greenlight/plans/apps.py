"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Room plans."""

    name = "greenlight.plans"
    label = "plans"
