"""Doors of room projects."""

from django.urls import path

from greenlight.projects import views

app_name = "projects"
urlpatterns = [
    path("projects/new/", views.new, name="new"),
    path("projects/<int:pk>/edit/", views.edit, name="edit"),
    path("projects/<int:pk>/stage/", views.stage, name="stage"),
    path("projects/<int:pk>/halt/", views.halt, name="halt"),
    path("projects/<int:pk>/assign/", views.assign, name="assign"),
    path("projects/<int:pk>/assign/<int:assignment>/end/", views.unassign, name="unassign"),
    path("projects/<int:pk>/site/", views.site, name="site"),
    path("projects/<int:pk>/papers/", views.hand_in, name="hand_in"),
    path("projects/<int:pk>/papers/<int:evidence>/", views.decide, name="decide"),
    path("library/", views.nodes, name="library"),
    path("library/nodes/<int:pk>/", views.node, name="node"),
    path("library/units/", views.units, name="units"),
]
