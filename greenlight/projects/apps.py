"""The room's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Room projects."""

    name = "greenlight.projects"
    label = "projects"

    def ready(self) -> None:
        """Bind the project ledger; rooms above add their columns to it."""
        from greenlight.base import keeping, subjects
        from greenlight.base.imports import subject
        from greenlight.projects import figures, filters, undoing, weighing
        from greenlight.projects.importing import ProjectImport
        from greenlight.projects.keeping import ProjectKeeper
        from greenlight.projects.ledgers import PROJECTS
        from greenlight.projects.models import Project

        keeping.bind(PROJECTS)
        keeping.keep("projects", ProjectKeeper())
        keeping.add_filters("projects", *filters.filters())
        keeping.add_orders("projects", **filters.orders())
        keeping.weigh("projects", weighing.weigh)
        keeping.add_editors("projects", clerk=weighing.clerks, answering=weighing.answering)
        subject.register("projects", ProjectImport())
        subjects.register(
            "project", "项目", Project.objects.visible_to, lambda project: f"/projects/{project.pk}/"
        )
        figures.register()
        undoing.register()
