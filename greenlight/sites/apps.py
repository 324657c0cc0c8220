"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Room sites."""

    name = "greenlight.sites"
    label = "sites"
