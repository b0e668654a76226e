"""Addresses of who serves where."""

from django.urls import path

from maillage.modules.presence import views

app_name = "presence"
urlpatterns = [
    path("", views.index, name="index"),
    path("agents/", views.agents, name="agents"),
    path("agents/ecarts/", views.standings, name="standings"),
    path("agents/communes/", views.communes, name="communes"),
    path("agents/unites/", views.units, name="units"),
    path("operateurs/", views.operators_page, name="operators"),
    path("operateurs/communes/", views.operators_communes, name="operators_communes"),
    path("publics/", views.publics_page, name="publics"),
    path("publics/dispositifs/", views.schemes, name="schemes"),
    path("situations/", views.situations_page, name="situations"),
    path("situations/dispositifs/", views.situation, name="situation"),
    path("annees/", views.years_page, name="years"),
    path("annees/<int:year>/", views.year, name="year"),
    path("partenaires/", views.partners, name="partners"),
    path("<slug:which>.<slug:suffix>", views.file, name="file"),
]
