from django.urls import path

from maillage.surfaces.desk import network_views, views

app_name = "desk"
urlpatterns = [
    path("bureau/", views.home, name="home"),
    path("bureau/recherche/", views.search, name="search"),
    path("bureau/raccourcis/", views.shortcuts, name="shortcuts"),
    path("bureau/absence/", views.absence, name="absence"),
    path("bureau/unite/", views.unit, name="unit"),
    path("bureau/unite/depart/<slug:slug>/", views.departure, name="departure"),
    path("bureau/sans-reponse/", network_views.unanswered, name="unanswered"),
    path(
        "bureau/sans-reponse/sans-reponse.<slug:suffix>",
        network_views.unanswered_file,
        name="unanswered_file",
    ),
    path("bureau/territoires/<slug:kind>/<slug:code>/", network_views.place, name="territory"),
    path("bureau/charge/", network_views.loads, name="load"),
    path("bureau/pilotage/", views.steer, name="steering"),
    path("bureau/pilotage/resultats.csv", views.steer_results, name="steering_results"),
    path("bureau/pilotage/financements.csv", views.steer_funding, name="steering_funding"),
    path("reglages/", views.settings, name="settings"),
]
