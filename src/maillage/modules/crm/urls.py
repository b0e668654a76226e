from django.urls import path

from maillage.modules.crm import memory_urls, number_views, views
from maillage.modules.crm.importing import urls as importing
from maillage.modules.crm.merging import urls as merging

app_name = "crm"
urlpatterns = [
    path("", views.companies, name="companies"),
    *memory_urls.urlpatterns,
    *importing.urlpatterns,
    *merging.urlpatterns,
    path("registre/", views.changes, name="changes"),
    path("<str:public_id>/numeros/", number_views.of_company, name="numbers"),
    path("<str:public_id>/ouvrir/", views.adopt, name="adopt"),
    path("<str:public_id>/", views.company, name="company"),
]
