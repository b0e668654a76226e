"""Units and posts: added from a day, ended on a day once nobody and nothing depends on them."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.db import slugs
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, searchable, typed
from maillage.shared.directory import queries
from maillage.shared.directory.models import Organization, Post, Service, Tenure, Unit, UnitKind
from maillage.shared.directory.operations.rights import administrator
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said, wording
from maillage.shared.territories import queries as territories


@operation("directory.add_unit")
def add_unit(
    organization: Organization,
    name: str,
    *,
    since: date,
    kind: str = UnitKind.UNKNOWN,
    parent: Unit | None = None,
    perimeter: str = "",
    source: Said = "",
    actor: Actor,
) -> Unit:
    """A new unit of an organisation of the network. Refused: no name, a name its organisation uses, an unreadable
    perimeter, an organisation outside the network, a parent of another organisation."""
    administrator(actor)
    kept = " ".join(typed(name).split())
    if not kept:
        raise Refused(
            "directory.no-name", _("L'unité n'a pas de nom."), way_out=_("Écrivez son nom."), field="name"
        )
    if not organization.in_network:
        raise Refused(
            "directory.outside-network",
            _("« %(name)s » n'est pas membre du réseau.") % {"name": organization.name},
            way_out=_("Seuls les organismes du réseau ont des unités et des agents."),
            field="organization",
        )
    if parent is not None and parent.organization_id != organization.pk:
        raise Refused(
            "directory.other-organization",
            _("« %(parent)s » est une unité d'un autre organisme.") % {"parent": parent.name},
            way_out=_("Choisissez une unité du même organisme, ou aucune."),
            field="parent",
        )
    living = Unit.objects.filter(queries.held(since), organization=organization)
    if searchable(kept) in {searchable(row.name) for row in living}:
        raise Refused(
            "directory.name-taken",
            _("« %(organization)s » a déjà une unité de ce nom.") % {"organization": organization.name},
            way_out=_("Choisissez un nom qui les distingue."),
            field="name",
        )
    return Unit.objects.create(
        organization=organization,
        slug=slugs.free(Unit.objects.all(), f"{organization.slug}-{kept}", otherwise="unite", most=74),
        name=kept,
        kind=kind,
        parent=parent,
        perimeter=territories.extent(perimeter, since).text if typed(perimeter) else "",
        since=since,
        source=wording(source),
        cited=sources.cite(source, actor=actor),
    )


@operation("directory.end_unit")
def end_unit(unit: Unit, *, on: date, successor: Unit | None = None, actor: Actor) -> None:
    """A unit exists no more from the day. Refused while it is the entry door, serves something or employs somebody."""
    administrator(actor)
    _can_end(unit, on)
    if unit.is_entry_door:
        raise Refused(
            "directory.entry-door",
            _("« %(unit)s » est la porte d'entrée du réseau.") % {"unit": unit.name},
            way_out=_("Choisissez d'abord une autre porte d'entrée."),
            field="until",
        )
    if successor is not None and successor.pk == unit.pk:
        raise Refused(
            "directory.circular-succession",
            _("Une unité ne se remplace pas elle-même."),
            way_out=_("Choisissez une autre unité, ou aucune."),
            field="successor",
        )
    if Service.objects.filter(queries.held(on), unit=unit).exists():
        raise Refused(
            "directory.unit-serves",
            _("« %(unit)s » répond encore sur un sujet.") % {"unit": unit.name},
            way_out=_("Terminez d'abord ses services, dans « Qui fait quoi où »."),
            field="until",
        )
    if Tenure.objects.filter(queries.held(on), post__unit=unit).exists():
        raise Refused(
            "directory.unit-occupied",
            _("Quelqu'un tient encore un poste dans « %(unit)s ».") % {"unit": unit.name},
            way_out=_("Affectez d'abord ces personnes ailleurs, ou enregistrez leur départ."),
            field="until",
        )
    Post.objects.filter(queries.held(on), unit=unit).update(until=on)
    unit.until, unit.successor = on, successor
    unit.save(update_fields=["until", "successor"])


@operation("directory.choose_entry_door")
def choose_entry_door(unit: Unit, *, on: date, actor: Actor) -> None:
    """The unit receives, from now on, what nothing routes (H-048). Refused when it does not exist on the day."""
    administrator(actor)
    if not queries.holds(unit.since, unit.until, on):
        raise Refused(
            "directory.unit-ended",
            _("« %(unit)s » n'existe plus.") % {"unit": unit.name},
            way_out=_("Choisissez une unité en service."),
            field="unit",
        )
    Unit.objects.filter(is_entry_door=True).update(is_entry_door=False)
    unit.is_entry_door = True
    unit.save(update_fields=["is_entry_door"])


@operation("directory.add_post")
def add_post(
    unit: Unit, title: str, *, since: date, side: str = "", heads: bool = False, actor: Actor
) -> Post:
    """A place to hold in a unit. Refused without a title, or in a unit that does not exist on the day."""
    administrator(actor)
    kept = " ".join(typed(title).split())
    if not kept:
        raise Refused(
            "directory.no-title",
            _("Le poste n'a pas d'intitulé."),
            way_out=_("Écrivez son intitulé."),
            field="title_of_post",
        )
    if not queries.holds(unit.since, unit.until, since):
        raise Refused(
            "directory.unit-ended",
            _("« %(unit)s » n'existe pas le %(day)s.") % {"unit": unit.name, "day": long_date(since)},
            way_out=_("Donnez un autre jour."),
            field="since",
        )
    return Post.objects.create(unit=unit, title=kept, side=side, heads=heads, since=since)


@operation("directory.end_post")
def end_post(post: Post, *, on: date, actor: Actor) -> None:
    """A post exists no more from the day. Refused while somebody holds it."""
    administrator(actor)
    _can_end(post, on)
    if Tenure.objects.filter(queries.held(on), post=post).exists():
        raise Refused(
            "directory.post-occupied",
            _("Quelqu'un tient ce poste."),
            way_out=_("Affectez d'abord cette personne ailleurs, ou enregistrez son départ."),
            field="until",
        )
    post.until = on
    post.save(update_fields=["until"])


def _can_end(row: Unit | Post, on: date) -> None:
    if row.until is not None:
        raise Refused(
            "directory.ended",
            _("C'est déjà terminé depuis le %(day)s.") % {"day": long_date(row.until)},
            way_out=_("Rien à faire."),
            field="until",
        )
    if row.since is not None and on <= row.since:
        raise Refused(
            "directory.ends-before",
            _("Cela ne commence que le %(day)s.") % {"day": long_date(row.since)},
            way_out=_("Donnez une date de fin plus tardive."),
            field="until",
        )
