from django.apps import AppConfig


class MeshConfig(AppConfig):
    name = "maillage.modules.mesh"
    label = "mesh"

    def ready(self) -> None:
        from maillage.modules.mesh import wiring  # noqa: F401
