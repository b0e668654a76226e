"""Which program holds a token, for whom it acts, and what the page of programs shows."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.api import Program
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.access import queries as access
from maillage.shared.access.models import Role
from maillage.shared.accounts.models import User
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory.models import Organization, Person
from maillage.shared.programs import policies
from maillage.shared.programs.models import Delivery, DeliveryState, Token, Webhook
from maillage.shared.territories import queries as territories

MARK = "mlg"
NOBODY = hashlib.sha256(b"nobody").hexdigest()
"""Compared when no token bears a prefix, so that a wrong one is answered in the same time whatever is wrong in it."""
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that a form offers."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookLine:
    """An address that is told of events; ``host``: what it is recognised by."""

    pk: int
    url: str
    host: str
    events: tuple[str, ...]
    made_at: datetime
    made_by: str
    failures: int
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A token as the page shows it: never its key. ``state``: "valid", "soon" (30 days or less), "expired" or "revoked"."""

    pk: int
    prefix: str
    label: str
    organization: str
    scopes: tuple[Choice, ...]
    role: str
    where: str
    made_at: datetime
    made_by: str
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None
    state: str
    webhooks: tuple[WebhookLine, ...]

    @property
    def holds(self) -> bool:
        """Whether it still opens anything."""
        return self.state in ("valid", "soon")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One event told, or to be told again."""

    pk: int
    public_id: str
    event: str
    about: str
    written_at: datetime
    state: str
    state_label: str
    attempts: int
    next_attempt_at: datetime
    status: int | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookPage:
    """An address and the last events told to it."""

    webhook: WebhookLine
    token: str
    organization: str
    deliveries: tuple[DeliveryLine, ...]


def identified(written: str, *, on: date) -> Program | None:
    """The program whose key this is; None for a key that is forged, altered, revoked, or no more valid on the day. One query."""
    prefix = written.split("_")[1] if written.startswith(f"{MARK}_") and written.count("_") >= 2 else ""
    row = Token.objects.select_related("organization").filter(prefix=prefix).first()
    told = hashlib.sha256(written.encode()).hexdigest()
    same = secrets.compare_digest(told, row.digest if row else NOBODY)
    if row is None or not same or row.revoked_at is not None or row.expires_on <= on:
        return None
    return program_of(row)


def program_of(row: Token) -> Program:
    """The program of a token, as an actor of its organisation with the role and the perimeter of its token."""
    grants: tuple[Grant, ...] = ()
    if row.role:
        grants = (Grant(role=row.role, organization=row.organization_id, perimeter=row.perimeter),)
    scopes = frozenset(row.scopes)
    return Program(
        token=row.pk,
        label=row.label,
        organization=row.organization_id,
        scopes=scopes,
        actor=Actor(
            ActorKind.PROGRAM,
            _("programme « %(label)s »") % {"label": row.label},
            organization=row.organization_id,
            grants=grants,
            program=row.pk,
            reads_only=access.only_reads(grants) or not any(scope.endswith(":write") for scope in scopes),
        ),
    )


def acting_for(program: Program, slug: str, *, on: date) -> Actor:
    """The person of this public identifier, as the program acts in its name: with that person's roles in the organisation of
    the program, if its account opens. Raises Refused("person") for anyone else, without saying why."""
    person = Person.objects.filter(slug=slug, user__is_active=True).first()
    user = User.objects.filter(pk=person.user_id).first() if person else None
    held = access.actor_of(user, program.organization, on=on) if user else None
    if held is None or held.organization != program.organization or not held.grants:
        raise Refused(
            "person",
            _(
                "« %(slug)s » n'est pas une personne de l'organisme de ce programme qui ait un rôle aujourd'hui."
            )
            % {"slug": slug[:80]},
            way_out=_("Donnez l'identifiant public d'une personne de cet organisme."),
            field="Maillage-Person",
        )
    return Actor(
        ActorKind.PROGRAM,
        f"{held.label} ({program.actor.label})"[:120],
        user=held.user,
        person=held.person,
        organization=held.organization,
        grants=held.grants,
        program=program.token,
        reads_only=held.reads_only or program.actor.reads_only,
        through=program.actor.label,
    )


def tokens(*, actor: Actor, on: date) -> tuple[TokenLine, ...]:
    """Every token, those that hold first, with what each is told of. Raises NotVisible."""
    _demand(actor)
    rows = list(
        Token.objects.select_related("organization", "use").prefetch_related("webhooks").order_by("-made_at")
    )
    where = territories.in_words({row.perimeter for row in rows})
    lines = [_line(row, where[row.perimeter], on) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.holds))


def token(pk: int, *, actor: Actor, on: date) -> TokenLine:
    """One token. Raises NotVisible."""
    found = next((line for line in tokens(actor=actor, on=on) if line.pk == pk), None)
    if found is None:
        raise NotVisible(str(pk))
    return found


def webhook(pk: int, *, actor: Actor) -> WebhookPage:
    """An address with the last events told to it. Raises NotVisible."""
    _demand(actor)
    row = Webhook.objects.select_related("token__organization").filter(pk=pk).first()
    if row is None:
        raise NotVisible(str(pk))
    told = Delivery.objects.filter(webhook=row)[:SHOWN]
    return WebhookPage(
        webhook=_webhook(row),
        token=row.token.label,
        organization=row.token.organization.name,
        deliveries=tuple(_delivery(one) for one in told),
    )


def organizations() -> tuple[tuple[int, str], ...]:
    """The organisations of the network, which may have programs."""
    rows = Organization.objects.filter(in_network=True, ended_on__isnull=True).order_by("name")
    return tuple(rows.values_list("pk", "name"))


def scopes() -> tuple[Choice, ...]:
    """What a token may open."""
    return tuple(Choice(code=scope.value, label=str(scope.label)) for scope in Scope)


def _demand(actor: Actor) -> None:
    if not policies.administers(actor):
        raise NotVisible("programs")


def _line(row: Token, where: str, on: date) -> TokenLine:
    use = getattr(row, "use", None)
    return TokenLine(
        pk=row.pk,
        prefix=f"{MARK}_{row.prefix}_…",
        label=row.label,
        organization=row.organization.name,
        scopes=tuple(one for one in scopes() if one.code in row.scopes),
        role=str(Role(row.role).label) if row.role else "",
        where=where if row.perimeter else "",
        made_at=row.made_at,
        made_by=row.made_by,
        expires_on=row.expires_on,
        revoked_at=row.revoked_at,
        last_used_at=use.last_at if use else None,
        state=_state(row, on),
        webhooks=tuple(_webhook(one) for one in row.webhooks.all()),
    )


def _state(row: Token, on: date) -> str:
    if row.revoked_at is not None:
        return "revoked"
    left = (row.expires_on - on).days
    return "expired" if left <= 0 else "soon" if left <= 30 else "valid"


def _webhook(row: Webhook) -> WebhookLine:
    return WebhookLine(
        pk=row.pk,
        url=row.url,
        host=row.url.split("/")[2],
        events=tuple(row.events),
        made_at=row.made_at,
        made_by=row.made_by,
        failures=row.failures,
        stopped_at=row.stopped_at,
    )


def _delivery(row: Delivery) -> DeliveryLine:
    return DeliveryLine(
        pk=row.pk,
        public_id=row.public_id,
        event=row.event,
        about=str(row.payload.get("about", "")),
        written_at=row.written_at,
        state=row.state,
        state_label=str(DeliveryState(row.state).label),
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        status=row.status,
        fault=row.fault,
    )
