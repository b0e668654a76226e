"""What the definitions rest on, all of it public."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.shared.glossary.models import Term
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say that definitions cite their source."""
    register(
        Citing(
            name="glossary.term",
            label=_("définitions"),
            rows=lambda actor, on: Term.objects.order_by("name", "version"),
            told=lambda row: Told(
                title=f"{row.name}, version {row.version}", url=reverse("glossary:term", args=[row.slug])
            ),
        )
    )
