from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "maillage.surfaces.portal"
    label = "portal"
