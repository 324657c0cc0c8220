"""Doors of the reports."""

from django.urls import URLPattern

from greenlight.reports import urls_digest
from greenlight.reports.checking import urls as checking

app_name = "reports"
urlpatterns: list[URLPattern] = [*urls_digest.urlpatterns, *checking.urlpatterns]
