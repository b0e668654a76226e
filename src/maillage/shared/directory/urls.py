from django.urls import path

from maillage.shared.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("<slug:slug>/", views.organization, name="organization"),
]
