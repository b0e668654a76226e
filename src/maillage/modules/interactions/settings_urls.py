"""What the administrator sets of exchanges."""

from django.urls import path

from maillage.modules.interactions.views import exchanges

app_name = "interactions_settings"
urlpatterns = [path("double-sollicitation/", exchanges.window, name="window")]
