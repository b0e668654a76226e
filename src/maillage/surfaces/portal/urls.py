from django.urls import path

from maillage.surfaces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("langue/<slug:code>/", views.language, name="language"),
    path("sante/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
