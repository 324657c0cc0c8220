"""Doors of the import flow."""

from django.urls import path

from greenlight.desk.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/job/", imports.job, name="import_job"),
    path("imports/<int:pk>/cancel/", imports.cancel, name="import_cancel"),
    path("imports/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("imports/<int:pk>/ledger/", imports.ledger, name="import_ledger"),
    path("imports/<int:pk>/answers/", imports.answers, name="import_answers"),
    path("imports/<int:pk>/again/", imports.again, name="import_again"),
    path("imports/<int:pk>/apply/", imports.apply, name="import_apply"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/annotated/", imports.annotated, name="import_annotated"),
]
