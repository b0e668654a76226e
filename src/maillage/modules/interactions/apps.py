from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "maillage.modules.interactions"
    label = "interactions"

    def ready(self) -> None:
        from maillage.modules.interactions import wiring  # noqa: F401
