from django.urls import path

from maillage.surfaces.desk import views

app_name = "desk"
urlpatterns = [
    path("bureau/", views.home, name="home"),
    path("bureau/recherche/", views.search, name="search"),
    path("bureau/raccourcis/", views.shortcuts, name="shortcuts"),
    path("reglages/", views.settings, name="settings"),
]
