"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Room desk."""

    name = "greenlight.desk"
    label = "desk"
