from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from maillage.surfaces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("langue/", login_not_required(set_language), name="language"),
    path("sante/", views.health, name="health"),
    path(".well-known/security.txt", views.security, name="security"),
]
