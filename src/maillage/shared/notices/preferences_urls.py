"""Address of the mails that each person chooses."""

from django.urls import path

from maillage.shared.notices import views

app_name = "preferences"
urlpatterns = [path("", views.preferences, name="mine")]
