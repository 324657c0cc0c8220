"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Room people."""

    name = "greenlight.people"
    label = "people"
