"""Doors of room sites."""

from django.urls import path

from greenlight.sites import views
from greenlight.sites.phone import urls as phone

app_name = "sites"
urlpatterns = [
    path("projects/<int:pk>/parts/", views.parts, name="parts"),
    path("projects/<int:pk>/fence/", views.fence, name="fence"),
    path("site/log/<int:log>/correct/", views.correct, name="correct_log"),
    path("site/log/<int:log>/retract/", views.retract, name="retract"),
    path("site/photo/<int:pk>/about/", views.photo, name="photo_about"),
    path("site/photo/<int:pk>/original/", views.original, name="original"),
    path("site/photo/<int:pk>/explain/", views.explain_photo, name="explain_photo"),
    path("site/photo/<int:pk>/retract/", views.retract_photo, name="retract_photo"),
    path("site/verify/", views.verify, name="verify"),
    path("site/verify/<str:code>/", views.verify, name="verified"),
    *phone.urlpatterns,
]
