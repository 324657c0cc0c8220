"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Room enterprises."""

    name = "greenlight.enterprises"
    label = "enterprises"
