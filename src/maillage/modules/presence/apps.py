from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "maillage.modules.presence"
    label = "presence"
