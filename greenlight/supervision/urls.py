"""Doors of room supervision."""

from django.urls import path

from greenlight.supervision import doing, views, views_ladder, views_units

app_name = "supervision"
urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/new/", views.new, name="new"),
    path("orders/due/", views_ladder.due, name="due"),
    path("orders/due/walk/", views_ladder.walk, name="walk"),
    path("orders/drafts/<int:pk>/aside/", views_ladder.set_aside, name="set_aside"),
    path("orders/ladder/", views_ladder.ladder, name="ladder"),
    path("orders/ladder/<slug:rung>/", views_ladder.step, name="step"),
    path("orders/units/", views_units.league, name="units"),
    path("orders/units/limits/", views_units.limits_page, name="limits"),
    path("orders/units/<int:pk>/", views_units.unit, name="unit"),
    path("orders/<int:pk>/", views.order, name="order"),
    path("orders/<int:pk>/word/", views.order_word, name="word"),
    path("orders/<int:pk>/record/", views.record_word, name="record"),
    *(
        path(f"orders/<int:pk>/{one.name}/", views.act, {"act": one.name}, name=one.name)
        for one in doing.ACTS
    ),
    path("warnings/<int:pk>/climb/", views_ladder.climb, name="climb"),
]
