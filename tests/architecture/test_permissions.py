"""Every address of the site stands in this table; a new one without its line fails.

Each door is tried by a visitor, by someone with an account and no role, and by the people of the demonstration: who may
not open it finds nothing there (404, never 403).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from maillage.kit.actor import Actor

Arguments = dict[str, str | int]

# The cast: an officer, another elsewhere, a manager, an administrator, an elected member, a controller, a director, the
# data protection officer, an officer of an EPCI; Zoé has an account and no role.
CAST = ("amina", "bruno", "helene", "farid", "gaelle", "jules", "elise", "ines", "driss")
ADMINISTRATORS = ("farid",)
CONTROLLERS = ("farid", "jules", "ines")
MANAGERS = ("helene", "elise")
PROTECTORS = ("ines",)
STEERING = ("gaelle", "elise", "jules")
ANSWERING = ("amina", "bruno", "driss", *MANAGERS)
READERS = (*ANSWERING, "jules", "ines")
DOERS = (*ANSWERING, "farid", "ines")
# Everyone with a role, but the elected member.
HISTORIANS = (*READERS, "farid")
CONCERNED = ("amina", "helene", "jules", "ines")
# Those who read what a company of Maubeuge declares.
CLAIRE_S = ("amina", "helene", "jules", "ines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who may open an address, and what is answered to who fetches it.

    ``who``: "public", "members" (whoever has a role today) or the names of the cast who may open it, all others being told
    404. ``arguments`` may be a function, called in the demonstration. ``visitor``: the answer to a visitor of a public
    page; ``answer``: to who may open a reserved one (405: it is only sent to).
    """

    who: str | tuple[str, ...] = "public"
    arguments: Arguments | Callable[[], Arguments] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    visitor: int = 200
    answer: int = 200
    nothing: Arguments | None = None
    """Arguments that name nothing: 404."""

    def address(self, name: str) -> str:
        """Its path; to call in the demonstration when the arguments are a function."""
        return reverse(name, kwargs=self.arguments() if callable(self.arguments) else self.arguments)

    def opens_to(self, name: str) -> bool:
        return self.who in ("public", "members") or name in self.who


def account() -> Arguments:
    from maillage.shared.accounts.models import User

    return {"pk": User.objects.get(email="bruno@demo.invalid").pk}


def role() -> Arguments:
    from maillage.shared.access.models import RoleAssignment

    return account() | {"assignment": RoleAssignment.objects.get(user=account()["pk"]).pk}


def relay_of_companies() -> Arguments:
    from maillage.modules.portfolios.models import Relay

    return {"public_id": Relay.objects.order_by("pk")[0].public_id}


def merged() -> Arguments:
    from datetime import timedelta

    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.schemes import operations, queries

    held = queries.merges(TERMINAL, clock.today())
    if not held:
        into, gone = "demo-aide-numerique", "demo-cheque-numerique-metropole"
        day = clock.today() + timedelta(days=30)
        operations.merge(into, [gone], on=day, reason="Fictif.", at=clock.now(), actor=TERMINAL)
        return {"slug": gone}
    return {"slug": held[0].predecessor}


def study() -> Arguments:
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import operations
    from maillage.modules.mesh.models import Study
    from maillage.modules.mesh.queries import ChangeAsked

    held = Study.objects.order_by("pk").first()
    if held is None:
        ends = ChangeAsked(kind="end", schemes=("demo-aide-numerique",))
        held = operations.save_study("Essai", (ends,), at=clock.now(), actor=TERMINAL)
    return {"slug": held.slug}


def action() -> Arguments:
    from maillage.shared.todos.models import Todo

    return {"public_id": Todo.objects.filter(owner__slug="amina").order_by("pk")[0].public_id}


def service() -> Arguments:
    from maillage.shared.directory.models import Service

    return {"pk": Service.objects.get(unit__slug="dtri", subject__code="transition").pk}


def source() -> Arguments:
    from maillage.shared.directory.models import Organization

    return {"pk": Organization.objects.get(slug="ademe").cited.pk}


def claire() -> Arguments:
    from maillage.modules.crm.models import Company

    return {"public_id": Company.objects.get(siren="000000018").public_id}


def company_story() -> Arguments:
    return {"ref": str(claire()["public_id"])}


def exchange() -> Arguments:
    """The call of Bruno on Claire's company: anyone who answers companies reads it."""
    from maillage.modules.interactions.models import Interaction

    return {"public_id": Interaction.objects.get(submission_key="demo-exchange-000").public_id}


def contact() -> Arguments:
    """Who speaks for a partner."""
    from maillage.modules.interactions.models import Contact

    return {"public_id": Contact.objects.get(name="Paulin Fictif").public_id}


def received_mail() -> Arguments:
    """A mail of a stranger, that waits."""
    from maillage.kit import clock
    from maillage.modules.interactions.models import ReceivedMail

    made = ReceivedMail.objects.create(
        public_id="courriel", digest="d", recipient="entreprise@demo.invalid", received_at=clock.now()
    )
    return {"public_id": made.public_id}


def aid() -> Arguments:
    """An aid that Claire's company received."""
    from maillage.modules.crm.models import AidReceived

    row = AidReceived.objects.filter(company__siren="000000018").order_by("pk").first()
    assert row is not None
    return {"public_id": row.public_id}


def taken_file() -> Arguments:
    """A file of helped companies that Amina took."""
    from maillage.kit import clock
    from maillage.modules.crm import operations

    address = "q=000000018"
    row = operations.ask_export(
        address, file_format="csv", reason="essai fictif", at=clock.now(), actor=acting("amina")
    )
    return {"public_id": row.public_id}


