from django.urls import path

from maillage.shared.privacy import views

app_name = "privacy"
urlpatterns = [
    path("donnees-personnelles/registre/", views.register, name="register"),
    path("donnees-personnelles/registre.csv", views.register_csv, name="register_csv"),
    path("reglages/personnes/", views.people, name="people"),
    path("reglages/personnes/conservation/", views.retention, name="retention"),
    path("reglages/personnes/conservation/appliquer/", views.apply, name="apply"),
    path("reglages/personnes/conservation/<str:table>/", views.duration, name="duration"),
    path("reglages/personnes/<str:reference>/", views.request_file, name="request"),
    path("reglages/personnes/<str:reference>/dossiers/", views.recognise, name="recognise"),
    path("reglages/personnes/<str:reference>/reponse/", views.answer, name="answer"),
    path("reglages/personnes/<str:reference>/export/", views.export, name="export"),
    path("reglages/personnes/<str:reference>/effacement/", views.erase, name="erase"),
]
