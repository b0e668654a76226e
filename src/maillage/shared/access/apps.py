from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "maillage.shared.access"
    label = "access"

    def ready(self) -> None:
        from maillage.shared.access import wiring  # noqa: F401
