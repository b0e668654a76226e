"""Addresses of the mission map. The pages of reading come last: their addresses begin with any plan."""

from django.urls import URLPattern, URLResolver, path

from maillage.modules.missions.editing_urls import urlpatterns as editing
from maillage.modules.missions.views import reading as read
from maillage.modules.missions.views import who

app_name = "missions"

answers = [
    path("qui-fait-quoi/", who.who, name="who"),
    path("<slug:plan>/manques/", who.gaps, name="gaps"),
    path("<slug:plan>/<slug:function>/dates.csv", who.dates_file, name="dates_file"),
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
    *editing,
    *reading,
]
