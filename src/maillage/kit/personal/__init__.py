"""What a table holds of natural persons: declared once on the model, read by many.

Readers: the register of processing, the notices shown where data is collected, the journal (which encrypts these fields per
person), the retention job, the answer to a person's request (everything held), erasure, and the check of logs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Basis(StrEnum):
    """The legal bases of article 6 of the RGPD that this application uses."""

    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    CONSENT = "consent"
    CONTRACT = "contract"

    @property
    def label(self) -> Text:
        return _BASES[self]


_BASES: Mapping[Basis, Text] = {
    Basis.PUBLIC_TASK: _("mission d'intérêt public (article 6, 1, e du RGPD)"),
    Basis.LEGAL_OBLIGATION: _("obligation légale (article 6, 1, c du RGPD)"),
    Basis.CONSENT: _("consentement (article 6, 1, a du RGPD)"),
    Basis.CONTRACT: _("contrat (article 6, 1, b du RGPD)"),
}


class Concerned(StrEnum):
    """Whose data it is."""

    MEMBER = "member"
    CONTACT = "contact"
    HEAD = "head"

    @property
    def label(self) -> Text:
        return _CONCERNED[self]


_CONCERNED: Mapping[Concerned, Text] = {
    Concerned.MEMBER: _("personnes du réseau qui ont un compte ou un poste"),
    Concerned.CONTACT: _("personnes qui écrivent pour une entreprise ou un projet"),
    Concerned.HEAD: _("entrepreneurs individuels, dont le nom est celui de l'entreprise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long: ``days`` after the day of the field ``after`` (a column of the row); ``days`` None: the network has not decided
    yet, and pages say so. ``words``: from when, for people («après la fin de la demande»). ``only``: the rows that may go, by
    column (a tuple: any of these values); the others stay, as long as ``meanwhile`` says why («le compte est ouvert»); so do
    those whose ``after`` is empty."""

    words: Text
    days: int | None = None
    after: str = ""
    only: Mapping[str, object] = field(default_factory=dict)
    meanwhile: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """The declaration of a table, as its class attribute ``personal``.

    ``fields``: the columns that speak of a person; ``names``, ``emails``, ``phones`` among them are how a person is found.
    ``holder``: the path from a row to the row of the person it speaks of ("" itself, "inquiry", "message__inquiry"): the
    journal encrypts with the key of that row. ``erased``: what replaces each field when the person is erased, where « {pk} » is
    the key of the row (a field that it does not name stays, and ``stays`` says why); ``deleted``: the row goes instead.
    ``collected``: the sentence shown where these data are typed; "" when nobody types them. ``withheld``: the rows whose text
    an export tells of without copying it, for they may speak of others too; the officer for data protection reads them first.
    ``free_text``: the columns, among ``fields``, where people write sentences: these may quote somebody else, who is taken out
    of them when it is erased. ``context``: other columns told with a row to the person, to know what it was and when.
    """

    concerns: Concerned
    purpose: Text
    basis: Basis
    kept: Kept
    fields: tuple[str, ...]
    holder: str = ""
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    erased: Mapping[str, object] = field(default_factory=dict)
    deleted: bool = False
    stays: Text = ""
    collected: Text = ""
    withheld: Mapping[str, object] = field(default_factory=dict)
    free_text: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def declared() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """Every table that declares personal data."""
    for model in apps.get_models():
        if isinstance(found := getattr(model, "personal", None), PersonalData):
            yield model, found


def holder_of(row: models.Model) -> str:
    """The person that a row speaks of, as the journal names its key: "inquiries.inquiry:12". "" when it speaks of nobody."""
    found = getattr(type(row), "personal", None)
    if not isinstance(found, PersonalData):
        return ""
    target = row
    for step in filter(None, found.holder.split("__")):
        target = getattr(target, step)
    return f"{target._meta.label_lower}:{target.pk}"
