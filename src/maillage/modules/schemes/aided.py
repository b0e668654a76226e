"""What the catalogue tells of the aids that companies received, and of those that they may ask for."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse

from maillage.modules.crm.offering import SchemeNamed
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme


def named(slugs: Collection[str]) -> dict[str, SchemeNamed]:
    """The published schemes of these slugs, with the address of their page: one query."""
    rows = Scheme.objects.filter(slug__in=slugs, status=Status.PUBLISHED).values_list("slug", "title")
    return {
        slug: SchemeNamed(label=title, url=reverse("schemes:scheme", args=[slug])) for slug, title in rows
    }


def diagnosis(public_id: str) -> str:
    """Where what a company (public identifier) may ask for is read, on what the register says of it."""
    return reverse("schemes:answer") + "?" + urlencode({"entreprise": public_id})
