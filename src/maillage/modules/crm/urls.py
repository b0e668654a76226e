from django.urls import path

from maillage.modules.crm import views

app_name = "crm"
urlpatterns = [
    path("", views.companies, name="companies"),
    path("<str:public_id>/", views.company, name="company"),
]