def done_act() -> Arguments:
    """An act that Amina did on no company at all."""
    from maillage.kit import clock
    from maillage.modules.crm import operations

    row = operations.act_on_companies(
        "crm.withdraw_aids", (), {}, words={}, at=clock.now(), actor=acting("amina")
    )
    return {"public_id": row.public_id}


def mirror_access() -> Arguments:
    """The access that Amina asked of the holder of a database."""
    from maillage.modules.crm.models import MirrorRequest

    return {"public_id": MirrorRequest.objects.get(asked_by__email="amina@demo.invalid").public_id}


def acting(name: str) -> Actor:
    """Somebody of the cast."""
    from maillage.kit import clock
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User

    return actor_of(User.objects.get(email=f"{name}@demo.invalid"), on=clock.today())


def inquiry() -> Arguments:
    """A request that Amina entered and leads, in Lille, with a file."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from maillage.kit import clock
    from maillage.modules.inquiries import operations
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User

    amina = actor_of(User.objects.get(email="amina@demo.invalid"), on=clock.today())
    draft = operations.InquiryDraft(
        submission_key="porte",
        company=operations.CompanyDraft(name="Atelier fictif des portes"),
        subject="creer-reprendre",
        need="Une demande derrière une porte.",
        commune="59350",
        channel="phone",
        contact_phone="03 00 00 00 00",
        attachments=(SimpleUploadedFile("note.txt", b"une note", "text/plain"),),
        entered_by=amina.person,
        keep=True,
    )
    return {"reference": operations.submit(draft, at=clock.now(), actor=amina).reference}


def attachment() -> Arguments:
    from maillage.modules.inquiries.models import Attachment

    found = inquiry()
    file = Attachment.objects.get(message__inquiry__reference=found["reference"]).file
    return found | {"public_id": file.public_id}


def sent_file() -> Arguments:
    """A spreadsheet sent for a plan."""
    from maillage.kit import clock
    from maillage.modules.missions.models import Plan, PlanImport

    plan = Plan.objects.get(slug="srom-2017-2021")
    sent = PlanImport.objects.create(plan=plan, name="schema.xlsx", sent_at=clock.now())
    return {"plan": plan.slug, "pk": sent.pk}


def mode_of_box() -> Arguments:
    """The one mode that the plans of the package say."""
    from maillage.modules.missions.models import ModeRecord

    row = ModeRecord.objects.select_related("mission").get(mission__code="FIN-CS-1", withdrawn_at=None)
    return {"plan": "srom-2017-2021", "code": row.mission.code, "pk": row.pk}


def attestation() -> Arguments:
    """A campaign that asks for the confirmation of a function."""
    from maillage.kit import clock
    from maillage.modules.missions.models import AttestationCampaign, Mission

    part = Mission.objects.get(plan__slug="srom-2017-2021", code="FIN")
    campaign = AttestationCampaign.objects.create(
        part=part, about_day=clock.today(), due_on=clock.today(), opened_at=clock.now()
    )
    return {"plan": "srom-2017-2021", "pk": campaign.pk}


def rights() -> Arguments:
    """A request of a person about its own data, that Inès recorded."""
    from maillage.kit import clock
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User
    from maillage.shared.privacy import operations

    ines = actor_of(User.objects.get(email="ines@demo.invalid"), on=clock.today())
    given = {"name": "Personne fictive des portes", "received_on": clock.today()}
    return {"reference": operations.record_request("access", **given, at=clock.now(), actor=ines)}


def reorganization() -> Arguments:
    """A draft organisation, empty."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.reorganizations import operations
    from maillage.shared.directory.models import Organization

    region = Organization.objects.get(slug="region-hauts-de-france")
    made = operations.open_draft(region, "Projet fictif des portes", at=clock.now(), actor=TERMINAL)
    return {"slug": made.slug}


def draft() -> Arguments:
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.inquiries import routing
    from maillage.modules.inquiries.routing import drafting

    table = routing.draft() or drafting.start_draft(at=clock.now(), actor=TERMINAL)
    return {"number": table.number}


def drafted_rule() -> Arguments:
    from maillage.modules.inquiries.models import RoutingRule

    found = draft()
    return found | {"pk": RoutingRule.objects.filter(table__number=found["number"]).order_by("rank")[0].pk}


def token() -> Arguments:
    from datetime import timedelta

    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.shared.directory.models import Organization
    from maillage.shared.programs import operations

    made, _key = operations.make_token(
        "Programme fictif",
        Organization.objects.filter(in_network=True).order_by("pk")[0].pk,
        scopes=("inquiries:read",),
        expires_on=clock.today() + timedelta(days=90),
        at=clock.now(),
        actor=TERMINAL,
    )
    return {"pk": made}


def webhook() -> Arguments:
    from maillage.kit import clock
    from maillage.shared.programs.models import Webhook

    made = Webhook.objects.create(
        token_id=token()["pk"],
        url="https://partenaire.invalid/avis",
        nonce="0" * 32,
        events=["inquiry.received"],
        made_at=clock.now(),
        made_by="terminal",
    )
    return {"pk": made.pk}


def tool() -> Arguments:
    from maillage.modules.means.models import Tool

    return {
        "plan": "srom-2017-2021",
        "section": "outils",
        "pk": Tool.objects.get(code="outil-comptabilite").pk,
    }


def mode_of_tool() -> Arguments:
    from maillage.modules.means.models import ToolMode

    found = tool()
    return found | {"name": "mode", "fact": ToolMode.objects.get(tool=found["pk"]).pk}


