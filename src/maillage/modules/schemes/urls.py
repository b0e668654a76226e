from django.urls import path

from maillage.modules.schemes import views

app_name = "schemes"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("et-pour-mon-entreprise/", views.answer, name="answer"),
    path("themes/", views.themes, name="themes"),
    path("activites/", views.activities, name="activities"),
    path("montants/", views.amounts, name="amounts"),
    path("export/<slug:schema>.<str:suffix>", views.export, name="export"),
    path("<slug:slug>/", views.scheme, name="scheme"),
]
