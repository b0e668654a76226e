from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "maillage.shared.directory"
    label = "directory"
