"""Which company each line of a file means: by its numbers, by what people said before, then by what resembles it."""

import hashlib
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.engines.linkage import Candidate as Weighed
from maillage.engines.linkage import Outcome, Record, Result, link, name, prepared, resembling, table, weigh
from maillage.engines.linkage.linking import DEFAULTS, decide
from maillage.kit.actor import Actor
from maillage.kit.db.once import reading
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing import places, reference, remarks
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.queries import registered
from maillage.shared.exchange.enums import RowState
from maillage.shared.exchange.kinds import Candidate, Fields, Found, Line
from maillage.shared.matching import queries as matching
from maillage.shared.matching.enums import Verdict

PAIRS = "crm.company"
PLACES = 25
"""Candidates read of a line: one company answers by each of its places."""
ONE_BY_ONE = 40
"""Lines that are compared one by one; beyond, all together."""
STATES = {Outcome.MATCH: RowState.MATCH, Outcome.DOUBTFUL: RowState.DOUBTFUL, Outcome.NEW: RowState.NEW}


def match(lines: Sequence[Line], actor: Actor, on: date) -> tuple[Found, ...]:
    """What each line is about, in their order."""
    with reading():
        return tuple(_remarked(lines, _found(lines, actor, on)))


def _found(lines: Sequence[Line], actor: Actor, on: date) -> list[Found]:
    records = [record(line) for line in lines]
    found: list[Found | None] = [None] * len(lines)
    by_siret, by_siren = _numbered(records)
    named = _named((*by_siret.values(), *by_siren.values()), actor, on)
    for rank, (line, one) in enumerate(zip(lines, records, strict=True)):
        found[rank] = _by_number(line, one, by_siret, by_siren, named, actor)
    left = [rank for rank, one in enumerate(found) if one is None]
    told = matching.verdicts(PAIRS, {line_reference(lines[rank].fields) for rank in left})
    results = _resembling([records[rank] for rank in left], actor, on)
    for rank, result in zip(left, results, strict=True):
        found[rank] = _judged(result, line_reference(lines[rank].fields), told)
    return [one for one in found if one is not None]


def _remarked(lines: Sequence[Line], found: Iterable[Found]) -> Iterator[Found]:
    """What is found of each line, with what it says that will not be kept, and the line that already names its new company."""
    first: dict[tuple[str, ...], int] = {}
    for line, one in zip(lines, found, strict=True):
        told = list(remarks.of(line.fields))
        if one.state == RowState.NEW:
            number = line.fields.get("siren", "") or line.fields.get("siret", "")[:9]
            alike = (places.called(line.fields), number, places.commune(line.fields))
            named = first.setdefault(alike, line.number)
            if named != line.number:
                told.append(
                    (
                        "",
                        _("Même entreprise que la ligne %(line)d : une seule sera créée.") % {"line": named},
                        "",
                    )
                )
        yield replace(one, messages=(*one.messages, *told)) if told and one.state != RowState.ERROR else one


def like(one: Record, actor: Actor, on: date) -> tuple[Candidate, ...]:
    """The companies that one being typed resembles, the likeliest first: what a form shows before it makes a second file of
    one company."""
    result = _one(one, actor, on)
    return tuple(_candidate(candidate) for candidate in result.candidates)


def record(line: Line) -> Record:
    """A line as it is compared."""
    said = line.fields
    return Record(
        ref=str(line.number),
        name=said.get("name", ""),
        trade_name=said.get("trade_name", ""),
        siren=said.get("siren", "") or said.get("siret", "")[:9],
        siret=said.get("siret", ""),
        postcode=said.get("postcode", ""),
        commune=places.commune(said),
        address=said.get("address", ""),
        naf=said.get("naf", ""),
        domain=said.get("domain", ""),
        phone=said.get("phone", ""),
    )


