"""A request that an officer enters for a company that called, wrote or came (H-054): the same draft as the portal's."""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import long_date, typed
from maillage.modules.crm import queries as crm
from maillage.modules.crm.enums import FIELDS
from maillage.modules.crm.importing.alike import Alike, alike
from maillage.modules.inquiries import pathways, queries
from maillage.modules.inquiries.desk_file import situation_of
from maillage.modules.inquiries.enums import Channel, Maturity, Profile
from maillage.modules.inquiries.operations import CompanyDraft, InquiryDraft, Submitted
from maillage.modules.schemes import company as address
from maillage.modules.schemes import inputs
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory

NEW = "nouvelle"
CHANNELS = tuple(code for code in Channel.values if code != Channel.PORTAL)
OF_A_COMPANY = {"naf", "headcount", "bracket", "created", "legal_category", "turnover", "commune"}
"""What is said of the company itself and kept with it; the rest is of its project."""
ASKED = {
    "commune": ("commune",),
    "naf": ("naf",),
    "effectif": ("headcount", "bracket"),
    "creation": ("created",),
}
"""The fields that the page asks for, named as in the address of the public answer, and those of a situation they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """The page as it stands: the company sought or chosen, what was typed, the preview, and every fault.

    ``wrong``: the sentence of each fault by field. ``candidates``: what a place or an activity typed may mean, by field.
    ``alike``: the companies that the one being declared resembles. ``known``: what is known of the company already, with its
    origin, by field; ``also``: the rest of it, with its label.
    """

    data: Mapping[str, str]
    key: str
    search: str
    findings: crm.Findings | None
    company: crm.CompanySituation | None
    is_new: bool
    alike: tuple[Alike, ...]
    faults: tuple[Refused, ...]
    wrong: Mapping[str, str]
    known: Mapping[str, str]
    also: tuple[tuple[str, str], ...]
    candidates: Mapping[str, tuple[schemes.Choice, ...]]
    preview: queries.LeadPreview | None
    steps: tuple[pathways.ProposedStep, ...]
    subjects: tuple[directory.SubjectChoice, ...]
    profiles: tuple[tuple[str, str], ...]
    maturities: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]


def page(
    data: QueryDict, *, actor: Actor, on: datetime.date, sent: bool = False, faults: tuple[Refused, ...] = ()
) -> EntryPage:
    """The page that an address, or a form that was ``sent``, asks for. Whatever is wrong is said beside what was typed."""
    search = typed(data.get("q", ""))[:100]
    company = findings = preview = None
    steps: tuple[pathways.ProposedStep, ...] = ()
    chosen = data.get("entreprise", "")
    try:
        if search:
            findings = crm.look_for(search, on, actor=actor)
        if chosen and chosen != NEW:
            company = crm.situation(chosen, on, actor=actor)
        if sent and not faults:
            found = draft(data, actor=actor, on=on)
            preview = queries.preview(found, on=on)
            steps = found.steps
    except NotVisible:
        faults = (_gone(),)
    except Refused as refusal:
        faults = faults or (refusal,)
    known = _known(company)
    return EntryPage(
        data=defaultdict(str, data.items()),
        key=typed(data.get("key", "")) or secrets.token_urlsafe(16),
        search=search,
        findings=findings,
        company=company,
        is_new=chosen == NEW,
        alike=_alike(data, actor, on) if chosen == NEW else (),
        faults=faults,
        wrong=defaultdict(str, {one.field or "": one.sentence for one in faults}),
        known=known,
        also=_also(company),
        candidates={name: read.candidates for name, read in _read(data).items()},
        preview=preview,
        steps=steps,
        subjects=directory.subjects(on),
        profiles=tuple((value, str(label)) for value, label in Profile.choices),
        maturities=tuple((value, str(label)) for value, label in Maturity.choices),
        channels=tuple((value, str(label)) for value, label in Channel.choices if value in CHANNELS),
    )


def _alike(data: QueryDict, actor: Actor, on: datetime.date) -> tuple[Alike, ...]:
    """The companies known already that the one being typed may be: it is chosen rather than made twice."""
    return alike(data.get("nom", ""), commune=_read(data)["commune"].code, on=on, actor=actor)


def draft(data: QueryDict, *, actor: Actor, on: datetime.date) -> InquiryDraft:
    """What the form says, as the portal would send it. Raises Refused, with the field of the first of ``faults``."""
    for fault in faults(data, on=on):
        raise fault
    subject, channel = data["sujet"], data["canal"]
    situation = _situation(data, actor=actor, on=on)
    commune = str(situation.get("commune", ""))
    profile, maturity = data.get("profil", ""), data.get("avancement", "")
    return InquiryDraft(
        submission_key=typed(data.get("key", "")) or secrets.token_urlsafe(16),
        company=_company(data, situation),
        subject=subject,
        need=typed(data.get("besoin", "")),
        profile=profile if profile in Profile.values else "",
        maturity=maturity if maturity in Maturity.values else "",
        situation=situation,
        commune=commune,
        channel=channel,
        contact_name=typed(data.get("contact", "")),
        contact_email=typed(data.get("courriel", "")),
        contact_phone=typed(data.get("telephone", "")),
        language="en" if data.get("langue") == "en" else "fr",
        steps=_steps(subject, profile, maturity, situation, commune, on),
        entered_by=actor.person,
        keep=data.get("garder") == "oui",
    )


def faults(data: QueryDict, *, on: datetime.date) -> tuple[Refused, ...]:
    """All that is missing or not understood in what was typed, in the order of the page."""
    found = []
    if data.get("entreprise", "") == NEW and not typed(data.get("nom", "")):
        found.append(_missing("nom", _("Le nom de l'entreprise ou du projet manque.")))
    for name, read in _read(data).items():
        if read.problem:
            found.append(Refused("not_understood", read.problem, way_out="", field=name))
    if data.get("sujet", "") not in [one.code for one in directory.subjects(on)]:
        found.append(_missing("sujet", _("Le sujet manque.")))
    if data.get("canal", "") not in CHANNELS:
        found.append(_missing("canal", _("Le canal manque : par où la demande est-elle venue ?")))
    try:
        fields.email(data.get("courriel", ""), field="courriel")
    except Refused as refusal:
        found.append(refusal)
    return tuple(found)


def _known(company: crm.CompanySituation | None) -> dict[str, str]:
    """What is known of a company for each field asked, in words, with where it comes from."""
    told = {one.field: _told(one) for one in company.fields} if company else {}
    return defaultdict(
        str, {name: told[field] for name, among in ASKED.items() for field in among if field in told}
    )


def _also(company: crm.CompanySituation | None) -> tuple[tuple[str, str], ...]:
    asked = {field for among in ASKED.values() for field in among}
    return tuple(
        (str(FIELDS[one.field]), _told(one))
        for one in (company.fields if company else ())
        if one.field not in asked
    )


def _told(one: crm.KnownField) -> str:
    value = crm.in_words({one.field: one.value}).get(one.field, str(one.value))
    origin = f"{one.origin}, {long_date(one.as_of)}" if one.as_of else one.origin
    return f"{value} ({origin})"


def _situation(data: QueryDict, *, actor: Actor, on: datetime.date) -> dict[str, object]:
    """What is known of the company, with what is said now, which wins."""
    said = {name: value for name, value in asdict(address.read(data)).items() if value not in ("", None, ())}
    chosen = data.get("entreprise", "")
    if not chosen or chosen == NEW:
        return {name: value for name, value in said.items() if name != "company"}
    known = crm.situation(chosen, on, {k: v for k, v in said.items() if k in OF_A_COMPANY}, actor=actor)
    return {one.field: one.value for one in known.fields} | said


def _company(data: QueryDict, situation: Mapping[str, object]) -> CompanyDraft:
    values = {name: value for name, value in situation.items() if name in OF_A_COMPANY}
    chosen = data.get("entreprise", "")
    if chosen and chosen != NEW:
        said = {
            name: value
            for name, value in asdict(address.read(data)).items()
            if name in OF_A_COMPANY and value
        }
        return CompanyDraft(public_id=chosen, values=said)
    country = typed(data.get("siege", "")).upper()[:2] or "FR"
    number = "".join(typed(data.get("numero", "")).split())
    identity = "foreign" if country != "FR" else "registered" if number else "none_yet"
    return CompanyDraft(
        name=typed(data.get("nom", "")),
        identity=identity,
        siren=number if number and len(number) <= 9 and identity == "registered" else "",
        siret=number if len(number) > 9 and identity == "registered" else "",
        foreign_number=number if identity == "foreign" else "",
        country=country,
        values=values,
    )


def _steps(
    subject: str,
    profile: str,
    maturity: str,
    situation: Mapping[str, object],
    commune: str,
    on: datetime.date,
) -> tuple[pathways.ProposedStep, ...]:
    """The pathway that the portal would have shown; none when the situation says something wrong."""
    try:
        diagnosis = schemes.diagnose(situation_of(situation), on=on, today=on)
    except Refused:
        diagnosis = None
    return pathways.propose(
        subject=subject, profile=profile, maturity=maturity, situation=situation, commune=commune, diagnosis=diagnosis, on=on
    ).steps  # fmt: skip


def _read(data: QueryDict) -> dict[str, inputs.Reading]:
    return {
        "commune": inputs.commune(typed(data.get("commune", ""))),
        "naf": inputs.activity(typed(data.get("naf", ""))),
    }


def _missing(name: str, sentence: str) -> Refused:
    return Refused("missing", sentence, way_out="", field=name)


def _gone() -> Refused:
    return Refused(
        "unknown_company",
        _("Cette entreprise n'existe pas, ou plus."),
        way_out=_("Cherchez-la de nouveau, ou déclarez-la."),
        field="entreprise",
    )


def told(sent: Submitted) -> str:
    """What the officer reads once the request is received."""
    if sent.again:
        return _("Cette demande était déjà enregistrée : la voici.")
    lead = sent.inquiry.lead
    return _("La demande %(reference)s est enregistrée. %(lead)s en répond.") % {
        "reference": sent.reference,
        "lead": lead,
    }
