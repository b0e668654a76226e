"""Addresses of scenarios, under those of the mission map."""

from django.urls import path

from maillage.modules.missions.views import scenarios

scenario_urls = [
    path("<slug:plan>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("<slug:plan>/scenarios/<slug:slug>/", scenarios.scenario, name="scenario"),
    path(
        "<slug:plan>/scenarios/<slug:slug>/comparer/<slug:other>/",
        scenarios.compare_scenarios,
        name="compare_scenarios",
    ),
]
