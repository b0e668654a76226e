from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "maillage.surfaces.watch"
    label = "watch"

    def ready(self) -> None:
        from maillage.surfaces.watch import wiring  # noqa: F401
