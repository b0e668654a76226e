from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "maillage.shared.exchange"
    label = "exchange"

    def ready(self) -> None:
        from maillage.shared.exchange import wiring  # noqa: F401
