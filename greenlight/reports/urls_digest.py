"""Doors of 一月一汇总 and 一项目一清单."""

from django.urls import path

from greenlight.reports import views_checklist, views_digest

urlpatterns = [
    path("reports/month/", views_digest.digest, name="digest"),
    path("reports/month/<slug:chapter>/", views_digest.chapter, name="chapter"),
    path("projects/<int:pk>/checklist/", views_checklist.checklist, name="checklist"),
]
