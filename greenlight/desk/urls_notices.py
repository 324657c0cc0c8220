"""Doors of notices."""

from django.urls import path

from greenlight.desk.views import notices

urlpatterns = [
    path("notices/", notices.mine, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("robots/", notices.robots, name="robots"),
    path("robots/<int:pk>/switch/", notices.switch, name="robot_switch"),
    path("robots/<int:pk>/retype/", notices.retyped, name="robot_retype"),
    path("robots/<int:pk>/try/", notices.tried, name="robot_try"),
]
