from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "maillage.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        from maillage.surfaces.desk import wiring  # noqa: F401
