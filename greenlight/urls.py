"""The wiring of doors."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from greenlight import api

ROOMS = ("people", "projects", "plans", "investment", "sites", "warnings", "supervision", "reports", "desk")

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/openapi.json", api.description, name="openapi"),
    path("api/v1/", api.api.urls),
    re_path(r"^api(?:/|$)", api.unknown),
    path("account/", include("greenlight.people.urls_account")),
    path("account/2fa/", include("allauth.mfa.urls")),
    *(path("", include(f"greenlight.{room}.urls")) for room in ROOMS if find_spec(f"greenlight.{room}.urls")),
]
