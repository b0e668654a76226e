from django.apps import AppConfig


class MeansConfig(AppConfig):
    name = "maillage.modules.means"
    label = "means"

    def ready(self) -> None:
        from maillage.modules.means import wiring  # noqa: F401
