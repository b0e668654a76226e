"""« Pourquoi je vois ceci ? Qui d'autre le voit ? » for the schemes of the catalogue: they are published for everyone."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import subjects
from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import NotVisible
from maillage.kit.subjects import Kind, Reader, Subject
from maillage.modules.schemes import policies
from maillage.modules.schemes.models import Scheme


def register() -> None:
    """Make the kind of schemes known."""
    subjects.register(Kind(name="schemes.scheme", label=gettext_lazy("aide"), find=find, why=why, who=who))


def find(ref: str, actor: Actor, on: date) -> Subject:
    """A published scheme. Raises NotVisible for a draft."""
    row = _one(ref, actor)
    parts = (
        (rows.model._meta.label_lower, pk)
        for rows in (row.rules, row.envelopes, row.roles)
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )
    return Subject(
        kind="schemes.scheme",
        ref=ref,
        title=row.title,
        url=reverse("schemes:scheme", args=[ref]),
        rows=(("schemes.scheme", row.pk), *parts),
    )


def why(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    """It is published. Raises NotVisible for a draft."""
    _one(ref, actor)
    return (_("Cette aide est publiée au catalogue : chacun la lit, sans se connecter."),)


def who(ref: str, on: date) -> tuple[Reader, ...]:
    """Everyone."""
    _one(ref, PUBLIC)
    return (Reader(name=_("Tout le monde"), how=_("sans se connecter"), rule=_("Le catalogue est public.")),)


def _one(ref: str, actor: Actor) -> Scheme:
    row = Scheme.objects.filter(policies.visible(actor), slug=ref).first()
    if row is None:
        raise NotVisible(ref)
    return row
