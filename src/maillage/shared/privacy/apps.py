from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "maillage.shared.privacy"
    label = "privacy"

    def ready(self) -> None:
        from maillage.shared.privacy import wiring  # noqa: F401
