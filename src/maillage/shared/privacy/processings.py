"""The register of processing (article 30 of the RGPD, S-119): one entry by purpose, drawn from what the tables declare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import PersonalData
from maillage.shared.privacy import durations, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What no table says of a processing. ``apps``: whose tables are its own."""

    code: str
    title: str | Promise
    comes_from: str | Promise
    readers: str | Promise
    apps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry:
    """What a processing keeps in one table, in words."""

    name: str
    purpose: str
    columns: tuple[str, ...]
    kept: str
    erasing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """An entry of the register."""

    code: str
    title: str
    concerned: tuple[str, ...]
    bases: tuple[str, ...]
    comes_from: str
    readers: str
    tables: tuple[TableEntry, ...]


PROCESSINGS = (
    Facts(
        code="demandes",
        title=_("Répondre aux demandes des entreprises et des porteurs de projet"),
        comes_from=_(
            "la personne elle-même, par le formulaire du portail ; l'agent qui saisit une demande reçue par téléphone, au "
            "guichet ou par courrier ; le registre des entreprises pour ce qu'il publie"
        ),
        readers=_(
            "la personne qui répond, celles qui l'aident et celles de son unité, leurs responsables et leur direction, dans leur "
            "territoire ; le contrôle et la protection des données, en lecture. Les élus et le public n'y ont pas accès"
        ),
        apps=("inquiries", "crm", "files", "notices", "matching", "exchange"),
    ),
    Facts(
        code="annuaire",
        title=_("Tenir l'annuaire de qui répond de quoi dans le réseau"),
        comes_from=_("l'organisme qui emploie la personne, par l'administration fonctionnelle"),
        readers=_(
            "toutes les personnes du réseau ; l'entreprise qui demande, pour le nom de la personne qui lui répond"
        ),
        apps=("directory",),
    ),
    Facts(
        code="suivi",
        title=_("Suivre les entreprises, dire qui est leur contact privilégié et ce qu'il y a à faire"),
        comes_from=_("l'agent qui suit l'entreprise, ses collègues et la personne responsable de son unité"),
        readers=_(
            "les personnes du réseau, pour qui suit une entreprise ; l'entreprise, pour son contact privilégié. Les actions à faire "
            "sont lues par qui les fait, qui les a notées, qui remplace, et les responsables de l'unité"
        ),
        apps=("portfolios", "todos"),
    ),
    Facts(
        code="echanges",
        title=_("Garder la mémoire des échanges avec les entreprises et les partenaires"),
        comes_from=_(
            "l'agent qui a rencontré, appelé ou reçu la personne ; les courriels qu'un agent envoie à l'adresse de l'application"
        ),
        readers=_(
            "ceux que l'auteur a choisis (son unité, son organisme, le réseau), les participants, le contrôle et la protection "
            "des données de son organisme. Aux autres, seuls l'organisme et le jour, sauf ce qui est confidentiel"
        ),
        apps=("interactions",),
    ),
    Facts(
        code="affectations",
        title=_("Répartir le temps et le coût des personnes affectées à plusieurs organismes"),
        comes_from=_("la direction de l'organisme qui affecte la personne"),
        readers=_(
            "la personne elle-même ; la direction et les responsables des organismes du schéma, l'administration fonctionnelle, "
            "le contrôle et la protection des données. Les autres personnes du réseau lisent les parts sans nom ni coût"
        ),
        apps=("means",),
    ),
    Facts(
        code="comptes",
        title=_("Ouvrir l'application aux personnes du réseau, et à elles seules"),
        comes_from=_(
            "l'administration fonctionnelle, qui ouvre le compte ; la personne, quand elle se connecte"
        ),
        readers=_(
            "la personne elle-même ; l'administration fonctionnelle ; le contrôle et la protection des données"
        ),
        apps=(
            "accounts",
            "access",
            "account",
            "mfa",
            "usersessions",
            "socialaccount",
            "axes",
            "sessions",
            "programs",
            "django_tasks_database",
        ),
    ),
    Facts(
        code="journal",
        title=_("Rendre compte de ce qui est écrit et de ce qui est lu"),
        comes_from=_("l'application elle-même, à chaque écriture et à chaque lecture d'un dossier"),
        readers=_(
            "qui voit la chose lit son journal ; le contrôle et la protection des données lisent qui l'a lue"
        ),
        apps=("audit", "sources"),
    ),
    Facts(
        code="droits",
        title=_("Répondre aux personnes qui exercent leurs droits"),
        comes_from=_("la personne qui fait la demande"),
        readers=_("la protection des données"),
        apps=("privacy",),
    ),
)


def of(model: type[models.Model]) -> Facts | None:
    """The processing that a table is part of."""
    return next((facts for facts in PROCESSINGS if model._meta.app_label in facts.apps), None)


def register(on: date) -> tuple[Processing, ...]:
    """Every processing of personal data of this installation, as it stands on a day."""
    decided = {one.table: one for one in durations.listing(on)}
    found = []
    for facts in PROCESSINGS:
        held = [(model, said) for model, said in tables.declarations() if model._meta.app_label in facts.apps]
        if held:
            found.append(_processing(facts, held, decided))
    return tuple(found)


def _processing(
    facts: Facts,
    held: list[tuple[type[models.Model], PersonalData]],
    decided: Mapping[str, durations.Duration],
) -> Processing:
    return Processing(
        code=facts.code,
        title=str(facts.title),
        concerned=tuple(dict.fromkeys(str(said.concerns.label) for _model, said in held)),
        bases=tuple(dict.fromkeys(str(said.basis.label) for _model, said in held)),
        comes_from=str(facts.comes_from),
        readers=str(facts.readers),
        tables=tuple(_entry(model, said, decided.get(model._meta.label_lower)) for model, said in held),
    )


def _entry(model: type[models.Model], said: PersonalData, duration: durations.Duration | None) -> TableEntry:
    return TableEntry(
        name=tables.name(model),
        purpose=str(said.purpose),
        columns=tables.columns(model, said),
        kept=f"{duration.words}, {said.kept.words}" if duration else str(said.kept.words),
        erasing=str(said.stays),
    )
