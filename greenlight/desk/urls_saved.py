"""Doors of saved views, of the columns a reader chooses, of paper."""

from django.urls import path

from greenlight.desk.views import paper, saved

urlpatterns = [
    path("projects/views/", saved.arrange, name="views"),
    path("projects/views/counts/", saved.counted, name="views_counted"),
    path("projects/views/new/", saved.new, name="view_new"),
    path("projects/views/order/", saved.order, name="views_order"),
    path("projects/views/<int:pk>/save/", saved.overwrite, name="view_overwrite"),
    path("projects/views/<int:pk>/rename/", saved.rename, name="view_rename"),
    path("projects/views/<int:pk>/share/", saved.share, name="view_share"),
    path("projects/views/<int:pk>/delete/", saved.delete, name="view_delete"),
    path("projects/columns/", saved.columns, name="columns"),
    path("projects/print/", paper.paper, name="print"),
    path("projects/look/", saved.keep, name="keep_form"),
]
