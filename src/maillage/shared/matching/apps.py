from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "maillage.shared.matching"
    label = "matching"

    def ready(self) -> None:
        from maillage.shared.matching import wiring  # noqa: F401
