from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "maillage.modules.schemes"
    label = "schemes"
