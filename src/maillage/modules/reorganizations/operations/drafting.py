"""A draft organisation: what changes, its compliance path, its decision."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.db import slugs
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.fields import line
from maillage.kit.operation import operation
from maillage.kit.text import long_date, searchable, typed, whole
from maillage.modules.reorganizations import policies, queries
from maillage.modules.reorganizations.enums import ChangeKind, Opinion, ReorganizationStatus
from maillage.modules.reorganizations.models import Reorganization, UnitChange
from maillage.modules.reorganizations.operations.applying import apply
from maillage.shared.directory.models import Organization, Unit, UnitKind
from maillage.shared.directory.queries import held
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInput:
    """One change of the draft. Units are slugs, or « +12 » for the unit that change 12 of the draft creates; empty: none."""

    kind: str
    unit: str = ""
    name: str = ""
    unit_kind: str = UnitKind.UNKNOWN
    parent: str = ""
    target: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PathInput:
    """The compliance path (H-022) as it is known; None: not yet."""

    effective_on: date | None = None
    restitution_on: date | None = None
    report_on: date | None = None
    opinion_on: date | None = None
    opinion: str = Opinion.UNKNOWN
    opinion_source: Said = ""


@operation("reorganizations.open_draft")
def open_draft(
    organization: Organization, title: str, *, reason: str = "", at: datetime, actor: Actor
) -> Reorganization:
    """A draft organisation of a body, empty: nothing changes yet. NotVisible for who may not prepare it."""
    if not policies.prepares(actor, organization.pk):
        raise NotVisible("reorganizations.open")
    kept = line(title, most=200, field="title")
    if not kept:
        raise Refused(
            "reorganizations.no-title",
            _("Ce projet n'a pas de titre."),
            way_out=_("Nommez-le."),
            field="title",
        )
    return Reorganization.objects.create(
        organization=organization,
        slug=slugs.free(Reorganization.objects.all(), kept, otherwise="projet"),
        title=kept,
        reason=typed(reason),
        opened_at=at,
        opened_by_id=actor.user,
    )


@operation("reorganizations.add_change")
def add_change(row: Reorganization, change: ChangeInput, *, on: date, actor: Actor) -> UnitChange:
    """Add a change to a draft. Refused: a unit of another body, under itself, twice the same, a name already borne."""
    row = _locked(row, actor, "change")
    unit = _unit(row, change.unit, "unit", on)[0] if change.kind != ChangeKind.CREATE else None
    if change.kind != ChangeKind.CREATE and unit is None:
        raise Refused(
            "reorganizations.no-unit",
            _("Aucune unité n'est choisie."),
            way_out=_("Choisissez l'unité qui change."),
            field="unit",
        )
    name = line(change.name, most=200, field="name")
    if change.kind in (ChangeKind.CREATE, ChangeKind.RENAME):
        _can_be_named(row, name, on, unit)
    parent, parent_change = _unit(row, change.parent, "parent", on)
    target, target_change = _unit(row, change.target, "target", on)
    if change.kind in (ChangeKind.TRANSFER, ChangeKind.CLOSE) and target is None and target_change is None:
        raise Refused(
            "reorganizations.no-target",
            _("Rien ne dit qui reprend ce que cette unité tient."),
            way_out=_("Choisissez l'unité qui le reprend."),
            field="target",
        )
    if target is not None and unit is not None and target.pk == unit.pk:
        raise Refused(
            "reorganizations.own-target",
            _("Une unité ne se transfère rien à elle-même."),
            way_out=_("Choisissez une autre unité."),
            field="target",
        )
    try:
        with transaction.atomic():
            made = UnitChange.objects.create(
                reorganization=row,
                kind=change.kind,
                unit=unit,
                name=name if change.kind in (ChangeKind.CREATE, ChangeKind.RENAME) else "",
                unit_kind=change.unit_kind,
                parent=parent,
                parent_change=parent_change,
                target=target,
                target_change=target_change,
                kinds=sorted(change.kinds),
            )
            _no_circle(row, on)
            _heir_stays(row)
            return made
    except IntegrityError:
        raise Refused(
            "reorganizations.twice",
            _("Ce changement est déjà prévu pour cette unité."),
            way_out=_("Retirez d'abord celui qui est prévu."),
            field="unit",
        ) from None


@operation("reorganizations.remove_change")
def remove_change(row: Reorganization, pk: int, *, actor: Actor) -> None:
    """Take a change out of a draft. Refused while another change rests on the unit that it creates."""
    row = _locked(row, actor, "change")
    change = row.changes.filter(pk=pk).first()
    if change is None:
        raise NotVisible("reorganizations.change")
    if row.changes.filter(parent_change=change).exists() or row.changes.filter(target_change=change).exists():
        raise Refused(
            "reorganizations.rested-on",
            _("Un autre changement s'appuie sur « %(name)s ».") % {"name": change.name},
            way_out=_("Retirez d'abord celui-là."),
        )
    change.delete()


@operation("reorganizations.walk")
def walk(row: Reorganization, path: PathInput, *, actor: Actor) -> None:
    """Write where the compliance path stands (H-022). Refused: an effective day before the opinion, an opinion before the
    report, a report before the restitution."""
    row = _locked(row, actor, "change")
    _in_order(path)
    row.effective_on, row.restitution_on, row.report_on = (
        path.effective_on,
        path.restitution_on,
        path.report_on,
    )
    row.opinion_on = path.opinion_on
    row.opinion = path.opinion if path.opinion_on else Opinion.UNKNOWN
    row.opinion_cited = sources.cite(path.opinion_source, actor=actor)
    row.save()


@operation("reorganizations.decide", act=True)
def decide(
    row: Reorganization,
    *,
    decided_by: Organization,
    decided_on: date,
    source: Said,
    at: datetime,
    actor: Actor,
) -> Reorganization:
    """The body decides: the draft takes effect on its day, at once when that day has come.

    Refused: no change, no opinion of the technical committee or no effective day (H-022), no source.
    """
    row = _locked(row, actor, "decide")
    if not row.changes.exists():
        raise Refused(
            "reorganizations.empty",
            _("Ce projet ne change rien."),
            way_out=_("Ajoutez d'abord un changement."),
        )
    if row.opinion_on is None:
        raise Refused(
            "reorganizations.no-opinion",
            _("Le comité technique n'a pas encore rendu son avis."),
            way_out=_(
                "Notez le jour de l'avis dans « Le chemin jusqu'à l'entrée en vigueur », puis décidez."
            ),
        )
    if row.effective_on is None:
        raise Refused(
            "reorganizations.no-day",
            _("La date d'entrée en vigueur n'est pas fixée."),
            way_out=_("Fixez-la dans « Le chemin jusqu'à l'entrée en vigueur », puis décidez."),
        )
    _when_decided(row.opinion_on, decided_on, day_of(at))
    cited = sources.cite(source, actor=actor)
    if cited is None:
        raise Refused(
            "reorganizations.no-source",
            _("La décision n'a pas de source."),
            way_out=_("Nommez la délibération, l'arrêté ou la note qui le décide."),
            field="source",
        )
    row.status, row.decided_by, row.decided_on, row.cited = (
        ReorganizationStatus.DECIDED,
        decided_by,
        decided_on,
        cited,
    )
    row.save()
    if row.effective_on <= day_of(at):
        apply(row, at=at, actor=actor)
    return row


@operation("reorganizations.drop")
def drop(row: Reorganization, *, why: str, actor: Actor) -> None:
    """Give the draft up, or the decision before its day; the reason is kept."""
    row = _locked(row, actor, "drop")
    kept = typed(why)
    if not kept:
        raise Refused(
            "reorganizations.no-reason",
            _("L'abandon n'a pas de motif."),
            way_out=_("Dites en une phrase pourquoi."),
            field="why",
        )
    row.status, row.drop_reason = ReorganizationStatus.DROPPED, kept
    row.save(update_fields=["status", "drop_reason"])


def _when_decided(opinion: date, decided: date, today: date) -> None:
    """The opinion was given, then the decision was taken: neither is to come (H-022)."""
    if opinion > today:
        raise Refused(
            "reorganizations.opinion-to-come",
            _("L'avis du comité technique n'est attendu que le %(day)s.") % {"day": long_date(opinion)},
            way_out=_("Décidez une fois l'avis rendu."),
        )
    if decided > today:
        raise Refused(
            "reorganizations.decision-to-come",
            _("Cette décision est datée du %(day)s, qui n'est pas encore venu.")
            % {"day": long_date(decided)},
            way_out=_("Enregistrez-la le jour où elle est prise."),
            field="decided_on",
        )
    if decided < opinion:
        raise Refused(
            "reorganizations.decision-before-opinion",
            _("Cette décision précède l'avis du comité technique, du %(day)s.") % {"day": long_date(opinion)},
            way_out=_("Corrigez l'une des deux dates."),
            field="decided_on",
        )


def _locked(row: Reorganization, actor: Actor, verb: str) -> Reorganization:
    found = Reorganization.objects.select_for_update(of=("self",)).get(pk=row.pk)
    policies.require(actor, found, verb)
    return found


def _unit(row: Reorganization, ref: str, field: str, on: date) -> tuple[Unit | None, UnitChange | None]:
    """The unit, or the creation of the same draft, that a reference names."""
    if not ref:
        return None, None
    if ref.startswith("+"):
        made = row.changes.filter(kind=ChangeKind.CREATE, pk=whole(ref[1:])).first()
        if made is not None:
            return None, made
    found = Unit.objects.filter(held(on), slug=ref, organization=row.organization_id).first()
    if found is None:
        raise Refused(
            "reorganizations.unknown-unit",
            _("Cette unité n'existe pas dans cet organisme."),
            way_out=_("Choisissez-la dans la liste."),
            field=field,
        )
    return found, None


def _can_be_named(row: Reorganization, name: str, on: date, unit: Unit | None) -> None:
    if not name:
        raise Refused(
            "directory.no-name", _("L'unité n'a pas de nom."), way_out=_("Écrivez son nom."), field="name"
        )
    closing = row.changes.filter(kind=ChangeKind.CLOSE).values("unit")
    living = Unit.objects.filter(held(on), organization=row.organization_id).exclude(pk__in=closing)
    borne = {searchable(other.name) for other in living if unit is None or other.pk != unit.pk}
    planned = {searchable(text) for text in row.changes.exclude(name="").values_list("name", flat=True)}
    if searchable(name) in borne | planned:
        raise Refused(
            "directory.name-taken",
            _("Une autre unité de l'organisme porte ce nom, ou va le porter."),
            way_out=_("Choisissez un nom qui les distingue."),
            field="name",
        )


def _no_circle(row: Reorganization, on: date) -> None:
    """No unit under itself, once every change of the draft is made."""
    if queries.in_a_circle(queries.drafted_parents(row, on)) is not None:
        raise Refused(
            "reorganizations.circle",
            _("Avec ce changement, une unité serait rattachée à elle-même, par celles du dessous."),
            way_out=_("Rattachez-la à une unité qui n'en dépend pas."),
            field="parent",
        )


def _heir_stays(row: Reorganization) -> None:
    """Nothing is handed to a unit that the same draft closes."""
    closed = {one.unit_id: one for one in row.changes.filter(kind=ChangeKind.CLOSE).select_related("unit")}
    for one in row.changes.filter(target__in=closed):
        heir = closed[one.target_id].unit
        raise Refused(
            "reorganizations.closed-target",
            _("« %(unit)s » est fermée par ce même projet : elle ne peut rien reprendre.")
            % {"unit": heir.name if heir else ""},
            way_out=_("Choisissez l'unité qui reste."),
            field="target",
        )


def _in_order(path: PathInput) -> None:
    steps = [
        ("restitution_on", path.restitution_on, _("la restitution aux agents")),
        ("report_on", path.report_on, _("le rapport au comité technique")),
        ("opinion_on", path.opinion_on, _("l'avis du comité technique")),
        ("effective_on", path.effective_on, _("l'entrée en vigueur")),
    ]
    known = [step for step in steps if step[1] is not None]
    for (_field, before, what_before), (field, after, what_after) in zip(known, known[1:], strict=False):
        assert before is not None and after is not None
        if after < before:
            raise Refused(
                "reorganizations.order",
                _("Le %(day)s, %(after)s précéderait %(before)s, le %(first)s.")
                % {
                    "after": what_after,
                    "day": long_date(after),
                    "before": what_before,
                    "first": long_date(before),
                },
                way_out=_("Corrigez l'une des deux dates."),
                field=field,
            )
