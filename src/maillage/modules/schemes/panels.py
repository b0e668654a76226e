"""What the catalogue shows on the page of an organisation and of a territory."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.modules.schemes import queries


def of_organization(request: HttpRequest, subject: str) -> SafeString:
    """The schemes of the organisation of this slug, part by part (S-002: what each chamber answers for)."""
    roles = queries.by_role(subject, on=clock.today())
    return render_to_string("schemes/of_organization.html", {"roles": roles}, request)


def of_territory(request: HttpRequest, subject: str) -> SafeString:
    """How many schemes are open or to come in a territory («dep:59»), and the way to them."""
    found = queries.catalogue(queries.CatalogueFilters(place=subject, limit=0), on=clock.today())
    return render_to_string("schemes/of_territory.html", {"found": found, "place": subject}, request)
