"""The stories of the things of one kind: the front door of addresses says which (``kind``)."""

from django.urls import path

from maillage.shared.timeline import views

app_name = "timeline"
urlpatterns = [path("<str:ref>/recit/", views.story, name="story")]
