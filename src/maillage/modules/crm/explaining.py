"""« Pourquoi je vois ceci ? Qui d'autre le voit ? » for companies: what the register says, and what was declared."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.kit.db.once import reading
from maillage.kit.errors import NotVisible
from maillage.kit.subjects import Kind, Named, Reader, Subject
from maillage.kit.text import thousands
from maillage.modules.crm import policies
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment, MirrorEntry, MirrorRequest
from maillage.modules.crm.queries import masking
from maillage.modules.crm.queries.opened import company_row
from maillage.shared.access import holdings
from maillage.shared.accounts.scopes import Scope
from maillage.shared.programs.callers import callers


def register() -> None:
    """Make the kind of companies known."""
    subjects.register(
        Kind(name="crm.company", label=gettext_lazy("entreprise"), find=find, why=why, who=who, personal=True)
    )
    subjects.name_rows("crm.company", named)


def named(keys: frozenset[int], actor: Actor, on: datetime.date) -> dict[int, Named]:
    """The companies of these primary keys that the actor may open, as it may name them: two queries at most."""
    visible = policies.visible_companies(actor, on)
    rows = {row.pk: row for row in Company.objects.filter(visible, pk__in=keys)}
    shown = masking.shown(rows.values(), actor, on)
    return {pk: Named(text=shown[pk].name, kind="crm.company", ref=row.public_id) for pk, row in rows.items()}


def find(ref: str, actor: Actor, on: datetime.date) -> Subject:
    """A company by its public identifier, with the values that the actor reads. Raises NotVisible."""
    row = _seen(ref, actor, on)
    shown = masking.shown([row], actor, on)[row.pk]
    values = policies.values_of(actor, row.pk, on)
    # Where a company that the register does not publish works is not said either.
    parts: Iterable[tuple[str, int]] = (
        ()
        if not shown.placed
        else (
            (model._meta.label_lower, pk)
            for model in (Establishment, CompanyValue)
            for pk in model.objects.filter(values, company=row).order_by("pk").values_list("pk", flat=True)
        )
    )
    return Subject(
        kind="crm.company",
        ref=ref,
        title=shown.name,
        url=reverse("crm:company", args=[ref]),
        rows=(("crm.company", row.pk), *parts),
        opens=not shown.masked and policies.reads_declared(actor, row.pk, on),
        apart=tuple(model._meta.label_lower for model in (MirrorEntry, MirrorRequest)),
    )


def why(ref: str, actor: Actor, on: datetime.date) -> tuple[str, ...]:
    """The rules by which the actor reads the company, then the roles that let it. Raises NotVisible."""
    row = _seen(ref, actor, on)
    let = policies.reading(row.pk, actor.grants, on)
    said = [
        _("Votre rôle : %(role)s.") % {"role": one.words}
        for one in holdings.of_actor(actor, on)
        if one.grant in let
    ]
    declared = policies.reads_declared(actor, row.pk, on)
    rules = [_("Le registre est public : toute personne qui a un rôle dans le réseau le lit ici.")]
    if row.origin != ValueOrigin.REGISTER:
        rules = []
    if said:
        rules.insert(0, _declared_there())
    elif declared and actor.user is not None and row.noted_by_id == actor.user:
        rules.insert(0, _("Vous l'avez saisie ou importée : vous lisez ce qui en est noté."))
    elif declared:
        rules.insert(0, _("Vous suivez une de ses demandes : vous lisez ce qu'elle a déclaré."))
    else:
        rules.append(_("Ce qu'elle a déclaré, ou qu'un agent a noté, ne vous est pas montré."))
    return (*rules, *said)


def who(ref: str, on: datetime.date) -> tuple[Reader, ...]:
    """Everyone who reads the company that day: by role and perimeter, by a request followed, by a token, then the whole network."""
    row = Company.objects.filter(public_id=ref).first()
    if row is None:
        raise NotVisible(ref)
    with reading():
        people = holdings.hatted(on)
        let = policies.reading(row.pk, (grant for one in people for grant in one.actor.grants), on)
        found = [
            holdings.reader(one, _declared_there(), [held for held in one.holdings if held.grant in let])
            for one in people
            if let & set(one.actor.grants)
        ]
        noted = _("L'a saisie ou importée, et lit donc ce qui en est noté.")
        found += [
            holdings.reader(one, noted)
            for one in people
            if one.actor.user == row.noted_by_id
            and policies.reads_declared(one.actor, row.pk, on)
            and not let & set(one.actor.grants)
        ]
        followed = policies.followers(row.pk, on)
        rule = _("Suit une de ses demandes, et lit donc ce qu'elle a déclaré.")
        found += [
            Reader(name=one.name, how=f"{one.rule} {one.how}", rule=rule, user=one.user) for one in followed
        ]
        programs = callers(Scope.COMPANIES_READ, on)
        reads = policies.reading(row.pk, (grant for one in programs for grant in one.actor.grants), on)
        found += [one.reader() for one in programs if reads & set(one.actor.grants)]
        if row.origin == ValueOrigin.REGISTER:
            found.append(_network(len({one.actor.user for one in people})))
    return tuple(found)


def _network(people: int) -> Reader:
    counted = ngettext("%(n)s personne aujourd'hui", "%(n)s personnes aujourd'hui", people)
    return Reader(
        name=_("Toute personne qui a un rôle dans le réseau"),
        how=counted % {"n": thousands(people)},
        rule=_("Le registre est public : tout le réseau le lit, mais pas ce que l'entreprise a déclaré."),
    )


def _declared_there() -> str:
    return _(
        "Répond aux entreprises, dirige ou contrôle là où elle a un établissement : lit ce qu'elle a déclaré."
    )


def _seen(ref: str, actor: Actor, on: datetime.date) -> Company:
    if not policies.reads_companies(actor):
        raise NotVisible(ref)
    return company_row(ref, actor=actor, on=on)


def foretell(actor: Actor, on: datetime.date) -> str:
    """Of how many companies an actor would read what they declared, for whoever gives it a role."""
    declared = Company.objects.exclude(origin=ValueOrigin.REGISTER)
    count = declared.filter(policies.visible_companies(actor, on)).count()
    if not count:
        return _("Aucune entreprise hors registre n'y a rien déclaré.")
    told = ngettext(
        "Ce qu'a déclaré %(n)s entreprise hors registre devient lisible.",
        "Ce qu'ont déclaré %(n)s entreprises hors registre devient lisible.",
        count,
    )
    return told % {"n": thousands(count)}
