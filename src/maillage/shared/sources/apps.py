from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "maillage.shared.sources"
    label = "sources"
