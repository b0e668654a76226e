from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "maillage.shared.reference"
    label = "reference"
