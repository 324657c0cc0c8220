"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Room projects."""

    name = "greenlight.projects"
    label = "projects"
