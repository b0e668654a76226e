from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "maillage.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        from maillage.surfaces.portal import wiring  # noqa: F401
