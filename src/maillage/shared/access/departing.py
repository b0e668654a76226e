"""What the departure of the person of an account would change, told before it is written."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.access import accounts, policies
from maillage.shared.accounts.queries import factor_since
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DeparturePage:
    """An account and what would follow, in sentences: of posts and requests, then of roles, then of the account itself."""

    account: accounts.Account
    held: tuple[str, ...]
    roles: tuple[str, ...]
    closing: tuple[str, ...]


def page(pk: int, *, actor: Actor, on: date) -> DeparturePage:
    """Raises NotVisible for who does not administer, and for an account that does not exist."""
    if not policies.administers(actor):
        raise NotVisible
    account = accounts.account(pk, actor=actor, on=on)
    return DeparturePage(
        account=account,
        held=_held(pk, on, actor),
        roles=tuple(
            _("%(role)s pour %(organization)s") % {"role": one.role, "organization": one.organization}
            for one in account.roles
            if one.state != "over"
        ),
        closing=_closing(account),
    )


def _closing(account: accounts.Account) -> tuple[str, ...]:
    """Only what will change: a second factor that is not there is not taken away, nor is a closed account closed."""
    said = (
        (account.is_active, _("Ses sessions s'arrêtent aussitôt, sur tous ses appareils.")),
        (factor_since(account.pk) is not None, _("Son second facteur est retiré.")),
        (account.is_active, _("Son compte est fermé : il ne permet plus de se connecter.")),
    )
    return tuple(sentence for holds, sentence in said if holds)


def _held(user: int, on: date, actor: Actor) -> tuple[str, ...]:
    person = Person.objects.filter(user=user).first()
    if person is None:
        return ()
    leaving = directory.leaving(person.pk, on, actor=actor)
    posts = [
        _("Le poste « %(title)s » de %(unit)s devient vacant.") % {"title": one.title, "unit": one.unit}
        for one in leaving.posts
    ]
    others = [_("%(name)s n'a plus de suppléance.") % {"name": card.name} for card in leaving.stood_in_for]
    return (*posts, *others, *leaving.sentences)
