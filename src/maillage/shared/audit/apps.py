from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "maillage.shared.audit"
    label = "audit"
