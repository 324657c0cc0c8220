"""Doors of room people."""

from django.urls import path

from greenlight.people import views

app_name = "people"
urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("password/", views.password, name="password"),
    path("healthz", views.healthz, name="healthz"),
]
