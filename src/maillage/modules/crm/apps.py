from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "maillage.modules.crm"
    label = "crm"

    def ready(self) -> None:
        from maillage.modules.crm import wiring  # noqa: F401
