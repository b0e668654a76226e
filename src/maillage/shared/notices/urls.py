"""Addresses of the settings of mails."""

from django.urls import path

from maillage.shared.notices import views

app_name = "notices"
urlpatterns = [path("", views.mails, name="mails")]
