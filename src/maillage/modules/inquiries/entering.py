"""A request that an officer enters for a company that called, wrote or came (H-054): the same draft as the portal's."""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import typed
from maillage.modules.crm import queries as crm
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
FACTS = ("naf", "effectif", "creation")
"""The fields of a situation that the page asks for, named as in the address of the public answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """The page as it stands: the company sought or chosen, what was typed, the preview, and the fault if there is one.

    ``candidates``: what a place or an activity typed may mean, by field. ``known``: what the register says of the company.
    """

    data: Mapping[str, str]
    key: str
    search: str
    findings: crm.Findings | None
    company: crm.CompanySituation | None
    is_new: bool
    fault: Refused | None
    candidates: Mapping[str, tuple[schemes.Choice, ...]]
    preview: queries.LeadPreview | None
    steps: tuple[pathways.ProposedStep, ...]
    subjects: tuple[directory.SubjectChoice, ...]
    profiles: tuple[tuple[str, str], ...]
    maturities: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]


def page(
    data: QueryDict, *, actor: Actor, on: datetime.date, sent: bool = False, fault: Refused | None = None
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
        if sent and fault is None:
            found = draft(data, actor=actor, on=on)
            preview = queries.preview(found, on=on)
            steps = found.steps
    except NotVisible:
        fault = _gone()
    except Refused as refusal:
        fault = fault or refusal
    return EntryPage(
        data=defaultdict(str, data.items()),
        key=typed(data.get("key", "")) or secrets.token_urlsafe(16),
        search=search,
        findings=findings,
        company=company,
        is_new=chosen == NEW,
        fault=fault,
        candidates={name: read.candidates for name, read in _read(data).items()},
        preview=preview,
        steps=steps,
        subjects=directory.subjects(on),
        profiles=tuple((value, str(label)) for value, label in Profile.choices),
        maturities=tuple((value, str(label)) for value, label in Maturity.choices),
        channels=tuple((value, str(label)) for value, label in Channel.choices if value in CHANNELS),
    )


def draft(data: QueryDict, *, actor: Actor, on: datetime.date) -> InquiryDraft:
    """What the form says, as the portal would send it. Raises Refused, with the field at fault."""
    for name, read in _read(data).items():
        if read.problem:
            raise Refused("not_understood", read.problem, way_out="", field=name)
    subject = _chosen(data, "sujet", [one.code for one in directory.subjects(on)], _("Le sujet manque."))
    channel = _chosen(data, "canal", CHANNELS, _("Le canal manque : par où la demande est-elle venue ?"))
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


def _situation(data: QueryDict, *, actor: Actor, on: datetime.date) -> dict[str, object]:
    """What is known of the company, with what is said now, which wins."""
    said = {name: value for name, value in asdict(address.read(data)).items() if value not in ("", None, ())}
    chosen = data.get("entreprise", "")
    if not chosen or chosen == NEW:
        return said
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


def _chosen(data: QueryDict, name: str, among: tuple[str, ...] | list[str], sentence: str) -> str:
    found = data.get(name, "")
    if found not in among:
        raise Refused("nothing_chosen", sentence, way_out=_("Choisissez-le ci-dessous."), field=name)
    return found


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
