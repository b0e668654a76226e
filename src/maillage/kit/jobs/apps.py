from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "maillage.kit.jobs"
    label = "jobs"

    def ready(self) -> None:
        from maillage.kit.health import machine

        machine.register()
        autodiscover_modules("jobs")
