"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Room desk."""

    name = "greenlight.desk"
    label = "desk"

    def ready(self) -> None:
        """Keep the lines of the project ledger in step with the rooms."""
        from greenlight.base import keeping, slots
        from greenlight.desk import climbing, jobs, listeners
        from greenlight.desk.editing import undo
        from greenlight.desk.home import around as rooms
        from greenlight.desk.models import ProjectLine
        from greenlight.desk.notices import listening
        from greenlight.desk.saved import undo as views
        from greenlight.desk.search import ledger as searched
        from greenlight.desk.search import listeners as search
        from greenlight.desk.views.notices import bell
        from greenlight.desk.wallchart.poster import making as poster
        from greenlight.sites.phone import around

        keeping.binding("projects").lines = ProjectLine.objects.visible_to
        listeners.listen(self)
        searched.register()
        search.listen(self)
        undo.register()
        views.register()
        around.tell(rooms.around, order=rooms.ORDER)
        poster.register()
        listening.listen(self)
        climbing.listen()
        slots.fill("topbar", bell)
        jobs.send_what_waits  # noqa: B018  imported so that the consumer knows it
