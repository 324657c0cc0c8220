"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Room sites."""

    name = "greenlight.sites"
    label = "sites"

    def ready(self) -> None:
        """Make the room's deeds undoable, its background work known."""
        from greenlight.sites import undoing
        from greenlight.sites.actions import reflagging

        undoing.register()
        reflagging.register()
