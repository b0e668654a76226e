"""What is already known of a company, field by field, with where it comes from; what is said now wins over it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit import identifiers
from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.db.once import once
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS, ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.crm.queries import masking, registered
from maillage.modules.crm.queries.register import origin_label
from maillage.shared.register.queries import state


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownField:
    """A field of the situation of a company: its value as one types it (True and False for yes and no), where it comes
    from in words, and the day it was true. ``instead``: what else is known of the same field, and was not used."""

    field: str
    value: str | bool
    origin: str
    as_of: datetime.date | None
    instead: tuple["KnownField", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySituation:
    """Who a company is, and what is known of it on a day, for the fields of a situation."""

    public_id: str
    name: str
    siren: str
    siret: str
    is_fictional: bool
    fields: tuple[KnownField, ...]


def situation(
    public_id: str,
    on: datetime.date,
    said: Mapping[str, str | bool | None] | None = None,
    *,
    siret: str = "",
    actor: Actor = PUBLIC,
) -> CompanySituation:
    """What is known of a company, with what is said of it now (``said``, by field; empty: not said), which wins.

    The public gets what the register says. ``siret``: the establishment meant, else the head office. Raises NotVisible.
    """
    found = identified(public_id=public_id, siret=siret, on=on, actor=actor)
    if found is None:
        raise NotVisible(public_id)
    known = {one.field: one for one in found.fields}
    for field, value in (said or {}).items():
        if value not in ("", None):
            known[field] = _said(field, value, known)
    return CompanySituation(
        public_id=found.public_id,
        name=found.name,
        siren=found.siren,
        siret=found.siret,
        is_fictional=found.is_fictional,
        fields=tuple(known.values()),
    )


SIZE = {"headcount": "bracket", "bracket": "headcount"}
"""Two fields for one thing: what is said of one leaves the other out."""


def _said(field: str, value: str | bool, known: dict[str, KnownField]) -> KnownField:
    left_out = tuple(
        before
        for name in (field, SIZE.get(field, ""))
        if (before := known.pop(name, None)) and (before.field, before.value) != (field, value)
    )
    return KnownField(field=field, value=value, origin=_("déclaré"), as_of=None, instead=left_out)


@once
def identified(
    *,
    on: datetime.date,
    public_id: str = "",
    siren: str = "",
    siret: str = "",
    actor: Actor = PUBLIC,
) -> CompanySituation | None:
    """The company of a public identifier, a SIREN or a SIRET, and what is known of it; None when it is not known here, or
    when several declare one number that no register knows.

    Raises Refused (field «siren» or «siret») for a number that cannot be one, or that is another company's.
    """
    which = Q(public_id=public_id) if public_id else Q()
    if registered.siren_of(public_id):
        which = Q(siren=registered.siren_of(public_id), origin=ValueOrigin.REGISTER)
    for name, text, check in (("siren", siren, identifiers.siren), ("siret", siret, identifiers.siret)):
        if text.strip():
            number = _number(name, text, check)
            which &= Q(siren=number) if name == "siren" else Q(establishments__siret=number)
            siret = number if name == "siret" else siret
    found = list(Company.objects.filter(which, policies.visible_companies(actor, on))[:3]) if which else []
    company = next((one for one in found if one.origin == ValueOrigin.REGISTER or len(found) == 1), None)
    if company is None:
        number = registered.siren_of(public_id) if public_id else (siret or _digits(siren))[:9]
        return _of_register(number, siret, on, actor)
    place = _establishment(company, siret, on, actor)
    called = masking.shown([company], actor, on)[company.pk]
    latest: dict[str, KnownField] = {}
    for field, value, origin, as_of in (*_of_place(place), *_values(company, on, actor)):
        label = origin_label(origin, company.is_fictional)
        before = latest.get(field)
        instead = (before, *before.instead) if before and before.value != value else ()
        if field == "commune" and not called.placed:
            continue
        latest[field] = KnownField(field=field, value=value, origin=label, as_of=as_of, instead=instead)
    return CompanySituation(
        public_id=company.public_id,
        name=called.name,
        siren=company.siren,
        siret=place.siret if place else "",
        is_fictional=company.is_fictional,
        fields=tuple(latest.values()),
    )


def _of_register(siren: str, siret: str, on: datetime.date, actor: Actor) -> CompanySituation | None:
    """What the register says of a company that the network does not know."""
    entry = registered.meant(registered.entries(siren, actor).entries, siret) if siren else None
    held = state()
    if entry is None or held is None:
        return None
    label = origin_label(ValueOrigin.REGISTER, False)
    return CompanySituation(
        public_id=registered.ref(siren),
        name=registered.named(entry, actor, on),
        siren=siren,
        siret=entry.siret,
        is_fictional=False,
        fields=tuple(
            KnownField(field=field, value=value, origin=label, as_of=held.as_of)
            for field, value in registered.facts(entry).items()
        ),
    )


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


def _number(name: str, text: str, check: object) -> str:
    assert callable(check)
    try:
        return str(check(text))
    except identifiers.WrongIdentifier as wrong:
        way_out = _("Corrigez-le, ou décrivez l'entreprise par sa commune et son activité.")
        raise Refused(name, str(wrong), way_out=way_out, field=name) from None


def _establishment(company: Company, siret: str, on: datetime.date, actor: Actor) -> Establishment | None:
    """The establishment of the SIRET, else the head office, else the first one still open."""
    rows = list(
        Establishment.objects.filter(policies.values_of(actor, company.pk, on), company=company).order_by(
            "-is_head_office", "siret", "pk"
        )
    )
    if meant := [row for row in rows if siret and row.siret == siret]:
        return meant[0]
    still = [row for row in rows if row.closed_on is None or row.closed_on > on]
    return next(iter(still or rows), None)


def _of_place(place: Establishment | None) -> Iterable[tuple[str, str | bool, str, datetime.date]]:
    if place is not None:
        for field in ("commune", "naf", "bracket"):
            value = getattr(place, field)
            if value and value != "NN":
                yield field, value, place.origin, place.as_of


def _values(
    company: Company, on: datetime.date, actor: Actor
) -> Iterable[tuple[str, str | bool, str, datetime.date]]:
    """From the oldest to the latest, so that the latest is kept."""
    return (
        CompanyValue.objects.filter(
            policies.values_of(actor, company.pk, on), company=company, field__in=FIELDS
        )
        .order_by("as_of", "recorded_at", "pk")
        .values_list("field", "value", "origin", "as_of")
    )
