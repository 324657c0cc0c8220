"""Doors of room plans."""

from django.urls import path

from greenlight.plans import views, views_arrange, views_levels, views_update
from greenlight.plans.compare import views as compare

app_name = "plans"
urlpatterns = [
    path("projects/<int:pk>/plan/", views.make, name="make"),
    path("projects/<int:pk>/plan/draft/", views.draft, name="draft"),
    path("projects/<int:pk>/plan/edit/", views_arrange.arrange, name="arrange"),
    path("projects/<int:pk>/plan/edit/look/", views_arrange.look, name="arrange_look"),
    path("projects/<int:pk>/plan/update/", views_update.update, name="update"),
    path("projects/<int:pk>/plan/compare/", compare.compare, name="compare"),
    path("plans/many/", views.make_many, name="make_many"),
    path("plans/many/<int:job>/", views.job, name="job"),
    path("projects/<int:pk>/milestones/<int:mid>/actual/", views.actual, name="actual"),
    path("projects/<int:pk>/milestones/<int:mid>/withdraw/", views.withdraw, name="withdraw"),
    path("projects/<int:pk>/milestones/<int:mid>/slip/", views.slip, name="slip"),
    path("projects/<int:pk>/milestones/<int:mid>/slip/withdraw/", views.take_back, name="take_back"),
    path("projects/<int:pk>/milestones/<int:mid>/decide/", views.decide, name="decide"),
    path("projects/<int:pk>/milestones/<int:mid>/edit/", views.edit, name="edit"),
    path("packs/slips/", views_levels.slip_levels, name="levels"),
    path("projects/<int:pk>/slips/decide/", views.decide_all, name="decide_all"),
]
