"""Addresses of the report of uncovered needs."""

from django.urls import path

from maillage.modules.inquiries import needs_views as views

app_name = "needs"
urlpatterns = [
    path("", views.report, name="report"),
    path("besoins.csv", views.export, name="export"),
]
