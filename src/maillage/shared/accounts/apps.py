from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.shared.accounts"
    label = "accounts"

    def ready(self) -> None:
        from maillage.shared.accounts import wiring  # noqa: F401