def line_reference(said: Fields) -> str:
    """How a line is named where people say what it is: the same for the same company typed alike, whatever else the line holds."""
    told = "|".join(
        (
            name(said.get("name", "")).key,
            said.get("siren", "") or said.get("siret", "")[:9],
            places.commune(said),
        )
    )
    return f"ligne:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _numbered(records: Sequence[Record]) -> tuple[dict[str, list[Company]], dict[str, list[Company]]]:
    """The companies of these numbers, those of the register first."""
    by_siret: dict[str, list[Company]] = {}
    by_siren: dict[str, list[Company]] = {}
    for chunk in _chunks(sorted({one.siret for one in records if one.siret})):
        for place in Establishment.objects.filter(siret__in=chunk).select_related("company").order_by("pk"):
            by_siret.setdefault(place.siret, []).append(place.company)
    for chunk in _chunks(sorted({one.siren for one in records if one.siren})):
        for company in Company.objects.filter(siren__in=chunk).order_by("pk"):
            by_siren.setdefault(company.siren, []).append(company)
    for found in (*by_siret.values(), *by_siren.values()):
        found.sort(key=lambda one: one.origin != ValueOrigin.REGISTER)
    return by_siret, by_siren


def _named(found: Iterable[Iterable[Company]], actor: Actor, on: date) -> frozenset[int]:
    """Those of these companies (primary keys) whose name the actor may read: no sentence quotes the others."""
    keys = sorted({company.pk for held in found for company in held})
    shown = Company.objects.filter(reference.named(actor, on))
    return frozenset(
        pk
        for start in range(0, len(keys), 500)
        for pk in shown.filter(pk__in=keys[start : start + 500]).values_list("pk", flat=True)
    )


def _by_number(
    line: Line,
    one: Record,
    by_siret: Mapping[str, list[Company]],
    by_siren: Mapping[str, list[Company]],
    named: Collection[int],
    actor: Actor,
) -> Found | None:
    """What the numbers of a line say; None when it has none, or nobody bears them."""
    siren, siret = line.fields.get("siren", ""), one.siret
    if siren and siret and siret[:9] != siren:
        return _wrong(
            "siret", _("Ce SIRET n'est pas un établissement du SIREN %(siren)s.") % {"siren": siren}
        )
    if not one.siren:
        return None
    held = by_siret.get(siret) or by_siren.get(one.siren) or []
    if held and held[0].origin != ValueOrigin.REGISTER:
        # Several names may be declared with one number: the nearest is meant.
        held = sorted(held, key=lambda company: -_likeness(one, company.name, company.trade_name))
    if held:
        return _same_name(
            one, held[0].public_id, held[0].name, held[0].trade_name, masked=held[0].pk not in named
        )
    for entry in registered.entries(one.siren, actor).entries[:1]:
        return _same_name(
            one, registered.ref(one.siren), entry.name, entry.sign, masked=entry.sole or not entry.published
        )
    return None


def _likeness(one: Record, called: str, sign: str) -> float:
    other = Record(ref="", name=called, trade_name=sign)
    return weigh(prepared(one._replace(siren="", siret="")), prepared(other), 1).bits


def _same_name(one: Record, ref: str, called: str, sign: str, *, masked: bool) -> Found:
    """A number says which company it is; a name that has nothing in common says that one of the two is wrong."""
    left = prepared(one._replace(siren="", siret="", naf="", commune="", postcode=""))
    reasons = weigh(left, prepared(Record(ref="", name=called, trade_name=sign)), 1).reasons
    strange = any(reason.comparison == "name" and reason.bits < 0 for reason in reasons)
    if strange and not masked and called:
        return _wrong(
            "siret" if one.siret else "siren",
            _("Ce numéro est celui de « %(held)s » ; la ligne dit « %(name)s ».")
            % {"held": called, "name": one.name},
        )
    words = _("même SIRET") if one.siret else _("même SIREN")
    return Found(
        state=RowState.MATCH,
        target=ref,
        candidates=(
            Candidate(
                ref=ref,
                title="" if masked else called,
                probability=1.0,
                reasons=((words, _("très en faveur")),),
            ),
        ),
    )