def import_batch() -> Arguments:
    from maillage.shared.exchange.models import Batch

    return {"batch": Batch.objects.get(is_fictional=True).public_id}


def doubtful_pair() -> Arguments:
    from maillage.shared.matching.models import DoubtfulPair

    return {"pk": DoubtfulPair.objects.order_by("pk")[0].pk}


def merge_of_companies() -> Arguments:
    """The second of two that look alike, taken in by the one of the register, which everyone sees."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.crm.models import Company
    from maillage.shared.matching import operations
    from maillage.shared.matching.models import DoubtfulPair, Merge

    if not Merge.objects.exists():
        pair = DoubtfulPair.objects.order_by("-pk")[0]
        kept = Company.objects.get(public_id__in=(pair.left, pair.right), origin="register").public_id
        taken = pair.left if kept == pair.right else pair.right
        operations.merge(pair.kind, kept, taken, at=clock.now(), actor=TERMINAL)
    return {"pk": Merge.objects.get().pk}


def commitment() -> Arguments:
    """A commitment of the human resources map of 2021."""
    from maillage.modules.plans.models import Commitment

    return {"pk": Commitment.objects.filter(plan__slug="srom-2017-2021").order_by("pk")[0].pk}


def follow_up() -> Arguments:
    """A yearly follow-up that Farid opened."""
    from datetime import timedelta

    from maillage.kit import clock
    from maillage.modules.plans import operations
    from maillage.modules.plans.models import FollowUpCampaign
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User

    farid = actor_of(User.objects.get(email="farid@demo.invalid"), on=clock.today())
    due = clock.today() + timedelta(days=10)
    year = clock.today().year
    given = {"due_on": due, "bureau_on": due + timedelta(days=5)}
    open_already = FollowUpCampaign.objects.filter(plan__slug="srom-2017-2021", year=year).first()
    made = open_already or operations.open_campaign(
        "srom-2017-2021", year, **given, at=clock.now(), actor=farid
    )
    return {"pk": made.pk}


def improvement() -> Arguments:
    from maillage.kit import clock
    from maillage.modules.plans.models import Commitment, ImprovementAction

    row = Commitment.objects.filter(plan__slug="srom-2017-2021").order_by("pk")[0]
    made = ImprovementAction.objects.create(
        plan=row.plan,
        mission=row.mission,
        aim="quality",
        words="Une action fictive.",
        started_on=clock.today(),
        opened_at=clock.now(),
    )
    return {"pk": made.pk}


def scenario(title: str = "Scénario fictif des portes") -> Arguments:
    """A scenario that Farid drafts."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.missions.operations import scenarios

    given = scenarios.ScenarioInput(title=title, base_day=clock.today(), effect_day=clock.today())
    made = scenarios.open_scenario("srom-2017-2021", given, at=clock.now(), actor=TERMINAL)
    return {"plan": "srom-2017-2021", "slug": made.slug}


def two_scenarios() -> Arguments:
    other = scenario("Autre scénario fictif des portes")
    return scenario() | {"other": other["slug"]}


