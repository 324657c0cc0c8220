"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Room people."""

    name = "greenlight.people"
    label = "people"

    def ready(self) -> None:
        """Say who may hand in workbooks of ledgers that no room keeps yet."""
        from greenlight.base.imports import subject
        from greenlight.people import may

        subject.guard(lambda user, zone_id: user is not None and may.edit_zone(user, zone_id))
