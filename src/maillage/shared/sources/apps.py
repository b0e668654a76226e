from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "maillage.shared.sources"
    label = "sources"

    def ready(self) -> None:
        from maillage.shared.sources import wiring  # noqa: F401
