from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "maillage.surfaces.opendata"
    label = "opendata"

    def ready(self) -> None:
        from maillage.surfaces.opendata import wiring  # noqa: F401
