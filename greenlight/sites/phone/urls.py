"""Doors of the phone."""

from django.urls import path

from greenlight.sites.phone import views, views_overview, views_pictures, views_sent, views_worker

urlpatterns = [
    path("site/", views.today, name="today"),
    path("site/worker.js", views_worker.worker, name="worker"),
    path("site/hello/", views.hello, name="hello"),
    path("site/overview/", views_overview.overview, name="overview"),
    path("site/overview/export/", views_overview.export, name="overview_export"),
    path("site/sent/", views_sent.sent, name="sent"),
    path("site/sent/<int:log>/", views_sent.receipt, name="receipt"),
    path("site/sent/<int:log>/photo/", views_sent.photo, name="send_photo"),
    path("site/sent/<int:log>/correct/", views_sent.correct, name="correct"),
    path("site/sent/<int:log>/explain/<int:photo>/", views_sent.explain, name="explain"),
    path("site/photo/<int:pk>/", views_pictures.photo, name="photo"),
    path("site/photo/<int:pk>/thumb/", views_pictures.thumb, name="thumb"),
    path("site/<int:pk>/", views.sheet, name="sheet"),
]
