"""Addresses of reorganisations."""

from django.urls import path

from maillage.modules.reorganizations import views

app_name = "reorganizations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("positionnement/", views.questions, name="questions"),
    path("positionnement/<slug:slug>/", views.settle, name="settle"),
    path("<slug:slug>/", views.page, name="page"),
]
