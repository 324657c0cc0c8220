"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Room base."""

    name = "greenlight.base"
    label = "base"
