from django.urls import path

from maillage.modules.crm import memory_urls, views

app_name = "crm"
urlpatterns = [
    path("", views.companies, name="companies"),
    *memory_urls.urlpatterns,
    path("registre/", views.changes, name="changes"),
    path("<str:public_id>/ouvrir/", views.adopt, name="adopt"),
    path("<str:public_id>/", views.company, name="company"),
]
