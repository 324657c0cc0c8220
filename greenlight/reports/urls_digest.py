"""Doors of 一月一汇总."""

from django.urls import path

from greenlight.reports import views_digest

urlpatterns = [path("reports/month/", views_digest.digest, name="digest")]
