from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "maillage.shared.files"
    label = "files"

    def ready(self) -> None:
        from maillage.shared.files import wiring  # noqa: F401