DOORS = {
    "account_login": Door(),
    "account_logout": Door(visitor=302),
    "account_inactive": Door(),
    "account_resume": Door(visitor=405),
    "account_change_password": Door(who="members", answer=302),
    "account_set_password": Door(who="members"),
    "account_reset_password": Door(),
    "account_reset_password_done": Door(),
    "account_reset_password_from_key": Door(arguments={"uidb36": "1", "key": "perime"}),
    "account_reset_password_from_key_done": Door(),
    "mfa_authenticate": Door(visitor=302),
    "account_back": Door(who="members"),
    "account_reauthenticate": Door(who="members", answer=403),
    "mfa_reauthenticate": Door(who="members", answer=403),
    "account_security": Door(who="members"),
    "account_second_factor": Door(who="members"),
    "account_change": Door(who="members", answer=405),
    "account_rescue": Door(who=ADMINISTRATORS, arguments=account, answer=405),
    "proconnect_start": Door(visitor=405),
    "proconnect_callback": Door(visitor=404),
    "proconnect_unknown": Door(visitor=404),
    "proconnect_link": Door(who="members", answer=405),
    "proconnect_ended": Door(visitor=302),
    "access:act_for": Door(who="members", answer=405),
    "access:accounts": Door(who=CONTROLLERS),
    "access:invite": Door(who=ADMINISTRATORS),
    "access:account": Door(who=CONTROLLERS, arguments=account, nothing={"pk": 0}),
    "access:give": Door(who=ADMINISTRATORS, arguments=account, answer=405),
    "access:end": Door(who=ADMINISTRATORS, arguments=role, answer=405),
    "access:state": Door(who=ADMINISTRATORS, arguments=account, answer=405),
    "desk:home": Door(who="members"),
    "desk:search": Door(who="members", query={"q": "fictif"}),
    "desk:shortcuts": Door(who="members"),
    "desk:absence": Door(who="members"),
    "desk:unit": Door(who=MANAGERS),
    "desk:departure": Door(who=("helene",), arguments={"slug": "amina"}, nothing={"slug": "rien-de-tel"}),
    "desk:steering": Door(who=STEERING, query={"trimestre": "2026-T4"}),
    "desk:steering_results": Door(who=STEERING),
    "desk:steering_funding": Door(who=STEERING),
    "desk:settings": Door(who=CONTROLLERS),
    "desk:unanswered": Door(who=READERS, query={"par": "territory"}),
    "desk:unanswered_file": Door(who=READERS, arguments={"suffix": "xlsx"}, nothing={"suffix": "pdf"}),
    "desk:territory": Door(
        who=READERS, arguments={"kind": "dep", "code": "59"}, nothing={"kind": "dep", "code": "999"}
    ),
    "desk:load": Door(who=MANAGERS),
    "portfolios:mine": Door(who=ANSWERING),
    "portfolios:relay": Door(
        who=("amina", "bruno"), arguments=relay_of_companies, nothing={"public_id": "rien"}
    ),
    "portfolios:referent": Door(who="members", arguments=claire, nothing={"public_id": "rien-de-tel"}),
    "crm:imports": Door(who=ANSWERING),
    "crm:import": Door(who=ANSWERING, arguments=import_batch, nothing={"batch": "rien-de-tel"}),
    "crm:import_lines": Door(who=ANSWERING, arguments=import_batch, nothing={"batch": "rien-de-tel"}),
    "crm:duplicates": Door(who=ANSWERING),
    "crm:duplicate": Door(who=("amina", "helene", "driss"), arguments=doubtful_pair, nothing={"pk": 999_999}),
    "crm:merge": Door(who=ANSWERING, arguments=merge_of_companies, nothing={"pk": 999_999}),
    "crm:companies": Door(who="members", query={"q": "clairfictif"}),
    "crm:changes": Door(who="members"),
    "crm:numbers": Door(who=CLAIRE_S, arguments=claire, nothing={"public_id": "rien-de-tel"}),
    "crm:adopt": Door(who="members", arguments=claire, answer=405),
    "crm:company": Door(who="members", arguments=claire, nothing={"public_id": "rien-de-tel"}),
    "timeline:story": Door(who="members", arguments=company_story, nothing={"ref": "rien-de-tel"}),
    "interactions:list": Door(who="members"),
    "interactions:new": Door(who=ANSWERING),
    "interactions:together": Door(who=ANSWERING, query={"toutes": "1", "q": "000000018"}),
    "interactions:interaction": Door(who=READERS, arguments=exchange, nothing={"public_id": "rien"}),
    "interactions:report": Door(who=ANSWERING, arguments=exchange),
    "interactions:correct": Door(who=ANSWERING, arguments=exchange),
    "interactions:contact_new": Door(who=ANSWERING, query={"organisme": "cci-pays-de-la-loire"}),
    "interactions:contact": Door(who=READERS, arguments=contact, nothing={"public_id": "rien"}),
    "interactions:partners": Door(who=READERS),
    "interactions:partner": Door(
        who=READERS, arguments={"slug": "cci-pays-de-la-loire"}, nothing={"slug": "rien"}
    ),
    "interactions:mails": Door(who=READERS),
    "interactions:mail": Door(who=ANSWERING, arguments=received_mail, nothing={"public_id": "rien"}),
    "interactions_settings:window": Door(who=ADMINISTRATORS),
    "crm:helped": Door(who="members"),
    "crm:helped_views": Door(who="members", answer=302),
    "crm:exports": Door(who=tuple(name for name in (*READERS, "farid") if name != "jules")),
    "crm:exported": Door(who=("amina",), arguments=taken_file),
    "crm:together": Door(who=ANSWERING, query={"acte": "crm.note_aid", "toutes": "1", "q": "000000018"}),
    "crm:act_done": Door(who=("amina",), arguments=done_act),
    "crm:aid": Door(who=ANSWERING, arguments=aid),
    "crm:aids": Door(who="members", arguments=claire, nothing={"public_id": "rien-de-tel"}),
    "crm:consents": Door(who=CLAIRE_S, arguments=claire),
    "crm:mirrors": Door(who="members"),
    "crm:mirror_access": Door(who=("amina", "elise"), arguments=mirror_access),
    "crm:mirror_ask": Door(
        who="members",
        arguments=lambda: claire() | {"slug": "base-export-fictive"},
        nothing={"public_id": "rien-de-tel", "slug": "base-export-fictive"},
    ),
    "inquiries:list": Door(who=READERS),
    "inquiries:export": Door(who=READERS),
    "inquiries:new": Door(who=ANSWERING),
    "inquiries:file": Door(who=CONCERNED, arguments=inquiry, nothing={"reference": "2026-RIEN0"}),
    "inquiries:attachment": Door(who=CONCERNED, arguments=attachment),
    "access:try_as": Door(who=ADMINISTRATORS, arguments=account, answer=405),
    "access:stop_trying": Door(who="members", answer=405),
    "access:export": Door(who=CONTROLLERS),
    "access:endings": Door(who=CONTROLLERS),
    "access:departure": Door(who=ADMINISTRATORS, arguments=account, nothing={"pk": 0}),
    "access:why": Door(
        who="members",
        arguments={"kind": "directory.organization", "ref": "region-hauts-de-france"},
        nothing={"kind": "inquiries.inquiry", "ref": "2026-RIEN0"},
    ),
    "audit:history": Door(
        who=HISTORIANS,
        arguments={"kind": "directory.organization", "ref": "region-hauts-de-france"},
        nothing={"kind": "inquiries.inquiry", "ref": "2026-RIEN0"},
    ),
    "audit:history_csv": Door(
        who=HISTORIANS,
        arguments={"kind": "directory.organization", "ref": "region-hauts-de-france"},
        nothing={"kind": "rien.de.tel", "ref": "rien"},
    ),
    "audit:acts": Door(who=CONTROLLERS),
    "audit:acts_csv": Door(who=CONTROLLERS),
    "audit:verify": Door(who=CONTROLLERS, answer=405),
    "audit:readings": Door(who=("jules", "ines")),
    "watch:health": Door(),
    "portal:home": Door(),
    "portal:legal": Door(),
    "portal:privacy": Door(),
    "portal:accessibility": Door(),
    "portal:language": Door(arguments={"code": "en"}, visitor=302, nothing={"code": "rien"}),
    "portal:robots": Door(),
    "portal:security": Door(),
    "portal:start": Door(query={"q": "boulangerie"}),
    "portal:without_number": Door(),
    "portal:by_place": Door(query={"commune": "59350"}),
    "portal:tell": Door(),
    "portal:question": Door(query={"nom": "Projet"}),
    "portal:pathway": Door(query={"nom": "Projet", "commune": "59350"}),
    "portal:document": Door(query={"nom": "Projet", "commune": "59350"}),
    "portal:submit": Door(visitor=302),
    "portal:received": Door(arguments={"token": "rien"}, visitor=404, nothing={"token": "rien-de-tel"}),
    "portal:renew": Door(),
    "portal:follow": Door(arguments={"token": "rien"}, visitor=404, nothing={"token": "rien-de-tel"}),
    "portal:shared": Door(arguments={"token": "rien"}, visitor=404, nothing={"token": "rien-de-tel"}),
    "portal:reply": Door(arguments={"token": "rien"}, visitor=302),
    "portal:step": Door(arguments={"token": "rien", "step": "1"}, visitor=302),
    "portal:withdraw": Door(arguments={"token": "rien"}, visitor=302),
    "portal:reopen": Door(arguments={"token": "rien"}, visitor=302),
    "portal:attachment": Door(
        arguments={"token": "rien", "file": "rien"}, visitor=404, nothing={"token": "rien", "file": "rien"}
    ),
    "schemes:catalogue": Door(),
    "schemes:answer": Door(query={"commune": "59350"}),
    "schemes:themes": Door(),
    "schemes:activities": Door(query={"q": "logiciel"}),
    "schemes:amounts": Door(),
    "schemes:export": Door(
        arguments={"schema": "dispositif-aide", "suffix": "csv"}, nothing={"schema": "rien", "suffix": "csv"}
    ),
    "schemes:scheme": Door(
        arguments={"slug": "demo-coup-de-pouce-creation"}, nothing={"slug": "rien-de-tel"}
    ),
    "territories:search": Door(query={"q": "lille"}),
    "territories:suggestions": Door(query={"q": "lille"}),
    "territories:contours": Door(arguments={"kind": "reg"}, nothing={"kind": "qpv"}),
    "territories:territory": Door(
        arguments={"kind": "com", "code": "59350"}, nothing={"kind": "com", "code": "99999"}
    ),
    "directory:directory": Door(),
    "directory:organization": Door(arguments={"slug": "ademe"}, nothing={"slug": "rien-de-tel"}),
    "directory_settings:services": Door(who=ADMINISTRATORS),
    "directory_settings:new_service": Door(who=ADMINISTRATORS),
    "directory_settings:service": Door(who=ADMINISTRATORS, arguments=service, nothing={"pk": 0}),
    "directory_settings:gap": Door(
        who=ADMINISTRATORS, arguments={"code": "numerique"}, nothing={"code": "rien"}
    ),
    "directory_settings:subjects": Door(who=ADMINISTRATORS),
    "directory_settings:organization": Door(
        who=ADMINISTRATORS, arguments={"slug": "nfi"}, nothing={"slug": "rien"}
    ),
    "directory_settings:units": Door(who=ADMINISTRATORS),
    "directory_settings:new_unit": Door(who=ADMINISTRATORS),
    "directory_settings:unit": Door(who=ADMINISTRATORS, arguments={"slug": "daen"}, nothing={"slug": "rien"}),
    "directory_settings:people": Door(who=ADMINISTRATORS),
    "directory_settings:new_person": Door(who=ADMINISTRATORS),
    "directory_settings:person": Door(
        who=ADMINISTRATORS, arguments={"slug": "amina"}, nothing={"slug": "rien"}
    ),
    "inquiries_settings:tables": Door(who=ADMINISTRATORS),
    "inquiries_settings:table": Door(who=ADMINISTRATORS, arguments={"number": 1}, nothing={"number": 999}),
    "inquiries_settings:new_rule": Door(who=ADMINISTRATORS, arguments=draft, nothing={"number": 999}),
    "inquiries_settings:rule": Door(
        who=ADMINISTRATORS, arguments=drafted_rule, nothing={"number": 999, "pk": 0}
    ),
    "inquiries_settings:replay": Door(who=ADMINISTRATORS, arguments={"number": 1}, nothing={"number": 999}),
    "inquiries_settings:pathways": Door(who=ADMINISTRATORS),
    "inquiries_settings:new_pathway": Door(who=ADMINISTRATORS),
    "inquiries_settings:pathway": Door(
        who=ADMINISTRATORS, arguments={"code": "innover-artisan"}, nothing={"code": "rien"}
    ),
    "reorganizations:list": Door(who="members"),
    "reorganizations:page": Door(who="members", arguments=reorganization, nothing={"slug": "rien-de-tel"}),
    "reorganizations:questions": Door(who="members"),
    "reorganizations:settle": Door(
        who=ADMINISTRATORS, arguments={"slug": "dtri"}, nothing={"slug": "rien-de-tel"}
    ),
    "needs:report": Door(who="members"),
    "needs:export": Door(who="members"),
    "mesh:home": Door(who="members"),
    "mesh:home_export": Door(who="members"),
    "mesh:computing": Door(who="members"),
    "mesh:scheme": Door(
        who="members", arguments={"slug": "demo-aide-numerique"}, nothing={"slug": "rien-de-tel"}
    ),
    "mesh:scheme_export": Door(
        who="members", arguments={"slug": "demo-aide-numerique"}, nothing={"slug": "rien-de-tel"}
    ),
    "mesh:exclusions": Door(
        who="members", arguments={"slug": "demo-aide-numerique"}, nothing={"slug": "rien-de-tel"}
    ),
    "mesh:overlaps": Door(who="members"),
    "mesh:overlaps_export": Door(who="members"),
    "mesh:overlap": Door(
        who="members",
        arguments={"first": "demo-aide-numerique", "second": "demo-cheque-numerique-metropole"},
        nothing={"first": "demo-aide-numerique", "second": "rien-de-tel"},
    ),
    "mesh:overlap_export": Door(
        who="members",
        arguments={"first": "demo-aide-numerique", "second": "demo-cheque-numerique-metropole"},
        nothing={"first": "demo-aide-numerique", "second": "rien-de-tel"},
    ),
    "mesh:compare": Door(
        who="members", query={"d": ["demo-aide-numerique", "demo-cheque-numerique-metropole"]}
    ),
    "mesh:compare_export": Door(
        who="members", query={"d": ["demo-aide-numerique", "demo-cheque-numerique-metropole"]}
    ),
    "mesh:merge": Door(
        who="members", query={"d": ["demo-aide-numerique", "demo-cheque-numerique-metropole"]}
    ),
    "mesh:merged": Door(who="members", arguments=merged, nothing={"slug": "rien-de-tel"}),
    "mesh:gaps": Door(who="members"),
    "mesh:gaps_export": Door(who="members"),
    "mesh:gap": Door(
        who="members",
        arguments={"kind": "need", "group": "energy", "division": "dep:59"},
        nothing={"kind": "rien", "group": "energy", "division": "dep:59"},
    ),
    "mesh:gap_export": Door(
        who="members",
        arguments={"kind": "need", "group": "energy", "division": "dep:59"},
        nothing={"kind": "rien", "group": "energy", "division": "dep:59"},
    ),
    "mesh:uncovered": Door(who="members"),
    "mesh:uncovered_export": Door(who="members"),
    "mesh:exclusions_export": Door(
        who="members", arguments={"slug": "demo-aide-numerique"}, nothing={"slug": "rien-de-tel"}
    ),
    "mesh:bench_export": Door(who="members", query={"c": "end|demo-aide-numerique"}),
    "mesh:matrix": Door(who="members"),
    "mesh:matrix_export": Door(who="members"),
    "mesh:rows": Door(who=DOERS, query={"d": "demo-aide-numerique", "part": "dep:59"}),
    "mesh:rows_export": Door(who=DOERS, query={"d": "demo-aide-numerique", "part": "dep:59"}),
    "mesh:bench": Door(who="members"),
    "mesh:studies": Door(who="members"),
    "mesh:studies_compared": Door(who="members", query={"e": ["a", "b"]}, answer=404),
    "mesh:study": Door(who="members", arguments=study, nothing={"slug": "rien-de-tel"}),
    "mesh:study_export": Door(who="members", arguments=study, nothing={"slug": "rien-de-tel"}),
    "presence:index": Door(who="members"),
    "presence:agents": Door(who="members", query={"sujet": "numerique"}),
    "presence:standings": Door(who="members"),
    "presence:communes": Door(who="members", query={"sujet": "numerique", "etat": "nobody"}),
    "presence:units": Door(who="members"),
    "presence:operators": Door(who="members"),
    "presence:operators_communes": Door(who="members", query={"sujet": "numerique"}),
    "presence:publics": Door(who="members"),
    "presence:schemes": Door(who="members", query={"public": "companies"}),
    "presence:situations": Door(who="members"),
    "presence:situation": Door(who="members", query={"besoin": "export", "case": "young-1"}),
    "presence:years": Door(who="members"),
    "presence:year": Door(who="members", arguments={"year": 2025}, nothing={"year": 2031}),
    "presence:partners": Door(who="members"),
    "presence:file": Door(
        who="members",
        arguments={"which": "agents", "suffix": "csv"},
        nothing={"which": "agents", "suffix": "pdf"},
    ),
    "glossary:glossary": Door(),
    "notices:mails": Door(who=ADMINISTRATORS),
    "preferences:mine": Door(who="members"),
    "todos:list": Door(who=DOERS),
    "todos:export": Door(who=DOERS),
    "todos:new": Door(who=DOERS, query={"genre": "crm.company", "ref": "rien"}, answer=404),
    "todos:todo": Door(who=("amina", "helene"), arguments=action, nothing={"public_id": "rien"}),
    "sources:sources": Door(query={"nature": "register"}),
    "sources:source": Door(arguments=source, nothing={"pk": 0}),
    "means:plans": Door(who="members"),
    "means:plan": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    **{
        f"means:{name}": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"})
        for name in ("usages", "costs", "costs_csv", "roadmaps")
    },
    **{
        f"means:{name}": Door(
            who="members",
            arguments={"plan": "srom-2017-2021", "section": "etudes"},
            nothing={"plan": "srom-2017-2021", "section": "rien"},
        )
        for name in ("section", "export")
    },
    "means:new": Door(
        who=(*ADMINISTRATORS, *MANAGERS),
        arguments={"plan": "srom-2017-2021", "section": "outils"},
        nothing={"plan": "srom-2017-2021", "section": "rien"},
    ),
    "means:sheet": Door(
        who="members",
        arguments=tool,
        nothing={"plan": "srom-2017-2021", "section": "outils", "pk": 0},
    ),
    "means:part": Door(
        who=(*ADMINISTRATORS, *MANAGERS),
        arguments=mode_of_tool,
        nothing={"plan": "srom-2017-2021", "section": "outils", "pk": 0, "name": "mode", "fact": 0},
    ),
    "missions:scenarios": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:scenario": Door(
        who="members", arguments=scenario, nothing={"plan": "srom-2017-2021", "slug": "rien"}
    ),
    "missions:compare_scenarios": Door(
        who="members",
        arguments=two_scenarios,
        nothing={"plan": "srom-2017-2021", "slug": "rien", "other": "rien"},
    ),
    "plans:commitments": Door(who="members"),
    "plans:export": Door(who="members"),
    "plans:new_commitment": Door(
        who=("elise", "farid"), arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}
    ),
    "plans:commitment": Door(who="members", arguments=commitment, nothing={"pk": 0}),
    "plans:campaigns": Door(who="members"),
    **{
        f"plans:{page}": Door(who="members", arguments=follow_up, nothing={"pk": 0})
        for page in ("campaign", "report", "report_docx", "report_pdf")
    },
    "plans:actions": Door(who="members"),
    "plans:new_action": Door(
        who=("elise", "farid"), arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}
    ),
    "plans:action": Door(who="members", arguments=improvement, nothing={"pk": 0}),
    "missions:plans": Door(who="members"),
    "missions:plan": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:to_confirm": Door(
        who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}
    ),
    "missions:box": Door(
        who="members",
        arguments={"plan": "srom-2017-2021", "code": "FIN-CS-1"},
        nothing={"plan": "srom-2017-2021", "code": "rien"},
    ),
    **{
        f"missions:{page}": Door(
            who="members",
            arguments={"plan": "srom-2017-2021", "function": "FIN"},
            nothing={"plan": "srom-2017-2021", "function": "rien"},
        )
        for page in ("map", "compare", "dates")
    },
    **{
        f"missions:{page}": Door(
            who=("elise", "farid"),
            arguments={"plan": "srom-2017-2021", "code": "FIN-CS"},
            nothing={"plan": "srom-2017-2021", "code": "rien"},
        )
        for page in ("say_mode", "settle", "place", "ties", "add", "tell")
    },
    **{
        f"missions:{page}": Door(
            who=("elise", "farid"),
            arguments=mode_of_box,
            nothing={"plan": "srom-2017-2021", "code": "FIN-CS-1", "pk": 0},
        )
        for page in ("mode", "correct_mode")
    },
    "missions:structure": Door(
        who=("elise", "farid"), arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}
    ),
    "missions:campaigns": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:campaign": Door(
        who="members", arguments=attestation, nothing={"plan": "srom-2017-2021", "pk": 0}
    ),
    "missions:close_campaign": Door(
        who=("farid", "helene", "elise"),
        arguments=attestation,
        answer=405,
    ),
    "missions:who": Door(who="members", query={"organisme": "cci-mayenne"}),
    "missions:exchange": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:export": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    # A file that is not applied is the draft of those who may write.
    "missions:import": Door(
        who=("elise", "farid"), arguments=sent_file, nothing={"plan": "srom-2017-2021", "pk": 0}
    ),
    "missions:copy": Door(who=ADMINISTRATORS, arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:gaps": Door(who="members", arguments={"plan": "srom-2017-2021"}, nothing={"plan": "rien"}),
    "missions:dates_file": Door(
        who="members",
        arguments={"plan": "srom-2017-2021", "function": "FIN"},
        nothing={"plan": "srom-2017-2021", "function": "RIEN"},
    ),
    "privacy:register": Door(),
    "privacy:register_csv": Door(),
    "privacy:people": Door(who=PROTECTORS),
    "privacy:retention": Door(who=PROTECTORS),
    "privacy:apply": Door(who=PROTECTORS, answer=405),
    "privacy:duration": Door(
        who=PROTECTORS, arguments={"table": "inquiries.inquiry"}, nothing={"table": "rien"}
    ),
    "privacy:request": Door(who=PROTECTORS, arguments=rights, nothing={"reference": "DP-RIEN"}),
    "privacy:recognise": Door(who=PROTECTORS, arguments=rights, answer=405),
    "privacy:answer": Door(who=PROTECTORS, arguments=rights, answer=405),
    "privacy:export": Door(who=PROTECTORS, arguments=rights, nothing={"reference": "DP-RIEN"}),
    "privacy:erase": Door(who=PROTECTORS, arguments=rights, nothing={"reference": "DP-RIEN"}),
    "glossary:term": Door(arguments={"slug": "emploi"}, nothing={"slug": "rien-de-tel"}),
}


