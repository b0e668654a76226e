from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "maillage.shared.territories"
    label = "territories"
