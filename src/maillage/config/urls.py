"""One line per app."""

from django.urls import include, path

urlpatterns = [
    path("", include("maillage.surfaces.portal.urls")),
    path("", include("maillage.surfaces.desk.urls")),
    path("aides/", include("maillage.modules.schemes.urls")),
    path("territoires/", include("maillage.shared.territories.urls")),
    path("organisations/", include("maillage.shared.directory.urls")),
    path("reglages/annuaire/", include("maillage.shared.directory.settings_urls")),
    path("glossaire/", include("maillage.shared.glossary.urls")),
    path("bureau/entreprises/", include("maillage.modules.crm.urls")),
]
