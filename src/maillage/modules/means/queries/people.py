"""Pooled skills, shares of time and their cost, delegations of management."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit.text import NO_BREAK
from maillage.modules.means.enums import SkillKind
from maillage.modules.means.models import ManagementDelegation, PartialAssignment, PooledSkill
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.reading import Reading, earliest, euros, overlaps
from maillage.modules.means.queries.shapes import ChamberShare, CostSplit, Detail
from maillage.modules.means.queries.software import years
from maillage.modules.means.sharing import part_of
from maillage.modules.missions.models import Plan


def _skill_details(row: PooledSkill, reading: Reading) -> tuple[Detail, ...]:
    people = [str(one) for one in row.people.all()]
    return (
        Detail(label=_("Nature"), text=str(SkillKind(row.kind).label)),
        Detail(label=_("Accueillie par"), text=row.host.name if row.host else ""),
        Detail(
            label=_("Qui peut y faire appel"), text=", ".join(sorted(one.name for one in row.callers.all()))
        ),
        Detail(label=_("Personnes"), text=", ".join(people)),
        Detail(label=_("Missions"), text=reading.named([one.pk for one in row.missions.all()])),
    )


SKILLS = Kind(
    code="competences",
    model=PooledSkill,
    label=gettext_lazy("Compétences mises en commun"),
    lead=gettext_lazy(
        "Les compétences et les formations qu'un organisme accueille et auxquelles d'autres font appel."
    ),
    first=gettext_lazy("Compétence ou formation"),
    columns=(
        gettext_lazy("Nature"),
        gettext_lazy("Accueillie par"),
        gettext_lazy("Qui peut y faire appel"),
        gettext_lazy("Personnes"),
        gettext_lazy("Missions"),
    ),
    empty=gettext_lazy(
        "Aucune compétence n'est mise en commun ici. Dites laquelle, qui l'accueille et qui peut y faire appel."
    ),
    add=gettext_lazy("Ajouter une compétence"),
    rows=lambda plan: (
        PooledSkill.objects.filter(plan=plan)
        .select_related("host", "cited")
        .prefetch_related("callers", "people", "missions")
        .order_by("label", "pk")
    ),
    title=lambda row, reading: row.label,
    cells=lambda row, reading: tuple(one.text for one in _skill_details(row, reading)),
    sheet=lambda row, reading: (_skill_details(row, reading), ()),
)


def _assignments(plan: Plan) -> QuerySet[PartialAssignment]:
    rows = PartialAssignment.objects.filter(plan=plan)
    return rows.select_related("person", "organization", "funder", "mission", "cited").order_by(
        "organization__name", earliest(), "pk"
    )


def _named(row: PartialAssignment, reading: Reading) -> bool:
    """Whether this reader reads whose share it is, and its cost."""
    return reading.people or row.person_id == reading.oneself


def _whose(row: PartialAssignment, reading: Reading) -> str:
    return str(row.person) if _named(row, reading) else _("une personne du réseau")


def _percent(row: PartialAssignment) -> str:
    return f"{row.percent}{NO_BREAK}%"


def _assignment_details(row: PartialAssignment, reading: Reading) -> tuple[Detail, ...]:
    hidden = _("réservé à la direction")
    seen = _named(row, reading)
    return (
        Detail(label=_("Affectée à"), text=row.organization.name),
        Detail(label=_("Part du temps"), text=_percent(row)),
        Detail(label=_("Mission"), text=reading.named([row.mission_id]) if row.mission_id else ""),
        Detail(label=_("Tiers financeur"), text=row.funder.name if row.funder else ""),
        Detail(label=_("Coût d'une année"), text=euros(row.yearly_cost) if seen else hidden),
        Detail(label=_("Pris en charge par le tiers"), text=euros(row.funded) if seen else hidden),
    )


ASSIGNMENTS = Kind(
    code="affectations",
    model=PartialAssignment,
    label=gettext_lazy("Affectations partielles"),
    lead=gettext_lazy(
        "La part du temps de chaque personne donnée à un organisme. La somme des parts d'une personne ne dépasse "
        "jamais 100 %, aucun jour."
    ),
    first=gettext_lazy("Personne"),
    columns=(
        gettext_lazy("Affectée à"),
        gettext_lazy("Part du temps"),
        gettext_lazy("Mission"),
        gettext_lazy("Tiers financeur"),
        gettext_lazy("Coût d'une année"),
        gettext_lazy("Pris en charge par le tiers"),
    ),
    empty=gettext_lazy(
        "Aucune affectation partielle n'est enregistrée. Elle dit quelle part du temps d'une personne va à quel "
        "organisme, et qui la finance."
    ),
    add=gettext_lazy("Ajouter une affectation"),
    rows=_assignments,
    title=_whose,
    cells=lambda row, reading: tuple(one.text for one in _assignment_details(row, reading)),
    sheet=lambda row, reading: (_assignment_details(row, reading), ()),
    hidden=lambda row, reading: not _named(row, reading),
    more=((gettext_lazy("Coût par organisme"), "means:costs"),),
)


def cost_split(plan: Plan, year: int, on: date, *, people: bool) -> CostSplit:
    """What partial assignments weigh in a year, organisation by organisation: full-time equivalents by days, cost by days, what third
    parties pay, and how many assignments have no cost (S-081). Sums only: no name. ``people``: whether a sum may be one person's."""
    rows = [row for row in _assignments(plan).filter(withdrawn_at__isnull=True) if overlaps(row, year)]
    by_organization: dict[str, list[PartialAssignment]] = {}
    for row in rows:
        by_organization.setdefault(row.organization.name, []).append(row)
    lines = tuple(_share(name, found, year, people=people) for name, found in sorted(by_organization.items()))
    return CostSplit(year=year, years=years(plan, on), lines=lines)


