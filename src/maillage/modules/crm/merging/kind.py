"""How companies are shown side by side, and what one takes of another."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.modules.crm import helping, policies
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.merging import telling
from maillage.modules.crm.models import AidReceived, Company, Establishment
from maillage.modules.crm.queries import masking
from maillage.modules.crm.queries.register import origin_label
from maillage.shared.matching import kinds
from maillage.shared.territories import queries as territories

KIND = "crm.company"


def register() -> None:
    """Let companies be matched and merged."""
    kinds.register(
        kinds.Kind(
            name=KIND,
            label="entreprise",
            model=Company,
            reference="public_id",
            faces=faces,
            complete=complete,
            may=helping.notes_aids,
            reads=reads,
            reads_both=reads_both,
        )
    )
    kinds.care("crm.establishment", _place)
    kinds.refers("todos.todo", kind="subject_kind", ref="subject_ref")
    telling.register()


def reads(refs: Iterable[str], actor: Actor, on: date) -> set[str]:
    """Of these companies, those of which the actor reads what was declared or noted."""
    rows = dict(Company.objects.filter(public_id__in=list(refs)).values_list("pk", "public_id"))
    return {rows[pk] for pk in policies.answered(actor, rows, on)}


def reads_both(survivor: str, record: Mapping[str, list[Any]], actor: Actor, on: date) -> bool:
    """Whether the actor reads what both companies declared, by where each worked before the merge: what one of them says is not
    opened by what the other brought."""
    read = policies.communes_read(actor, on)
    if read is None:
        return True
    brought = {pk for label, pk, *_rest in record["moved"] if label == "crm.establishment"}
    came = {said["commune"] for label, said in record["removed"] if label == "crm.establishment"}
    own = set()
    for pk, commune in Establishment.objects.filter(company__public_id=survivor).values_list("pk", "commune"):
        (came if pk in brought else own).add(commune)
    return bool(own & read) and bool(came & read)


def faces(refs: Iterable[str], actor: Actor, on: date) -> Mapping[str, kinds.Face]:
    """The companies that the actor may see, as they stand side by side."""
    rows = list(
        Company.objects.filter(policies.visible_companies(actor, on), public_id__in=list(refs)).order_by("pk")
    )
    called = masking.shown(rows, actor, on)
    keys = [row.pk for row in rows]
    places: dict[int, list[Establishment]] = {}
    for place in Establishment.objects.filter(company__in=keys).order_by("-is_head_office", "siret", "pk"):
        places.setdefault(place.company_id, []).append(place)
    aids = dict(
        AidReceived.objects.filter(company__in=keys, withdrawn_at=None)
        .order_by()
        .values_list("company")
        .annotate(number=Count("pk"))
    )
    codes = {place.commune for held in places.values() for place in held if place.commune}
    names = territories.named(sorted(f"{sort}:{code}" for code in codes for sort in ("com", "arm")))
    return {
        row.public_id: _face(row, called[row.pk], places.get(row.pk, []), aids.get(row.pk, 0), names)
        for row in rows
    }


def _face(
    row: Company, called: masking.Shown, places: list[Establishment], aids: int, names: Mapping[str, str]
) -> kinds.Face:
    def town(code: str) -> str:
        return names.get(f"com:{code}") or names.get(f"arm:{code}", code)

    towns = sorted({town(place.commune) for place in places if place.commune}) if called.placed else []
    return kinds.Face(
        ref=row.public_id,
        title=called.name,
        url=reverse("crm:company", args=[row.public_id]),
        facts=(
            (_("Nom"), called.name),
            (_("Enseigne"), called.trade_name),
            ("SIREN", row.siren),
            ("SIRET", ", ".join(place.siret for place in places if place.siret)),
            (_("Commune"), ", ".join(towns)),
            (_("Activité"), ", ".join(sorted({place.naf for place in places if place.naf}))),
            (_("Origine"), origin_label(row.origin, row.is_fictional)),
            (_("Connue depuis"), long_date(row.created_at.date())),
            (_("Aides reçues"), str(aids)),
        ),
    )


def complete(survivor: Company, merged: Company) -> Mapping[str, Any]:
    """What a company takes of the one that it takes in. Raises Refused for two SIREN, or when the one kept is not the one that
    the register knows."""
    if survivor.siren and merged.siren and survivor.siren != merged.siren:
        raise Refused(
            "crm.two_sirens",
            _("Ces deux entreprises ont chacune leur SIREN : ce sont deux personnes morales."),
            way_out=_(
                "Si l'une a repris l'autre, notez-le sur sa fiche ; si un SIREN est faux, corrigez-le d'abord."
            ),
        )
    if merged.origin == ValueOrigin.REGISTER and survivor.origin != ValueOrigin.REGISTER:
        raise Refused(
            "crm.keep_the_register",
            # Not by its name: the reader may not be told it.
            _("L'autre fiche vient du registre : c'est elle qu'il faut garder."),
            way_out=_("Choisissez de garder la fiche du registre."),
        )
    taken: dict[str, Any] = {}
    for field in ("trade_name", "foreign_number", "siren"):
        if getattr(merged, field) and not getattr(survivor, field):
            taken[field] = getattr(merged, field)
    if not survivor.trade_name and not taken.get("trade_name") and merged.name != survivor.name:
        # The other name stays findable: people type it.
        taken["trade_name"] = merged.name
    if "siren" in taken:
        taken["identity"], taken["country"] = Identity.REGISTERED, "FR"
    if "trade_name" in taken:
        taken["search_name"] = Company.searched(survivor.name, taken["trade_name"])
    return taken


def _place(row: models.Model, survivor: models.Model) -> kinds.Changes:
    """Two head offices are not on one company: the one that comes is a place among others."""
    head = Establishment.objects.filter(company_id=survivor.pk, is_head_office=True)
    return {"is_head_office": False} if getattr(row, "is_head_office", False) and head.exists() else {}
