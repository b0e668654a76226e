from django.urls import path

from maillage.modules.inquiries import views

app_name = "inquiries"
urlpatterns = [
    path("", views.listing, name="list"),
    path("demandes.csv", views.export, name="export"),
    path("nouvelle/", views.new, name="new"),
    path("<str:reference>/", views.file, name="file"),
    path("<str:reference>/pieces/<str:public_id>/", views.attachment, name="attachment"),
]
