"""Doors of room warnings."""

from django.urls import path

from greenlight.warnings import views

app_name = "warnings"
urlpatterns = [
    path("turned/", views.turns, name="turned"),
    path("packs/", views.choose, name="packs"),
    path("packs/rules/<int:pk>/", views.rule, name="rule"),
    path("projects/<int:pk>/nudge/", views.nudge, name="nudge"),
    path("projects/<int:pk>/nudges/<int:nudge_pk>/answer/", views.answer, name="answer"),
]
