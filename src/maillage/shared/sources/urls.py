from django.urls import path

from maillage.shared.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("<int:pk>/", views.source, name="source"),
]
