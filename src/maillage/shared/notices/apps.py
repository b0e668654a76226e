from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "maillage.shared.notices"
    label = "notices"

    def ready(self) -> None:
        from maillage.shared.notices import wiring  # noqa: F401
