"""Addresses of the mission map. The pages of reading come last: their addresses begin with any plan."""

from django.urls import URLPattern, URLResolver

app_name = "missions"

reading: list[URLPattern] = []

urlpatterns: list[URLPattern | URLResolver] = [
    *reading,
]
