"""The wiring of doors."""

urlpatterns: list[object] = []
