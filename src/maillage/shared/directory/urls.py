from django.urls import path

from maillage.shared.directory.views import public

app_name = "directory"
urlpatterns = [
    path("", public.directory, name="directory"),
    path("<slug:slug>/", public.organization, name="organization"),
]
