from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.shared.accounts"
    label = "accounts"
