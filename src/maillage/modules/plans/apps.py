from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "maillage.modules.plans"
    label = "plans"

    def ready(self) -> None:
        from maillage.modules.plans import wiring  # noqa: F401