def _share(name: str, rows: list[PartialAssignment], year: int, *, people: bool) -> ChamberShare:
    whose = {row.person_id for row in rows}
    if not people and (len(whose) == 1 or len({row.person_id for row in rows if row.yearly_cost}) == 1):
        return ChamberShare(
            organization=name,
            people=len(whose),
            fte=None,
            cost=None,
            funded=Decimal(0),
            unpriced=sum(row.yearly_cost is None for row in rows),
            hidden=True,
        )
    parts = [(row, part_of(year, row.since, row.until)) for row in rows]
    priced = [row.yearly_cost * part for row, part in parts if row.yearly_cost is not None]
    return ChamberShare(
        organization=name,
        people=len(whose),
        fte=sum((Decimal(row.percent) / 100 * part for row, part in parts), Decimal(0)),
        cost=sum(priced, Decimal(0)) if priced else None,
        funded=sum((row.funded * part for row, part in parts if row.funded is not None), Decimal(0)),
        unpriced=len(rows) - len(priced),
    )


def _delegation_details(row: ManagementDelegation, reading: Reading) -> tuple[Detail, ...]:
    return (
        Detail(label=_("Délégant"), text=row.delegator.name),
        Detail(label=_("Délégataire"), text=row.delegate.name),
        Detail(label=_("Mission"), text=reading.named([row.mission_id]) if row.mission_id else ""),
        Detail(label=_("Acte"), text=row.act),
        Detail(label=_("Fin"), text=row.end_reason or (_("en cours") if row.until is None else "")),
    )


def _delegations_told(rows: Iterable[ManagementDelegation], reading: Reading) -> tuple[str, ...]:
    count = sum(1 for row in rows if not row.act)
    if not count:
        return ()
    return (
        ngettext(
            "%(n)d délégation n'a pas d'acte renseigné.",
            "%(n)d délégations n'ont pas d'acte renseigné.",
            count,
        )
        % {"n": count},
    )


DELEGATIONS = Kind(
    code="delegations",
    model=ManagementDelegation,
    label=gettext_lazy("Délégations de gestion"),
    lead=gettext_lazy(
        "Qui a confié à qui la gestion de quoi, depuis quand, par quel acte, et ce qui y a mis fin."
    ),
    first=gettext_lazy("Objet"),
    columns=(
        gettext_lazy("Délégant"),
        gettext_lazy("Délégataire"),
        gettext_lazy("Mission"),
        gettext_lazy("Acte"),
        gettext_lazy("Fin"),
    ),
    empty=gettext_lazy("Aucune délégation n'est enregistrée. Dites qui confie quoi à qui, et par quel acte."),
    add=gettext_lazy("Ajouter une délégation"),
    rows=lambda plan: (
        ManagementDelegation.objects.filter(plan=plan)
        .select_related("delegator", "delegate", "mission", "cited")
        .order_by(earliest(), "pk")
    ),
    title=lambda row, reading: row.subject,
    cells=lambda row, reading: tuple(one.text for one in _delegation_details(row, reading)),
    sheet=lambda row, reading: (_delegation_details(row, reading), ()),
    told=_delegations_told,
)
