from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "maillage.modules.schemes"
    label = "schemes"

    def ready(self) -> None:
        from maillage.modules.schemes import wiring  # noqa: F401
