from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "maillage.shared.territories"
    label = "territories"

    def ready(self) -> None:
        from maillage.shared.territories import wiring  # noqa: F401
