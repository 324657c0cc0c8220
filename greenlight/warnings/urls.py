"""Doors of room warnings."""

from django.urls import path

from greenlight.warnings import views, views_held, views_replay
from greenlight.warnings.checks import views as checks

app_name = "warnings"
urlpatterns = [
    path("checks/", checks.checks, name="checks"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("warnings/", views_held.held, name="held"),
    path("warnings/replay/", views_replay.zone_day, name="zone_day"),
    path("warnings/replay/file/", views_replay.zone_file, name="zone_file"),
    path("projects/<int:pk>/replay/", views_held.replay, name="replay"),
    path("projects/<int:pk>/waivers/", views_held.waive, name="waive"),
    path("projects/<int:pk>/waivers/<int:waiver_pk>/end/", views_held.end_waiver, name="end_waiver"),
    path("turned/", views.turns, name="turned"),
    path("packs/", views.choose, name="packs"),
    path("packs/rules/<int:pk>/", views.rule, name="rule"),
    path("projects/<int:pk>/nudge/", views.nudge, name="nudge"),
    path("projects/<int:pk>/nudges/<int:nudge_pk>/answer/", views.answer, name="answer"),
]
