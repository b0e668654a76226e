from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "maillage.modules.missions"
    label = "missions"

    def ready(self) -> None:
        from maillage.modules.missions import wiring  # noqa: F401