def _wrong(field: str, sentence: str) -> Found:
    return Found(state=RowState.ERROR, messages=((field, sentence, ""),))


def _resembling(records: Sequence[Record], actor: Actor, on: date) -> Iterator[Result]:
    """What these lines may be: one by one when they are few, else all together."""
    if len(records) <= ONE_BY_ONE:
        return (_one(one, actor, on) for one in records)
    import pyarrow as pa

    codes = reference.now()
    known = table(reference.every(actor, on), codes)
    register = reference.of_register(codes)
    companies = known if register is None else pa.concat_tables([known, register])
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        linked = list(link(records, companies, folder=Path(folder), successors=codes, kept=PLACES))
    return (_by_company(one) for one in linked)


def _one(one: Record, actor: Actor, on: date) -> Result:
    codes = reference.now()
    here = codes.get(one.commune, one.commune)
    candidates = reference.near(one.name, (one.commune, here), actor, on)
    return _by_company(resembling(one, candidates, among=reference.among(), successors=codes))


def company(ref: str) -> str:
    """The company of a record, which is one of its places."""
    return ref.partition("|")[0]


def _by_company(result: Result) -> Result:
    """The places of one company are one candidate, and so are the file of the network and the register's entry of one SIREN."""
    best: dict[str, Weighed] = {}
    for one in result.candidates:
        ref = company(one.ref)
        if ref not in best or one.bits > best[ref].bits:
            best[ref] = Weighed(ref=ref, probability=one.probability, bits=one.bits, reasons=one.reasons)
    sirens = set(Company.objects.filter(public_id__in=best).values_list("siren", flat=True)) - {""}
    kept = [one for ref, one in best.items() if registered.siren_of(ref) not in sirens]
    return decide(result.ref, kept, DEFAULTS)


def _judged(result: Result, line: str, told: Mapping[tuple[str, str], str]) -> Found:
    """What resembles a line, once what people said of it is heard."""
    said = {one.ref: told.get((line, one.ref), "") for one in result.candidates}
    kept = [one for one in result.candidates if said[one.ref] != Verdict.DIFFERENT]
    candidates = tuple(_candidate(one) for one in kept)
    for one in kept:
        if said[one.ref] == Verdict.SAME:
            return Found(state=RowState.MATCH, target=one.ref, candidates=candidates)
    if len(kept) < len(result.candidates):
        result = decide(result.ref, kept, DEFAULTS)
    if result.match and other_number(kept[0]):
        return Found(state=RowState.DOUBTFUL, candidates=candidates)
    return Found(state=STATES[result.outcome], target=result.match, candidates=candidates)


def other_number(one: Weighed) -> bool:
    """Whether a company bears another SIREN than the line: two numbers are two companies, until a person says that one is wrong."""
    return any(reason.comparison == "number" and reason.bits < 0 for reason in one.reasons)


def _candidate(one: Weighed) -> Candidate:
    return Candidate(
        ref=one.ref,
        title="",
        probability=one.probability,
        reasons=tuple((reason.words, reason.side) for reason in one.reasons),
    )


def _chunks(values: list[str], size: int = 500) -> Iterable[list[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def titles(refs: Iterable[str], actor: Actor, on: date) -> dict[str, tuple[str, str]]:
    """The names and pages of companies, as the actor may read them."""
    from django.urls import reverse

    from maillage.modules.crm import policies
    from maillage.modules.crm.queries import masking

    wanted = list(refs)
    rows: list[Any] = list(
        Company.objects.filter(policies.visible_companies(actor, on), public_id__in=wanted).order_by("pk")
    )
    called = masking.shown(rows, actor, on)
    found = {
        row.public_id: (called[row.pk].name, reverse("crm:company", args=[row.public_id])) for row in rows
    }
    for ref in wanted:
        if siren := registered.siren_of(ref):
            for entry in registered.entries(siren, actor).entries[:1]:
                found[ref] = (registered.named(entry, actor, on), reverse("crm:company", args=[ref]))
    return found
