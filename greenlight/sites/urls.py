"""Doors of room sites."""

from greenlight.sites.phone import urls as phone

app_name = "sites"
urlpatterns = [*phone.urlpatterns]
