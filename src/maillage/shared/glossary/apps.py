from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "maillage.shared.glossary"
    label = "glossary"
