"""Doors of room people."""

from django.urls import path

from greenlight.people import keys, views

app_name = "people"
urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("password/", views.password, name="password"),
    path("tokens/", keys.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", keys.revoke, name="token_revoke"),
    path("healthz", views.healthz, name="healthz"),
]
