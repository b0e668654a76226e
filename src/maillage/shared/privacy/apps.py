from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "maillage.shared.privacy"
    label = "privacy"
