from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "maillage.shared.register"
    label = "register"
    verbose_name = _("Registre des entreprises")

    def ready(self) -> None:
        from maillage.shared.register import wiring  # noqa: F401
