"""Doors of editing a ledger, of its side panel, and of taking deeds back."""

from django.urls import path

from greenlight.desk.views import editing, panel

urlpatterns = [
    path("ledger/<slug:ledger>/cell/<int:pk>/<str:field>/", editing.cell, name="cell"),
    path("ledger/<slug:ledger>/paste/", editing.paste, name="paste"),
    path("ledger/<slug:ledger>/bulk/", editing.bulk, name="bulk"),
    path("undo/<int:seq>/", editing.undo, name="undo"),
    path("projects/<int:pk>/panel/", panel.panel, name="panel"),
    path("projects/<int:pk>/history/<str:field>/", panel.history, name="history"),
]
