"""Addresses of the settings of requests."""

from django.urls import path

from maillage.modules.inquiries import settings_views as views

app_name = "inquiries_settings"
urlpatterns = [
    path("", views.tables, name="tables"),
    path("orientation/<int:number>/", views.table, name="table"),
    path("orientation/<int:number>/regles/nouvelle/", views.rule, name="new_rule"),
    path("orientation/<int:number>/regles/<int:pk>/", views.rule, name="rule"),
    path("orientation/<int:number>/rejouer/", views.replay, name="replay"),
    path("parcours/", views.models, name="pathways"),
    path("parcours/nouveau/", views.model, name="new_pathway"),
    path("parcours/<slug:code>/", views.model, name="pathway"),
]
