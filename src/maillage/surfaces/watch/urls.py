from django.urls import path

from maillage.surfaces.watch import views

app_name = "watch"
urlpatterns = [
    path("sante/", views.health, name="health"),
]
