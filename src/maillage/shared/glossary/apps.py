from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "maillage.shared.glossary"
    label = "glossary"

    def ready(self) -> None:
        from maillage.shared.glossary import wiring  # noqa: F401
