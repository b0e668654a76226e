from django.apps import AppConfig


class ReorganizationsConfig(AppConfig):
    name = "maillage.modules.reorganizations"
    label = "reorganizations"

    def ready(self) -> None:
        from maillage.modules.reorganizations import wiring  # noqa: F401
