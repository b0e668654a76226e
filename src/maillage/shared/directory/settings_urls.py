"""Addresses of the directory's settings."""

from django.urls import path

from maillage.shared.directory.views import organizations, people, services, units

app_name = "directory_settings"
urlpatterns = [
    path("", services.services, name="services"),
    path("reponses/nouvelle/", services.new_service, name="new_service"),
    path("reponses/<int:pk>/", services.service, name="service"),
    path("sans-reponse/<slug:code>/", services.gap, name="gap"),
    path("sujets/", services.subjects, name="subjects"),
    path("organismes/<slug:slug>/", organizations.organization, name="organization"),
    path("unites/", units.units, name="units"),
    path("unites/nouvelle/", units.new_unit, name="new_unit"),
    path("unites/<slug:slug>/", units.unit, name="unit"),
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", people.new_person, name="new_person"),
    path("personnes/<slug:slug>/", people.person, name="person"),
]
