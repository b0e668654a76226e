"""The API of partners' programs: what the pages do, by the same queries and operations, with the same refusals (ADR 0024)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from maillage.kit.api import problems
from maillage.modules.crm.aids_api import router as aids
from maillage.modules.crm.api import router as companies
from maillage.modules.inquiries.api import router as inquiries
from maillage.modules.means.api import router as means
from maillage.modules.missions.api import router as missions
from maillage.modules.plans.api import router as commitments
from maillage.modules.schemes.api import router as schemes
from maillage.shared.access.api import router as accounts
from maillage.shared.directory.api import router as directory

VERSION = "1"


class Documents(DocsBase):
    """The description of the API as a page, with nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page; its script reads the description from this site."""
        settings = {"url": self.get_openapi_url(api, kwargs), "layout": "BaseLayout", "deepLinking": True}
        return render(request, "programs/documents.html", {"api": api, "swagger": settings})


class Api(NinjaAPI):
    """The API, whose description says how every operation refuses."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """As ninja's, with the refusals."""
        return problems.declare(super().get_openapi_schema(**kwargs))

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the function: it says the verb and the thing, and two operations never share one."""
        return str(operation.view_func.__name__)


api = Api(
    title="Maillage",
    version=VERSION,
    description=str(
        _(
            "Ce que font les pages, pour les programmes des partenaires : mêmes droits, mêmes refus. "
            "Un jeton se demande à l'administration du réseau."
        )
    ),
    urls_namespace="api",
    docs=Documents(),
)
problems.handle(api)
api.add_router("", directory)
api.add_router("", schemes)
api.add_router("/companies", companies)
api.add_router("", aids)
api.add_router("", inquiries)
api.add_router("", missions)
api.add_router("", commitments)
api.add_router("", means)
api.add_router("/accounts", accounts)

urls = api.urls
for _pattern in urls[0]:
    # These addresses ask for no session: a token, or nothing.
    _pattern.callback = login_not_required(_pattern.callback)
