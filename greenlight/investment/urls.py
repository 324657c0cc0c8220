"""Doors of room investment."""

from django.urls import path

from greenlight.investment import views

app_name = "investment"
urlpatterns = [
    path("projects/<int:pk>/investment/", views.report, name="report"),
    path("projects/<int:pk>/year-plan/", views.year_plan, name="year_plan"),
]
