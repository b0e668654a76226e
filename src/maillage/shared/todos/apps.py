from django.apps import AppConfig


class TodosConfig(AppConfig):
    name = "maillage.shared.todos"
    label = "todos"

    def ready(self) -> None:
        from maillage.shared.todos import wiring  # noqa: F401
