from django.apps import AppConfig


class NomenclaturesConfig(AppConfig):
    name = "maillage.shared.nomenclatures"
    label = "nomenclatures"
