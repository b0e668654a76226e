"""Every table that holds personal data: ours, which declare it, and those of the libraries, declared here for them."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData, Text, declared

_SIGN_IN = _("ouvrir l'application aux personnes du réseau, et à elles seules")
_PROTECT = _("reconnaître une attaque contre un compte, et l'arrêter")


def _of_account(*fields: str, holder: str = "user", emails: tuple[str, ...] = ()) -> PersonalData:
    return PersonalData(
        concerns=Concerned.MEMBER,
        purpose=_SIGN_IN,
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("avec le compte")),
        fields=fields,
        holder=holder,
        emails=emails,
        deleted=True,
    )


def _of_attempts(*more: str) -> PersonalData:
    return PersonalData(
        concerns=Concerned.MEMBER,
        purpose=_PROTECT,
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("après l'essai de connexion")),
        fields=("username", "ip_address", "user_agent", "path_info", "http_accept", *more),
        emails=("username",),
        deleted=True,
    )


LIBRARIES: Mapping[str, PersonalData] = {
    "account.emailaddress": _of_account("email", emails=("email",)),
    "account.emailconfirmation": _of_account("key", holder="email_address__user"),
    "mfa.authenticator": _of_account("data"),
    "socialaccount.socialaccount": _of_account("uid", "extra_data"),
    "socialaccount.socialtoken": _of_account("token", "token_secret", holder="account__user"),
    "axes.accessattempt": _of_attempts("get_data", "post_data"),
    "axes.accessfailurelog": _of_attempts(),
    "axes.accesslog": _of_attempts("session_hash"),
    "django_tasks_database.dbtaskresult": PersonalData(
        concerns=Concerned.CONTACT,
        purpose=_("réparer un travail de fond qui a échoué"),
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("une semaine après la fin du travail")),
        fields=("traceback",),
        free_text=("traceback",),
        erased={"traceback": ""},
    ),
    "sessions.session": PersonalData(
        concerns=Concerned.MEMBER,
        purpose=_SIGN_IN,
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("12 heures, ou jusqu'à la déconnexion")),
        fields=("session_key", "session_data"),
        deleted=True,
    ),
    "audit.entry": PersonalData(
        concerns=Concerned.CONTACT,
        purpose=_("savoir qui a écrit quoi, quand, pour qui"),
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("illisible dès que la personne est effacée : la clé qui l'ouvre est détruite")),
        fields=("sealed",),
        stays=_(
            "la ligne reste, sans clé pour la lire : elle prouve qu'un acte a eu lieu, et ne dit plus rien de la personne"
        ),
    ),
    "audit.reading": PersonalData(
        concerns=Concerned.MEMBER,
        purpose=_("savoir qui a lu le dossier d'une personne"),
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept(words=_("12 mois")),
        fields=("user", "at", "door"),
        stays=_("la personne dont le dossier a été lu a le droit de savoir par qui"),
    ),
}
"""Declarations for tables that are not ours, by the label of the table; those that are not installed are left aside."""


WORDS: Mapping[str, tuple[Text, Text]] = {
    "account.emailaddress": (_("Adresses de connexion"), _("adresse électronique")),
    "account.emailconfirmation": (_("Confirmations d'adresses"), _("clé")),
    "mfa.authenticator": (_("Seconds facteurs"), _("secret du second facteur, illisible")),
    "socialaccount.socialaccount": (_("Comptes ProConnect"), _("identifiant, ce que ProConnect dit de la personne")),
    "socialaccount.socialtoken": (_("Jetons ProConnect"), _("jetons")),
    "axes.accessattempt": (
        _("Essais de connexion"), _("adresse électronique, adresse du réseau, navigateur, page, ce qui a été envoyé"),
    ),
    "axes.accessfailurelog": (
        _("Échecs de connexion"), _("adresse électronique, adresse du réseau, navigateur, page"),
    ),
    "axes.accesslog": (_("Connexions"), _("adresse électronique, adresse du réseau, navigateur, page, session")),
    "django_tasks_database.dbtaskresult": (_("Travaux de fond"), _("trace d'un échec")),
    "sessions.session": (_("Sessions"), _("clé et contenu de la session")),
}  # fmt: skip
"""How tables of the libraries, and their columns, are called: they speak English, or the language of machines."""


def name(model: type[models.Model]) -> str:
    """How pages call a table."""
    words = WORDS.get(model._meta.label_lower)
    return str(words[0]) if words else capfirst(str(model._meta.verbose_name_plural))


def columns(model: type[models.Model], said: PersonalData) -> tuple[str, ...]:
    """How pages call the columns of a table that speak of people."""
    words = WORDS.get(model._meta.label_lower)
    if words:
        return (str(words[1]),)
    return tuple(str(model._meta.get_field(one).verbose_name) for one in said.fields)  # type: ignore[union-attr]


def declarations() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """Every table with personal data, installed here, and its declaration."""
    yield from declared()
    for label, found in LIBRARIES.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        yield model, found


def declaration(model: type[models.Model]) -> PersonalData | None:
    """The declaration of a table; None when it holds nothing of natural persons."""
    found = getattr(model, "personal", None)
    return found if isinstance(found, PersonalData) else LIBRARIES.get(model._meta.label_lower)


def roots() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """The tables where a row is a person's file, and not a part of one: what a duration and a search begin with."""
    return (
        (model, found)
        for model, found in declarations()
        if not found.holder and not found.deleted and (found.names or found.emails or found.phones)
    )