# The API asks for no session: without a token, some reads are open and the rest is refused; what is only sent to says 405.
UNKNOWN = dict.fromkeys(("reference", "public_id", "slug"), "rien")


def called(*arguments: str, answer: int = 401, query: dict[str, str] | None = None) -> Door:
    """An operation of the API fetched by nobody in particular."""
    return Door(
        arguments={name: UNKNOWN.get(name, 0) for name in arguments}, query=query or {}, visitor=answer
    )


DOORS |= {
    "api:api-root": called(answer=404),
    "api:openapi-json": called(answer=200),
    "api:openapi-view": called(answer=200),
    "api:who_answers": called(answer=200, query={"subject": "transition", "commune": "59350"}),
    "api:list_subjects": called(answer=200),
    "api:list_organizations": called(answer=200),
    "api:get_organization": called("slug", answer=404),
    "api:list_units": called(answer=200),
    "api:get_unit": called("slug", answer=404),
    "api:list_services": called(answer=200),
    "api:get_person": called("slug"),
    "api:declare_absence": called(answer=405),
    "api:cancel_absence": called("absence", answer=405),
    "api:list_schemes": called(answer=200),
    "api:get_scheme": called("slug", answer=404),
    "api:diagnose_company": called(answer=405),
    "api:find_companies": called(),
    "api:list_aids_received": called(),
    "api:declare_company": called(),
    "api:get_company": called("public_id"),
    "api:list_inquiries": called(),
    "api:submit_inquiry": called(),
    "api:get_inquiry": called("reference"),
    **{
        f"api:{act}": called("reference", answer=405)
        for act in (
            "take_inquiry",
            "ask_company",
            "answer_company",
            "note_inquiry",
            "uncover_inquiry",
            "close_inquiry",
            "reopen_inquiry",
            "nothing_to_answer",
            "withdraw_inquiry",
            "correct_contact",
            "reassign_inquiry",
            "propose_hand_over",
            "accept_hand_over",
            "refuse_hand_over",
            "cancel_hand_over",
            "ask_part",
            "add_step",
        )
    },
    **{f"api:{act}": called("reference", "part", answer=405) for act in ("finish_part", "remove_part")},
    **{
        f"api:{act}": called("reference", "step", answer=405)
        for act in ("amend_step", "remove_step", "move_step")
    },
    "api:list_plans": called(),
    "api:list_functions": called("slug"),
    "api:list_frames": called("slug"),
    **{f"api:list_{means}": called("slug") for means in ("tools", "delegations", "results", "studies")},
    **{f"api:{name}": called("slug", "code") for name in ("get_map", "compare_maps", "get_box")},
    "api:who_does_what": called("slug"),
    "api:list_commitments": called("slug"),
    "api:get_follow_up": called("slug", "year"),
    "api:record_mode": called("slug", "code", answer=405),
    "api:list_accounts": called(),
    "api:get_account": called("account"),
    "api:give_role": called("account", answer=405),
    "api:end_role": called("account", "role", answer=405),
    "programs:programs": Door(who=ADMINISTRATORS),
    "programs:new_token": Door(who=ADMINISTRATORS),
    "programs:revoke": Door(who=ADMINISTRATORS, arguments={"pk": 0}, answer=405),
    "programs:new_webhook": Door(who=ADMINISTRATORS, arguments=token, nothing={"pk": 0}),
    "programs:webhook": Door(who=ADMINISTRATORS, arguments=webhook, nothing={"pk": 0}),
    "programs:set_webhook": Door(who=ADMINISTRATORS, arguments={"pk": 0}, answer=405),
    "opendata:data": Door(),
    "opendata:table": Door(
        arguments={"name": "organismes", "suffix": "csv"}, nothing={"name": "rien", "suffix": "csv"}
    ),
}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the site, from the resolver itself."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry


