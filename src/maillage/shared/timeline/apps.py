from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "maillage.shared.timeline"
    label = "timeline"
