"""An exchange is noted: planned or done, once, and not before its author was told who asked the same people lately."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions import solicitations
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.interactions.enums import (
    CLOSED_REACHES,
    Direction,
    InteractionKind,
    InteractionState,
    Reach,
    TargetGroup,
)
from maillage.modules.interactions.models import (
    Contact,
    ContactMet,
    Interaction,
    InteractionGroup,
    SolicitationConfirmed,
)
from maillage.modules.interactions.operations import attending, opening
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization
from maillage.shared.todos import operations as todos

ALREADY = "already_solicited"
"""The code of the refusal that asks to confirm: the draft is good, others asked the same people lately."""
ALWAYS_OUT = (InteractionKind.CALL, InteractionKind.VISIT, InteractionKind.MAIL)


@operation("interactions.record")
def record(draft: InteractionDraft, *, confirmed: bool = False, at: datetime, actor: Actor) -> Interaction:
    """Note an exchange, its next action and who takes part; sent twice, it is noted once.

    Raises Refused with the field at fault; with the code ``ALREADY`` when somebody else asked the same people lately and nothing
    says that the author knows (``confirmed``); NotVisible for a company that the actor does not open.
    """
    opening.writing(actor)
    before = Interaction.objects.filter(submission_key=draft.submission_key, author=actor.person).first()
    if before is not None:
        return before
    return kept(draft, confirmed=confirmed, at=at, actor=actor)


def goes_out(kind: str, direction: str, state: str) -> bool:
    """Whether an exchange asks something of those whom it reaches: what they begin does not, nor an event they came to."""
    out = kind in ALWAYS_OUT or state == InteractionState.PLANNED
    return direction == Direction.MADE and out


def asking(
    row: Interaction, contacts: tuple[Contact, ...], groups: tuple[str, ...], *, at: datetime, actor: Actor
) -> solicitations.Asking:
    """What an exchange asks, and of whom."""
    return solicitations.Asking(
        actor=actor,
        on=day_of(at),
        since=solicitations.since(at),
        companies=frozenset({row.company_id} - {None}),  # type: ignore[arg-type]
        organizations=frozenset({row.organization_id} - {None}),  # type: ignore[arg-type]
        contacts=frozenset(one.pk for one in contacts),
        groups=frozenset(groups),
        kind=row.kind,
        subject=row.subject.code if row.subject else "",
        apart=row.pk,
    )


def kept(
    draft: InteractionDraft,
    *,
    confirmed: bool = False,
    warns: bool = True,
    instead_of: Interaction | None = None,
    at: datetime,
    actor: Actor,
) -> Interaction:
    """The row of a draft, with everything that hangs on it, inside a verb. ``warns`` false: it went out already (a mail)."""
    on = day_of(at)
    company = opening.company(draft.company, actor=actor, on=on)
    partner = opening.organization(draft.organization)
    contacts = opening.contacts(draft.contacts, of=company, partner=partner, at=at, actor=actor)
    groups = tuple(dict.fromkeys(opening.one_of(
        one, TargetGroup.values, field="publics", sentence=_("Ce public n'existe pas.")
    ) for one in draft.groups))  # fmt: skip
    row = _read(draft, company, partner, at=at, actor=actor)
    if instead_of is None:
        read_by(row, draft.reach, draft.confidential)
    else:
        _in_place_of(instead_of, row)
    earlier = _earlier(row, contacts, groups, confirmed=confirmed, at=at, actor=actor) if warns else ()
    row.save(force_insert=True)
    for one in contacts:
        ContactMet.objects.create(interaction=row, contact=one)
    for group in groups:
        InteractionGroup.objects.create(interaction=row, group=group)
    for attendee in draft.attendees:
        attending.add(row, attendee, at=at, actor=actor)
    if earlier:
        SolicitationConfirmed.objects.create(
            interaction=row,
            company=company,
            person_id=row.author_id,
            at=at,
            days=solicitations.window().days,
            shown=len(earlier),
        )
    promise(row, draft, at=at, actor=actor)
    return row


def promise(row: Interaction, draft: InteractionDraft, *, at: datetime, actor: Actor) -> None:
    """The next action that its author promised, about the company; about the exchange when it is confidential: its words are read by
    who reads the exchange, whoever takes the company over."""
    action = draft.next_action
    if action is None:
        return
    about = _promised_about(row, row.confidential or draft.confidential)
    promised = todos.add(
        action.what,
        due_on=action.due_on,
        owner=action.owner,
        kind=about[0],
        ref=about[1],
        is_demo=row.is_demo,
        at=at,
        actor=actor,
    )
    row.promises.add(promised)


def keep_promises(row: Interaction, *, at: datetime, actor: Actor) -> None:
    """After its circle changed, or it took the place of another, the next actions of an exchange, and those of what it replaces,
    are about what ``promise`` says. When that is a company that the actor opens no more, they stay about what they were.
    Refused when who has to do one would read it no more, naming that one: no page of the exchange shows it."""
    company = row.company if not row.confidential else None
    if company is not None and not crm.sees_company(actor, company, day_of(at)):
        return
    kind, ref = _promised_about(row, row.confidential)
    replaced: Interaction | None = row
    while replaced is not None:
        for promised in replaced.promises.order_by("pk"):
            try:
                todos.turn(promised, kind, ref, at=at, actor=actor)
            except Refused as refused:
                raise Refused(
                    refused.code,
                    refused.sentence,
                    way_out=_(
                        "Confiez ou faites confier d'abord « %(what)s » à quelqu'un d'autre, ou abandonnez-la."
                    )
                    % {"what": promised.what},
                ) from refused
        replaced = replaced.instead_of


def _promised_about(row: Interaction, hidden: bool) -> tuple[str, str]:
    """What the next action of an exchange is about (kind, reference)."""
    if row.company is not None and not hidden:
        return "crm.company", row.company.public_id
    return "interactions.interaction", row.public_id


def _earlier(
    row: Interaction,
    contacts: tuple[Contact, ...],
    groups: tuple[str, ...],
    *,
    confirmed: bool,
    at: datetime,
    actor: Actor,
) -> tuple[solicitations.Solicitation, ...]:
    """The requests of others that the author confirmed knowing; refused when it did not."""
    if row.is_demo or not goes_out(row.kind, row.direction, row.state):
        return ()
    earlier = solicitations.told(asking(row, contacts, groups, at=at, actor=actor))
    others = tuple(one for one in earlier if not one.mine)
    if others and not confirmed:
        raise Refused(
            ALREADY,
            ngettext(
                "Un collègue l'a déjà sollicitée, ou va le faire. Rien n'est enregistré pour l'instant.",
                "Des collègues l'ont déjà sollicitée, ou vont le faire. Rien n'est enregistré pour l'instant.",
                len(others),
            ),
            way_out=_("Lisez ce qui suit, puis confirmez, ou voyez d'abord avec eux."),
            field="confirme",
        )
    return others


def _read(
    draft: InteractionDraft,
    company: Company | None,
    partner: Organization | None,
    *,
    at: datetime,
    actor: Actor,
) -> Interaction:
    """The row that a draft means. Raises Refused with the field of the first fault."""
    if company is None and partner is None:
        raise Refused(
            "nobody",
            _("Il manque avec qui : une entreprise, ou un organisme."),
            way_out=_("Cherchez l'entreprise par son nom ou son numéro, ou choisissez l'organisme."),
            field="entreprise",
        )
    kind = opening.one_of(
        draft.kind, InteractionKind.values, field="nature", sentence=_("La nature de l'échange manque.")
    )
    direction = opening.one_of(
        draft.direction, Direction.values, field="initiative", sentence=_("Dites qui a pris l'initiative.")
    )
    author, unit, organization = _author(actor, day_of(at))
    return Interaction(
        public_id=opening.key(),
        submission_key=draft.submission_key,
        company=company,
        organization=partner,
        kind=kind,
        direction=direction,
        state=_state(draft, at),
        at=draft.at,
        subject=opening.subject(draft.subject),
        purpose=_purpose(draft.purpose),
        situation=_told("situation", draft.situation),
        needs=_told("needs", draft.needs),
        decisions=_told("decisions", draft.decisions),
        next_steps=_told("next_steps", draft.next_steps),
        author_id=author,
        unit_id=unit,
        by_organization_id=organization,
        recorded_at=at,
        is_demo=draft.is_demo,
    )


def _in_place_of(old: Interaction, row: Interaction) -> None:
    """A correction is of the unit of what it replaces, and read by the same people, until its author opens it."""
    row.instead_of = old
    row.unit_id, row.by_organization_id = old.unit_id, old.by_organization_id
    row.reach, row.confidential = old.reach, old.confidential


def read_by(row: Interaction, reach: str, confidential: bool) -> None:
    """Say who reads an exchange. Raises Refused for a circle that cannot be its own."""
    row.reach = opening.one_of(
        reach, Reach.values, field="lecture", sentence=_("Dites qui pourra lire cet échange.")
    )
    row.confidential = confidential
    if confidential and row.reach not in CLOSED_REACHES:
        raise Refused(
            "confidential",
            _("Un échange confidentiel ne se lit pas au-delà de votre organisme."),
            way_out=_("Choisissez « mon unité » ou « mon organisme », ou ôtez « confidentiel »."),
            field="lecture",
        )
    if row.reach == Reach.UNIT and row.unit_id is None:
        raise Refused(
            "no_unit",
            _("Vous n'êtes dans aucune unité."),
            way_out=_("Choisissez un autre cercle de lecture."),
            field="lecture",
        )
    if row.reach == Reach.COMPANY and row.company_id is None:
        raise Refused(
            "no_company",
            _("Cet échange n'est avec aucune entreprise."),
            way_out=_("Choisissez « le réseau »."),
            field="lecture",
        )


def _author(actor: Actor, on: date) -> tuple[int, int | None, int]:
    assert actor.person is not None and actor.organization is not None
    card = directory.person(actor.person, on)
    unit = card.unit if card.organization == actor.organization and card.in_service else None
    given = next((grant.unit for grant in actor.grants if grant.unit is not None), None)
    return actor.person, unit or given, actor.organization


def _state(draft: InteractionDraft, at: datetime) -> str:
    past = draft.at <= at
    done = past if draft.done is None else draft.done
    if done and not past:
        raise Refused(
            "not_yet",
            _("Ce jour et cette heure sont à venir : l'échange n'a pas encore eu lieu."),
            way_out=_("Corrigez le jour ou l'heure, ou notez-le comme prévu."),
            field="jour",
        )
    if not done and day_of(draft.at) < day_of(at):
        raise Refused(
            "already_past",
            _("Ce jour est passé : il ne peut plus être prévu."),
            way_out=_("Corrigez le jour, ou notez l'échange comme fait."),
            field="jour",
        )
    return InteractionState.DONE if done else InteractionState.PLANNED


def _purpose(text: str) -> str:
    said = opening.fits(Interaction, "purpose", text, field="objet")
    if not said:
        raise Refused(
            "no_purpose",
            _("L'objet de l'échange manque."),
            way_out=_("Une ligne suffit : « projet d'extension », « point sur la formation »."),
            field="objet",
        )
    return said


FIELDS = {"situation": "contexte", "needs": "besoins", "decisions": "decisions", "next_steps": "suites"}
"""The names, in forms, of the parts of a report."""


def _told(name: str, text: str) -> str:
    return opening.fits(Interaction, name, text, field=FIELDS[name])
