from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "maillage.modules.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from maillage.modules.portfolios import wiring  # noqa: F401