def test_every_address_stands_in_the_table() -> None:
    known = [name for name, _ in addresses()]
    assert sorted(known) == sorted(set(known)), "two addresses share a name"
    assert not set(known) - set(DOORS), "give each new address its line in DOORS: who may open it?"
    assert not set(DOORS) - set(known), "these lines name an address that is gone"


@pytest.mark.parametrize(("name", "address"), list(addresses()), ids=[name for name, _ in addresses()])
def test_an_address_is_public_only_where_the_table_says_so(name: str, address: URLPattern) -> None:
    public = getattr(address.callback, "login_required", True) is False
    assert public == (DOORS[name].who == "public")


@pytest.mark.parametrize("name", DOORS)
def test_a_visitor_is_answered_as_the_table_says(name: str, client: Client, demonstration: None) -> None:
    door = DOORS[name]
    response = client.get(door.address(name), door.query)
    if door.who == "public":
        assert response.status_code == door.visitor
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/connexion/?next=/")


RESERVED = [name for name, door in DOORS.items() if door.who != "public"]
ALONE = (
    "account_change_password",
    "account_set_password",
    "account_back",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account_security",
    "account_second_factor",
    "account_change",
    "proconnect_link",
)
"""What someone without any role may still do: look after its own means of sign-in."""


@pytest.mark.parametrize("name", [name for name in RESERVED if name not in ALONE])
def test_an_account_without_a_role_opens_nothing(
    name: str, as_member: Callable[[str], Client], demonstration: None
) -> None:
    door = DOORS[name]
    response = as_member("zoe").get(door.address(name), door.query)
    assert response.status_code == 404
    assert "pas encore de rôle" in response.content.decode()


@pytest.mark.parametrize("name", RESERVED)
def test_a_reserved_page_opens_to_those_the_table_names_only(
    name: str, as_member: Callable[[str], Client], demonstration: None
) -> None:
    door = DOORS[name]
    address = door.address(name)
    told = {member: as_member(member).get(address, door.query).status_code for member in CAST}
    assert told == {member: door.answer if door.opens_to(member) else 404 for member in CAST}


@pytest.mark.parametrize("name", RESERVED)
def test_what_is_shown_to_someone_is_kept_by_no_cache(
    name: str, as_member: Callable[[str], Client], demonstration: None
) -> None:
    kept = as_member("farid").get(DOORS[name].address(name), DOORS[name].query)["Cache-Control"]
    assert "no-store" in kept and "private" in kept


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.nothing])
def test_what_does_not_exist_is_not_found(
    name: str, client: Client, as_member: Callable[[str], Client], demonstration: None
) -> None:
    door = DOORS[name]
    if door.who != "public":
        client = as_member("amina" if door.who == "members" else door.who[0])
    assert client.get(reverse(name, kwargs=door.nothing)).status_code == 404
