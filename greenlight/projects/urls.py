"""Doors of room projects."""

from django.urls import path

from greenlight.projects.views import drafts, life, nodes, papers, record

app_name = "projects"
urlpatterns = [
    path("projects/new/", record.new, name="new"),
    path("projects/<int:pk>/edit/", record.edit, name="edit"),
    path("projects/<int:pk>/amounts/", record.amount, name="amount"),
    path("projects/<int:pk>/codes/", record.code, name="code"),
    path("projects/<int:pk>/listings/", record.list_on, name="list_on"),
    path("projects/<int:pk>/listings/<int:listing>/off/", record.list_off, name="list_off"),
    path("projects/<int:pk>/stage/", life.stage, name="stage"),
    path("projects/<int:pk>/halt/", life.halt, name="halt"),
    path("projects/<int:pk>/assign/", life.assign, name="assign"),
    path("projects/<int:pk>/assign/<int:assignment>/end/", life.unassign, name="unassign"),
    path("projects/<int:pk>/site/", life.site, name="site"),
    path("projects/<int:pk>/papers/", papers.hand_in, name="hand_in"),
    path("projects/<int:pk>/papers/<int:evidence>/", papers.decide, name="decide"),
    path("library/", nodes.nodes, name="library"),
    path("library/draft/", drafts.draft, name="library_draft"),
    path("library/publish/", drafts.publish, name="library_publish"),
    path("library/versions/", drafts.versions, name="library_versions"),
    path("library/nodes/new/", drafts.add, name="node_new"),
    path("library/nodes/<int:pk>/", drafts.node, name="node"),
    path("library/nodes/<int:pk>/links/", drafts.links, name="node_links"),
    path("library/nodes/<int:pk>/step/", drafts.step, name="node_step"),
    path("library/units/", nodes.units, name="units"),
]
