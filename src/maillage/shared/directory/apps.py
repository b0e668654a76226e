from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "maillage.shared.directory"
    label = "directory"

    def ready(self) -> None:
        from maillage.shared.directory import wiring  # noqa: F401
