"""Addresses of the mesh."""

from django.urls import path

from maillage.modules.mesh import views

app_name = "mesh"
urlpatterns = [
    path("", views.home, name="home"),
    path("dispositifs.csv", views.home_export, name="home_export"),
    path("calcul/", views.computing, name="computing"),
    path("dispositifs/<slug:slug>/", views.scheme, name="scheme"),
    path("dispositifs/<slug:slug>.csv", views.scheme_export, name="scheme_export"),
]
