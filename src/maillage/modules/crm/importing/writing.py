"""What a line of a file writes: a company that the register or the network knows is completed, never typed again; an aid."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.text import searchable
from maillage.modules.crm import helping
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing import fields, matching, places
from maillage.modules.crm.models import AidReceived, Company, CompanyValue, Establishment
from maillage.modules.crm.operations.aiding import record_aid
from maillage.modules.crm.operations.declaring import declare
from maillage.modules.crm.operations.registering import of_reference
from maillage.shared.directory.models import Organization
from maillage.shared.exchange import kinds, tracking
from maillage.shared.exchange import queries as files
from maillage.shared.exchange.kinds import Fields, Line, Origin, Written
from maillage.shared.matching import operations as pairs
from maillage.shared.matching import queries as merged
from maillage.shared.matching.enums import Verdict
from maillage.shared.sources.quotes import Quote

TABLES = (Establishment, CompanyValue, AidReceived)


def kind() -> kinds.Kind:
    """How files of companies are read, matched and written."""
    return kinds.Kind(
        name=fields.KIND,
        label="entreprises",
        fields=fields.fields,
        match=matching.match,
        write=write,
        settle=settle,
        titles=matching.titles,
        may=helping.notes_aids,
    )


def write(line: Line, target: str, origin: Origin, actor: Actor, at: datetime) -> Written:
    """Apply a line: the company it means, or a new one; its aid; what higher apps read of it. Raises Refused."""
    said = line.fields
    siren = said.get("siren", "") or said.get("siret", "")[:9]
    target = (target and merged.successor(matching.PAIRS, target)) or target
    quote = Quote(title=f"{origin.source}, fichier « {origin.file} »"[:500], dated_on=origin.on)
    if not target and not siren:
        target = _of_this_file(said, origin)
    before = tracking.photo(*_rows(target, siren))
    company = of_reference(target, at=at, actor=actor) if target else None
    ours = company is None or not company.siren or company.siren == siren
    company = declare(
        company,
        name=said.get("name", ""),
        trade_name=said.get("trade_name", "") if company is None or not company.trade_name else "",
        siren=siren if ours else "",
        siret=said.get("siret", "") if ours else "",
        values=_values(said, company),
        origin=ValueOrigin.IMPORT,
        quote=quote,
        at=at,
        actor=actor,
    )
    if origin.is_fictional and ("crm.company", company.pk) not in before:
        company.is_fictional = True
        company.save(update_fields=["is_fictional"])
    _aid(company, said, quote, origin, actor, at)
    for other in fields.others():
        other.write(said, company.public_id, origin, actor, at)
    after = tracking.photo(*_rows(company.public_id, siren))
    return Written(target=company.public_id, made=tracking.written(before, after))


def _of_this_file(said: Fields, origin: Origin) -> str:
    """The company without a number that an earlier line of the same file made, named alike in the same commune; never one that
    somebody said the line is not."""
    alike = Company.objects.filter(search_name=places.called(said), origin=ValueOrigin.IMPORT, siren="")
    made = files.written_by(origin.batch, alike.order_by("pk").values_list("public_id", flat=True))
    if not made:
        return ""
    there, ref = places.commune(said), matching.line_reference(said)
    told = merged.verdicts(matching.PAIRS, {ref})
    for company in alike.filter(public_id__in=made).order_by("pk"):
        commune = company.establishments.values_list("commune", flat=True).first() or ""
        if there == commune and told.get((ref, company.public_id)) != Verdict.DIFFERENT:
            return company.public_id
    return ""


def settle(line: Line, target: str, others: Sequence[str], actor: Actor, at: datetime) -> None:
    """Somebody said which company a line means: the next file that names it so is told."""
    ref = matching.line_reference(line.fields)
    if target:
        pairs.remember(matching.PAIRS, ref, target, Verdict.SAME, at=at, actor=actor)
    for other in others:
        pairs.remember(matching.PAIRS, ref, other, Verdict.DIFFERENT, at=at, actor=actor)


def _rows(target: str, siren: str) -> Iterator[list[Any]]:
    """What a line could touch: the company that it means and those of its number, with their rows; the company first."""
    wanted = Q(public_id=target) if target else Q()
    if number := siren or _siren(target):
        wanted |= Q(siren=number)
    if not wanted:
        return
    companies = list(Company.objects.filter(wanted).order_by("pk"))
    yield companies
    keys = [one.pk for one in companies]
    for model in TABLES:
        yield list(model._base_manager.filter(company__in=keys).order_by("pk"))
    for other in fields.others():
        for key in keys:
            yield list(other.rows(key))


def _siren(target: str) -> str:
    from maillage.modules.crm.queries.registered import siren_of

    return siren_of(target)


def _values(said: Fields, company: Company | None) -> dict[str, str | bool | None]:
    """What the line says of the company, but what is known of it already in the same words."""
    told = {"commune": places.commune(said), "naf": said.get("naf", "")}
    if company is None:
        return dict(told)
    held = Establishment.objects.filter(company=company)
    known = {
        "commune": set(held.values_list("commune", flat=True)),
        "naf": set(held.values_list("naf", flat=True)),
    }
    return {field: value for field, value in told.items() if value not in known[field]}


def _alike(one: AidReceived, said: Fields) -> bool:
    """Whether nothing else that the line says tells its aid from one that is known: neither its number nor its purpose."""
    reference, purpose = said.get("aid_reference", ""), said.get("aid_purpose", "")
    return not (
        (reference and one.reference and one.reference != reference)
        or (purpose and one.purpose and searchable(one.purpose) != searchable(purpose))
    )


def _aid(company: Company, said: Fields, quote: Quote, origin: Origin, actor: Actor, at: datetime) -> None:
    """Note the aid of a line, once."""
    if not (label := said.get("aid", "")):
        return
    giver = Organization.objects.filter(pk=actor.organization).first()
    decided = date.fromisoformat(said["aid_on"]) if "aid_on" in said else None
    year = int(said["aid_year"]) if "aid_year" in said else decided.year if decided else None
    amount = Decimal(said["aid_amount"]) if "aid_amount" in said else None
    same = AidReceived.objects.filter(
        company=company, giver=giver, year=year, amount=amount, decided_on=decided, withdrawn_at=None
    )
    if any(searchable(one.label) == searchable(label) and _alike(one, said) for one in same):
        return
    record_aid(
        company,
        label=label,
        giver=giver,
        purpose=said.get("aid_purpose", ""),
        industry=said.get("aid_industry", ""),
        year=year,
        decided_on=decided,
        amount=amount,
        reference=said.get("aid_reference", ""),
        origin=ValueOrigin.IMPORT,
        cited=quote,
        is_demo=origin.is_fictional,
        at=at,
        actor=actor,
    )
