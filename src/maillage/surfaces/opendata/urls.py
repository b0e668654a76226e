from django.urls import path

from maillage.surfaces.opendata import views

app_name = "opendata"
urlpatterns = [
    path("", views.data, name="data"),
    path("<slug:name>.<str:suffix>", views.table, name="table"),
]
