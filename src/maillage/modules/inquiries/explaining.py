"""« Pourquoi je vois ceci ? Qui d'autre le voit ? » for requests: the rules of ``policies``, told and turned round."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit import subjects
from maillage.kit.actor import Actor, Grant
from maillage.kit.clock import day_of
from maillage.kit.db.once import reading
from maillage.kit.errors import NotVisible
from maillage.kit.subjects import Kind, Named, Reader, Subject
from maillage.kit.text import long_date, thousands
from maillage.modules.inquiries import abilities, policies
from maillage.modules.inquiries.enums import HandOverState
from maillage.modules.inquiries.models import (
    Attachment,
    FollowLink,
    HandOver,
    Inquiry,
    LeadChange,
    Participant,
)
from maillage.shared.access import holdings
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory.models import Tenure
from maillage.shared.directory.queries import held
from maillage.shared.programs.callers import callers


def register() -> None:
    """Make the kind of requests known."""
    subjects.register(
        Kind(
            name="inquiries.inquiry",
            label=gettext_lazy("demande"),
            find=find,
            why=why,
            who=who,
            personal=True,
        )
    )
    subjects.name_rows("inquiries.inquiry", named)


def named(keys: frozenset[int], actor: Actor, on: date) -> dict[int, Named]:
    """The requests of these primary keys that the actor may open, by their reference: one query."""
    rows = Inquiry.objects.filter(policies.visible(actor, on), pk__in=keys).values_list("pk", "reference")
    return {pk: Named(text=ref, kind="inquiries.inquiry", ref=ref) for pk, ref in rows}


def find(ref: str, actor: Actor, on: date) -> Subject:
    """A request by its reference. Raises NotVisible."""
    row = _seen(ref, actor, on)
    related = (
        row.messages,
        Attachment.objects.filter(message__inquiry=row),
        row.events,
        row.steps,
        row.lead_changes,
        row.participants,
        row.hand_overs,
    )
    parts = (
        (rows.model._meta.label_lower, pk)
        for rows in related
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )
    return Subject(
        kind="inquiries.inquiry",
        ref=ref,
        title=_("Demande %(reference)s, %(company)s") % {"reference": ref, "company": row.company.name},
        url=reverse("inquiries:file", args=[ref]),
        rows=(("inquiries.inquiry", row.pk), *parts),
    )


def why(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    """The ties by which the actor sees the request, the strongest first; then the roles that let it. Raises NotVisible."""
    row = _seen(ref, actor, on)
    let = policies.opening([row], actor.grants, on)[row.pk]
    said = [
        _("Votre rôle : %(role)s.") % {"role": one.words}
        for one in holdings.of_actor(actor, on)
        if one.grant in let
    ]
    return (*policies.reasons(policies.ties(row, actor, on)), *said)


def who(ref: str, on: date) -> tuple[Reader, ...]:
    """Everyone who sees the request that day, by rule: exactly those whom ``policies.visible`` lets open it; before them the
    company, which has no account."""
    wanted = Inquiry.objects.filter(reference=ref)
    return (*_company(wanted, on), *readers(wanted, on, Scope.INQUIRIES_READ))


def _company(wanted: QuerySet[Inquiry], on: date) -> tuple[Reader, ...]:
    """The company of a request, while it has a link that opens it."""
    links = FollowLink.objects.filter(inquiry__in=wanted, revoked_at__isnull=True, expires_at__date__gte=on)
    last = links.order_by("-expires_at").values_list("expires_at", flat=True).first()
    if last is None:
        return ()
    told = _("par le lien de suivi de ses courriels, jusqu'au %(day)s") % {"day": long_date(day_of(last))}
    rule = _("L'entreprise suit sa propre demande, sans compte : messages et étapes, pas les notes internes.")
    return (Reader(name=_("L'entreprise"), how=told, rule=rule),)


def readers(wanted: QuerySet[Inquiry], on: date, scope: Scope) -> tuple[Reader, ...]:
    """Everyone who sees one of these requests that day, and the programs whose token opens ``scope``; a constant number of
    queries."""
    with reading():
        listed = list(wanted.select_related("unit"))
        people = [one for one in holdings.hatted(on) if abilities.reads_requests(one.actor)]
        programs = callers(scope, on)
        everyone = (*people, *programs)
        let = policies.opening(listed, (grant for one in everyone for grant in one.actor.grants), on)
        opened: frozenset[Grant] = frozenset().union(*let.values())
        tied = dict(_ties(listed, on))
        found = [
            (rule, holdings.reader(one, rule))
            for one in people
            for rule in _ranked(tied.get(one.actor.person or 0, ()))
        ]
        for one in people:
            for held_role in one.holdings:
                if held_role.grant in opened:
                    rule = _rule(held_role.grant)
                    found.append((rule, holdings.reader(one, rule, [held_role])))
    order = {rule: rank for rank, rule in enumerate((*_rules(), *_roles()))}
    ranked = sorted(found, key=lambda one: order[one[0]])
    called = (one.reader() for one in programs if opened & set(one.actor.grants))
    return (*(reader for _rule, reader in ranked), *called)


def of_company(company: int, on: date) -> tuple[Reader, ...]:
    """Everyone who sees a request of a company (primary key): they read what it declared."""
    return readers(Inquiry.objects.filter(company=company), on, Scope.COMPANIES_READ)


def _rules() -> tuple[str, ...]:
    return (
        _("Répond à l'entreprise."),
        _("On lui propose de prendre le relais."),
        _("Une part de la réponse lui est demandée."),
        _("A répondu de cette demande, et continue à la suivre."),
        _("A saisi cette demande pour l'entreprise."),
    )


def _roles() -> tuple[str, ...]:
    return (
        _("Dirige l'unité qui répond, une unité au-dessus ou l'organisme, dans son périmètre."),
        _("Son unité répond, et la commune est dans son périmètre."),
        _("Le contrôle lit les demandes de son organisme."),
        _("La protection des données lit les demandes de son organisme."),
    )


def _rule(grant: Grant) -> str:
    above, colleague, control, protection = _roles()
    if grant.role in policies.ABOVE:
        return above
    return {"auditor": control, "dpo": protection}.get(grant.role, colleague)


def _ranked(rules: Iterable[str]) -> list[str]:
    lead, _addressee, _helps, led, _entered = _rules()
    mine = set(rules) - ({led} if lead in rules else set())
    return [rule for rule in _rules() if rule in mine]


def _ties(listed: list[Inquiry], on: date) -> dict[int, set[str]]:
    """What links people (primary keys) to these requests: ``policies.concerning`` read from the other side."""
    lead, addressee, helps, led, entered = _rules()
    found: dict[int, set[str]] = {}
    for person, rule in _links(listed, on, (lead, addressee, helps, led, entered)):
        found.setdefault(person, set()).add(rule)
    return found


def _links(listed: list[Inquiry], on: date, rules: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    lead, addressee, helps, led, entered = rules
    for one in listed:
        yield one.lead_id, lead
        if one.entered_by_id is not None:
            yield one.entered_by_id, entered
    pks = [one.pk for one in listed]
    leads = {one.pk: one.lead_id for one in listed}
    for person in LeadChange.objects.filter(inquiry__in=pks).values_list("person", flat=True):
        yield person, led
    parts = Participant.objects.filter(inquiry__in=pks, removed_at__isnull=True)
    for person in parts.values_list("person", flat=True):
        yield person, helps
    pending = list(HandOver.objects.filter(inquiry__in=pks, state=HandOverState.PROPOSED))
    units: dict[int, set[int]] = {}
    teams = Tenure.objects.filter(held(on), post__unit__in={one.to_unit_id for one in pending})
    for unit, person in teams.values_list("post__unit", "person"):
        units.setdefault(unit, set()).add(person)
    for one in pending:
        named = {one.to_person_id} if one.to_person_id is not None else units.get(one.to_unit_id, set())
        apart = set() if one.to_person_id is not None else {one.giver_id, leads[one.inquiry_id]}
        for person in named - apart:
            yield person, addressee


def _seen(ref: str, actor: Actor, on: date) -> Inquiry:
    rows = Inquiry.objects.filter(policies.visible(actor, on), reference=ref)
    found = rows.select_related("company", "unit").first()
    if found is None:
        raise NotVisible(ref)
    return found


def foretell(actor: Actor, on: date) -> str:
    """How many requests an actor would open, for whoever gives it a role."""
    if not abilities.reads_requests(actor):
        return _("Ce rôle n'ouvre aucune demande d'entreprise.")
    count = Inquiry.objects.filter(policies.visible(actor, on)).count()
    if not count:
        return _("Ce rôle n'ouvre aucune demande aujourd'hui : il n'y en a pas à cet endroit.")
    told = ngettext("Ce rôle ouvre %(n)s demande.", "Ce rôle ouvre %(n)s demandes.", count)
    return told % {"n": thousands(count)}
