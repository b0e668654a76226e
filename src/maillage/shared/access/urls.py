from django.urls import path

from maillage.shared.access import views

app_name = "access"
urlpatterns = [
    path("pourquoi/<str:kind>/<str:ref>/", views.why, name="why"),
    path("connexion/agir-pour/", views.act_for, name="act_for"),
    path("reglages/comptes/", views.accounts, name="accounts"),
    path("reglages/comptes/nouveau/", views.invite, name="invite"),
    path("reglages/comptes/<int:pk>/", views.account, name="account"),
    path("reglages/comptes/<int:pk>/roles/", views.give, name="give"),
    path("reglages/comptes/<int:pk>/roles/<int:assignment>/fin/", views.end, name="end"),
    path("reglages/comptes/<int:pk>/etat/", views.state, name="state"),
]
