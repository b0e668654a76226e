"""Addresses of the mission map. The pages of reading come last: their addresses begin with any plan."""

from django.urls import URLPattern, URLResolver, path

from maillage.modules.missions.editing_urls import urlpatterns as editing
from maillage.modules.missions.scenario_urls import scenario_urls
from maillage.modules.missions.views import exchange, who
from maillage.modules.missions.views import reading as read

app_name = "missions"

answers = [
    path("qui-fait-quoi/", who.who, name="who"),
    path("<slug:plan>/manques/", who.gaps, name="gaps"),
    path("<slug:plan>/<slug:function>/dates.csv", who.dates_file, name="dates_file"),
]

exchanges = [
    path("<slug:plan>/echanges/", exchange.exchange, name="exchange"),
    path("<slug:plan>/echanges/tableur.xlsx", exchange.export, name="export"),
    path("<slug:plan>/echanges/<int:pk>/", exchange.sent_file, name="import"),
    path("<slug:plan>/periode-suivante/", exchange.copy, name="copy"),
]

reading: list[URLPattern] = [
    path("", read.plans, name="plans"),
    path("<slug:plan>/", read.plan, name="plan"),
    path("<slug:plan>/a-confirmer/", read.to_confirm, name="to_confirm"),
    path("<slug:plan>/case/<slug:code>/", read.box, name="box"),
    path("<slug:plan>/<slug:function>/", read.mission_map, name="map"),
    path("<slug:plan>/<slug:function>/comparer/", read.compare, name="compare"),
    path("<slug:plan>/<slug:function>/dates/", read.dates, name="dates"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *answers,
    *exchanges,
    *editing,
    *scenario_urls,
    *reading,
]
