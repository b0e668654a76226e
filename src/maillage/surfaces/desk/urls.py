from django.urls import path

from maillage.surfaces.desk import views

app_name = "desk"
urlpatterns = [
    path("bureau/", views.home, name="home"),
    path("bureau/recherche/", views.search, name="search"),
    path("bureau/raccourcis/", views.shortcuts, name="shortcuts"),
    path("bureau/absence/", views.absence, name="absence"),
    path("bureau/unite/", views.unit, name="unit"),
    path("bureau/unite/depart/<slug:slug>/", views.departure, name="departure"),
    path("bureau/pilotage/", views.steer, name="steering"),
    path("bureau/pilotage/resultats.csv", views.steer_results, name="steering_results"),
    path("bureau/pilotage/financements.csv", views.steer_funding, name="steering_funding"),
    path("reglages/", views.settings, name="settings"),
]
