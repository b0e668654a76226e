from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "maillage.modules.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        from maillage.modules.inquiries import wiring  # noqa: F401
