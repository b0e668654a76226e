from django.urls import path

from maillage.shared.access import views

app_name = "access"
urlpatterns = [
    path("pourquoi/<str:kind>/<str:ref>/", views.why, name="why"),
    path("connexion/agir-pour/", views.act_for, name="act_for"),
    path("essayer/fin/", views.stop_trying, name="stop_trying"),
    path("essayer/<int:pk>/", views.try_as, name="try_as"),
    path("reglages/comptes/", views.accounts, name="accounts"),
    path("reglages/comptes/export/", views.export, name="export"),
    path("reglages/comptes/fins/", views.endings, name="endings"),
    path("reglages/comptes/nouveau/", views.invite, name="invite"),
    path("reglages/comptes/<int:pk>/", views.account, name="account"),
    path("reglages/comptes/<int:pk>/depart/", views.departure, name="departure"),
    path("reglages/comptes/<int:pk>/roles/", views.give, name="give"),
    path("reglages/comptes/<int:pk>/roles/<int:assignment>/fin/", views.end, name="end"),
    path("reglages/comptes/<int:pk>/etat/", views.state, name="state"),
]
