"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Room base."""

    name = "greenlight.base"
    label = "base"

    def ready(self) -> None:
        """Make the background work of the room known, and what a field says by itself."""
        from greenlight.base import sayings, subjects
        from greenlight.base.imports import work

        sayings.put()
        work.register()
        subjects.register("import_batch", "导入批次", work.seen_by, work.page_of)
