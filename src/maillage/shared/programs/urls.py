"""Addresses of the settings of programs."""

from django.urls import path

from maillage.shared.programs import views

app_name = "programs"
urlpatterns = [
    path("", views.programs, name="programs"),
    path("jetons/nouveau/", views.new_token, name="new_token"),
    path("jetons/<int:pk>/revoquer/", views.revoke, name="revoke"),
    path("jetons/<int:pk>/avertir/", views.new_webhook, name="new_webhook"),
    path("avis/<int:pk>/", views.webhook, name="webhook"),
    path("avis/<int:pk>/regler/", views.set_webhook, name="set_webhook"),
]
