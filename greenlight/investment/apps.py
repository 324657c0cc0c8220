"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    """Room investment."""

    name = "greenlight.investment"
    label = "investment"
