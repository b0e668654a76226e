"""The addresses of aids, lists, agreements and mirrors, under those of companies."""

from django.urls import path

from maillage.modules.crm import aid_views, consent_views, helped_views, mirror_views

urlpatterns = [
    path("aidees/", helped_views.helped, name="helped"),
    path("aidees/vues/", helped_views.views, name="helped_views"),
    path("aidees/fichiers/", helped_views.take_file, name="exports"),
    path("aidees/fichiers/<str:public_id>/", helped_views.exported, name="exported"),
    path("aidees/actes/", helped_views.together, name="together"),
    path("aidees/actes/<str:public_id>/", helped_views.act_done, name="act_done"),
    path("aidees/aide/<str:public_id>/", aid_views.withdraw, name="aid"),
    path("bases/", mirror_views.listing, name="mirrors"),
    path("bases/acces/<str:public_id>/", mirror_views.access, name="mirror_access"),
    path("<str:public_id>/aides/", aid_views.of_company, name="aids"),
    path("<str:public_id>/accords/", consent_views.of_company, name="consents"),
    path("<str:public_id>/bases/<slug:slug>/", mirror_views.ask, name="mirror_ask"),
]
