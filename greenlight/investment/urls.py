"""Doors of room investment."""

from django.urls import path

from greenlight.investment.views import money, reporting, zone

app_name = "investment"
urlpatterns = [
    path("projects/<int:pk>/investment/", reporting.report, name="report"),
    path("projects/<int:pk>/year-plan/", reporting.year_plan, name="year_plan"),
    path("projects/<int:pk>/composition/<int:year>/<int:month>/", money.compose, name="compose"),
    path("projects/<int:pk>/vouchers/new/", money.voucher_new, name="voucher_new"),
    path("projects/<int:pk>/vouchers/<int:voucher_pk>/", money.voucher, name="voucher"),
    path(
        "projects/<int:pk>/vouchers/<int:voucher_pk>/withdraw/", money.voucher_withdraw,
        name="voucher_withdraw",
    ),
    path("projects/<int:pk>/funds/new/", money.fund_new, name="fund_new"),
    path("projects/<int:pk>/funds/<int:fund_pk>/", money.fund, name="fund"),
    path("projects/<int:pk>/funds/<int:fund_pk>/end/", money.fund_end, name="fund_end"),
    path("projects/<int:pk>/registered/", money.registered, name="registered"),
    path("investment/", zone.zone, name="zone"),
    path("investment/close/", zone.close, name="close"),
    path("investment/rules/", zone.switch, name="switch"),
    path("investment/limits/", zone.limits, name="limits"),
]  # fmt: skip
