"""Addresses of 核数."""

from django.urls import path

from greenlight.reports.checking import views, views_kept

urlpatterns = [
    path("reports/check/", views.reports, name="checks"),
    path("reports/check/example/", views.try_example, name="check_example"),
    path("reports/check/compare/", views_kept.compare, name="check_compare"),
    path("reports/check/<int:pk>/", views.check, name="check"),
    path("reports/check/<int:pk>/asked/<int:n>/", views.question, name="check_question"),
    path("reports/check/<int:pk>/numbers/", views.numbers, name="check_numbers"),
    path("reports/check/<int:pk>/job/", views.job, name="check_job"),
    path("reports/check/<int:pk>/cancel/", views.cancel, name="check_cancel"),
    path("reports/check/<int:pk>/answer/", views.answer, name="check_answer"),
    path("reports/check/<int:pk>/again/", views.again, name="check_again"),
    path("reports/check/<int:pk>/copy/", views.copy, name="check_copy"),
    path("reports/check/<int:pk>/print/", views.paper, name="check_print"),
    path("reports/check/<int:pk>/remove/", views.remove, name="check_remove"),
    path("reports/check/<int:pk>/keep/", views.keep, name="check_keep"),
    path("reports/observations/", views_kept.observations, name="observations"),
    path("reports/observations/export/", views_kept.export, name="observations_export"),
    path("reports/observations/<int:pk>/drop/", views_kept.drop, name="observation_drop"),
]
