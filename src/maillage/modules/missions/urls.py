"""Addresses of the mission map. The pages of reading come last: their addresses begin with any plan."""

from django.urls import URLPattern, URLResolver, path

from maillage.modules.missions.views import reading as read

app_name = "missions"

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
    *reading,
]
