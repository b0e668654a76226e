from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "maillage.shared.programs"
    label = "programs"
