from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "maillage.shared.programs"
    label = "programs"

    def ready(self) -> None:
        from maillage.shared.programs import wiring  # noqa: F401
