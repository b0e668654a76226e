from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "maillage.shared.audit"
    label = "audit"

    def ready(self) -> None:
        from maillage.shared.audit import capturing, wiring  # noqa: F401

        capturing.start()
