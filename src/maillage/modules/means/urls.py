"""Addresses of means. Reports come before sections, whose names are free."""

from django.urls import path

from maillage.modules.means import views

app_name = "means"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("<slug:plan>/", views.plan, name="plan"),
    path("<slug:plan>/outils/par-usage/", views.usages, name="usages"),
    path("<slug:plan>/affectations/couts/", views.costs, name="costs"),
    path("<slug:plan>/affectations/couts.csv", views.costs_csv, name="costs_csv"),
    path("<slug:plan>/schemas-directeurs/projections/", views.roadmaps, name="roadmaps"),
    path("<slug:plan>/<slug:section>.csv", views.export, name="export"),
    path("<slug:plan>/<slug:section>/", views.section, name="section"),
    path("<slug:plan>/<slug:section>/nouveau/", views.new, name="new"),
    path("<slug:plan>/<slug:section>/<int:pk>/", views.sheet, name="sheet"),
    path("<slug:plan>/<slug:section>/<int:pk>/<slug:name>/<int:fact>/", views.part, name="part"),
]
