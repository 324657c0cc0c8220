"""Doors of the desk."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, path

from greenlight.desk import urls_editing, urls_notices, urls_saved
from greenlight.desk.views import (
    changes,
    cockpit,
    feeds,
    files,
    handout,
    home,
    learning,
    ledger,
    parts,
    poster,
    project,
    search,
    setup,
    wall,
    wallchart,
)

app_name = "desk"


def imports() -> list[URLPattern]:
    """Return the doors of the import flow."""
    if find_spec("greenlight.desk.urls_imports") is None:
        return []
    found: list[URLPattern] = import_module("greenlight.desk.urls_imports").urlpatterns
    return found


urlpatterns = [
    path("", home.home, name="home"),
    path("projects/", ledger.projects, name="projects"),
    path("projects/counts/", ledger.counts, name="counts"),
    path("projects/group/", ledger.group, name="group"),
    path("projects/column/<slug:name>/", ledger.column, name="column"),
    path("projects/export/", ledger.export, name="export"),
    path("projects/feed/", feeds.feed, name="feed"),
    path("projects/<int:pk>/", project.project, name="project"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/tiles/", cockpit.tiles, name="cockpit_tiles"),
    path("cockpit/rows/", cockpit.behind, name="cockpit_rows"),
    path("wall/", wall.wall, name="wall"),
    path("wall/tiles/", wall.tiles, name="wall_tiles"),
    path("wall/rows/", wall.rows, name="wall_rows"),
    path("setup/", setup.index, name="setup"),
    path("setup/zone/", setup.zone, name="setup_zone"),
    path("setup/units/", setup.units, name="setup_units"),
    path("setup/people/", setup.people, name="setup_people"),
    path("setup/people/template/", setup.people_template, name="setup_people_template"),
    path("setup/holidays/", setup.holidays, name="setup_holidays"),
    path("walls/", wall.devices, name="walls"),
    path("walls/<int:pk>/revoke/", wall.revoke, name="wall_revoke"),
    path("wallchart/", wallchart.wallchart, name="wallchart"),
    path("wallchart/list/", wallchart.listed, name="wallchart_list"),
    path("wallchart/changes/", changes.table, name="changes"),
    path("wallchart/paper/", poster.paper, name="poster"),
    path("wallchart/paper/sheet.svg", poster.sheet, name="poster_sheet"),
    path("wallchart/<int:pk>/", wallchart.project, name="wallchart_project"),
    path("components/", parts.parts, name="parts"),
    path("search/", search.page, name="search"),
    path("search/box/", search.box, name="search_box"),
    path("help/", learning.words, name="help"),
    path("tour/", learning.tour_list, name="tour"),
    path("tour/<int:n>/", learning.tour_step, name="tour_step"),
    path("news/", learning.whats_new, name="news"),
    path("figures/<slug:name>/", home.figure, name="figure"),
    path("handouts/<int:job>/", handout.page, name="handout"),
    path("handouts/<int:job>/cancel/", handout.cancel, name="handout_cancel"),
    path("handouts/<int:job>/file/", handout.file, name="handout_file"),
    path("files/<int:pk>/", files.download, name="file"),
    *imports(),
    *urls_editing.urlpatterns,
    *urls_notices.urlpatterns,
    *urls_saved.urlpatterns,
]
