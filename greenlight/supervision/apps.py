"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Room supervision."""

    name = "greenlight.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Make orders known, let the unit addressed see the project, fill 异常预警."""
        from greenlight.base import slots, subjects
        from greenlight.projects import sight
        from greenlight.supervision import figures, filters, jobs, panels, undoing
        from greenlight.supervision.models import Order, ordered

        subjects.register("order", "督办单", Order.objects.visible_to, lambda order: f"/orders/{order.pk}/")
        sight.add(ordered, acts=False)
        filters.register()
        figures.register()
        undoing.register()
        jobs.walk_tonight  # noqa: B018  imported so that the consumer knows it
        slots.fill("warnings", panels.of_project)
        slots.fill("rules", panels.of_rules)
