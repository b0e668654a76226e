"""One line per app."""

from django.conf import settings
from django.urls import include, path

from maillage.config import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("maillage.surfaces.portal.urls")),
    path("", include("maillage.surfaces.desk.urls")),
    path("connexion/", include("maillage.shared.accounts.urls")),
    path("", include("maillage.shared.access.urls")),
    path("", include("maillage.shared.audit.urls")),
    path("", include("maillage.shared.privacy.urls")),
    path("", include("maillage.surfaces.watch.urls")),
    path("aides/", include("maillage.modules.schemes.urls")),
    path("territoires/", include("maillage.shared.territories.urls")),
    path("organisations/", include("maillage.shared.directory.urls")),
    path("reglages/annuaire/", include("maillage.shared.directory.settings_urls")),
    path("donnees/", include("maillage.surfaces.opendata.urls")),
    path("glossaire/", include("maillage.shared.glossary.urls")),
    path("sources/", include("maillage.shared.sources.urls")),
    path("reglages/demandes/", include("maillage.modules.inquiries.settings_urls")),
    path("bureau/besoins/", include("maillage.modules.inquiries.needs_urls")),
    path("bureau/maillage/presence/", include("maillage.modules.presence.urls")),
    path("bureau/maillage/", include("maillage.modules.mesh.urls")),
    path("bureau/demandes/", include("maillage.modules.inquiries.urls")),
    path("bureau/", include("maillage.modules.portfolios.urls")),
    path("bureau/entreprises/", include("maillage.modules.crm.urls")),
    path("bureau/entreprises/", include("maillage.shared.timeline.urls"), {"kind": "crm.company"}),
    path("bureau/echanges/", include("maillage.modules.interactions.urls")),
    path("reglages/echanges/", include("maillage.modules.interactions.settings_urls")),
    path("moyens/", include("maillage.modules.means.urls")),
    path("missions/", include("maillage.modules.missions.urls")),
    path("engagements/", include("maillage.modules.plans.urls")),
    path("reorganisations/", include("maillage.modules.reorganizations.urls")),
    path("reglages/courriels/", include("maillage.shared.notices.urls")),
    path("reglages/programmes/", include("maillage.shared.programs.urls")),
    path("bureau/a-faire/", include("maillage.shared.todos.urls")),
    path("bureau/preferences/", include("maillage.shared.notices.preferences_urls")),
]

handler500 = "maillage.kit.http.faults.fault"

# Only on a development machine: elsewhere this address is not even registered.
if settings.DEV_SIGN_IN:
    urlpatterns += [path("connexion/", include("maillage.shared.access.development"))]
