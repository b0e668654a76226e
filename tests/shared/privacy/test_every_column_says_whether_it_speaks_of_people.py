"""Every column that may hold words is declared as speaking of people, or has its line here that says why it does not."""

import pytest
from django.apps import apps
from django.db import models

from maillage.kit.personal import declared
from maillage.shared.privacy import processings, tables

CODES = "codes and numbers of our own, or of a public list"
NETWORK = "of an organisation, a unit or the network: public, and of nobody"
CATALOGUE = "of the catalogue: sources are public and name no person"
MACHINE = "written by a machine for a machine; digests, signatures, names of functions"
MAP = "what documents and organisations say of missions: of a chamber, never of somebody"
MEANS = "of tools, studies and organisations; a remark there speaks of the thing, not of a person"
CHARTS = "units and the questions about them, no person"
PROMISES = "what organisations promised and what became of it: of a chamber, never of somebody"
NOT_PERSONAL = {
    "jobs.scheduledrun": MACHINE,
    "accounts.signin": MACHINE,
    "sources.source": "where a fact comes from: a public text, a register",
    "reference.edition": CATALOGUE,
    "territories.territory": CODES,
    "territories.postalcode": CODES,
    "territories.communemovement": CODES,
    "nomenclatures.entry": CODES,
    "directory.organization": NETWORK,
    "directory.organizationname": NETWORK,
    "directory.unit": NETWORK,
    "directory.unitname": NETWORK,
    "directory.post": NETWORK,
    "directory.subject": NETWORK,
    "directory.service": NETWORK,
    "audit.entry": "what speaks of people is sealed in `sealed`; the author of a program only",
    "audit.holderkey": MACHINE,
    "audit.act": "what speaks of people is sealed inside with their key",
    "audit.chainhead": MACHINE,
    "audit.daydigest": MACHINE,
    "audit.digestcopy": "where the installation sends its digests",
    "audit.reading": CODES,
    "audit.verification": MACHINE,
    "glossary.term": NETWORK,
    "notices.mail": CODES,
    "notices.noticepreference": CODES,
    "files.storedfile": MACHINE,
    "programs.token": "of a program: its name, what it opens, digests",
    "programs.idempotencykey": MACHINE,
    "programs.webhook": "the address of a machine of a partner",
    "programs.delivery": "references only, never a name nor words",
    "privacy.rightsrequest": CODES,
    "privacy.retentionrule": "a decision of the network",
    "matching.doubtfulpair": "references, and what two records have alike, in words that quote neither",
    "matching.merge": "references, and why; the record itself is declared",
    "exchange.mappingprofile": "headings of the files of a source",
    "exchange.batch": "headings, columns, remarks of reading; its name is declared",
    "exchange.importrow": "states, references and digests; what was typed is declared",
    "crm.company": CODES,
    "crm.establishment": "facts of a place of work, tied to a name by the declared row of the company only",
    "crm.aidreceived": "what a directorate gave: a label, an industry, codes; its purpose is declared",
    "crm.bulkact": "keys of companies and sentences that name nobody; what was typed is declared",
    "crm.companyexport": CODES,
    "crm.consent": CODES,
    "crm.mirror": NETWORK,
    "crm.mirrorrequest": CODES,
    "crm.registerchange": "the name of a column; what it held is declared",
    "crm.savedview": CODES,
    "crm.companyvalue": "facts of a company, tied to a name by the declared row of the company only",
    "interactions.contact": CODES,
    "interactions.interaction": CODES,
    "interactions.receivedmail": "codes, a digest",
    "interactions.solicitationconfirmed": "the name of a list that was sent",
    "todos.todo": CODES,
    "portfolios.relay": CODES,
    "schemes.theme": CATALOGUE,
    "schemes.objective": CATALOGUE,
    "schemes.scheme": CATALOGUE,
    "schemes.schemerule": CATALOGUE,
    "schemes.envelope": CATALOGUE,
    "schemes.succession": CATALOGUE,
    "schemes.cataloguemark": MACHINE,
    "inquiries.routingtable": NETWORK,
    "inquiries.routingrule": NETWORK,
    "inquiries.pathwaymodel": NETWORK,
    "inquiries.pathwaymodelstep": NETWORK,
    "inquiries.inquiry": "numbers, a commune, and why a unit was chosen",
    "inquiries.unmetsearch": "words searched by nobody known",
    "inquiries.message": MACHINE,
    "inquiries.inquiryevent": CODES,
    "mesh.meshrun": "digests, days and figures of the stock; examples of numbers left out",
    "mesh.wantedoverlap": "two schemes, and why they overlap on purpose",
    "mesh.study": "a title and figures: establishments counted, never named",
    "mesh.studychange": CODES,
    "missions.modedefinition": MAP,
    "missions.plan": MAP,
    "missions.conditionevent": MAP,
    "missions.mapstate": MAP,
    "missions.scenario": MAP,
    "missions.mission": MAP,
    "missions.placement": MAP,
    "missions.annotation": MAP,
    "missions.narrativestatement": MAP,
    "missions.missionlink": MAP,
    "missions.holding": MAP,
    "missions.rolestatement": MAP,
    "missions.localpart": MAP,
    "missions.submission": MAP,
    "missions.attestationline": MAP,
    "missions.planimport": MAP,
    "missions.frame": MAP,
    "missions.frameversion": MAP,
    "missions.frameadoption": MAP,
    "missions.moderecord": MAP,
    "missions.modeobjective": MAP,
    "missions.prerequisite": MAP,
    "means.usage": MEANS,
    "means.tool": MEANS,
    "means.deployment": MEANS,
    "means.toolmode": MEANS,
    "means.hosting": MEANS,
    "means.yearlycost": MEANS,
    "means.pooledskill": MEANS,
    "means.managementdelegation": MEANS,
    "means.optionstudy": MEANS,
    "means.studyoption": MEANS,
    "means.studycandidate": MEANS,
    "means.studydecision": MEANS,
    "means.resultstatement": MEANS,
    "means.masterplan": MEANS,
    "means.masterplanitem": MEANS,
    "means.partialassignment": CODES,
    "plans.commitment": PROMISES,
    "plans.followup": PROMISES,
    "plans.campaignreopening": PROMISES,
    "plans.improvementaction": PROMISES,
    "plans.actionindicator": PROMISES,
    "reorganizations.reorganization": CHARTS,
    "reorganizations.unitchange": CHARTS,
    "reorganizations.positioningquestion": CHARTS,
    "reorganizations.workshopproposal": CHARTS,
    "reorganizations.followupmeeting": CHARTS,
    "auth.permission": MACHINE,
    "auth.group": MACHINE,
    "contenttypes.contenttype": MACHINE,
    "socialaccount.socialapp": "the settings of a sign-in service",
    "socialaccount.socialaccount": CODES,
    "django_tasks_database.dbtaskresult": "arguments are numbers: every test checks it",
}
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.FileField,
    models.BinaryField,
)
PERSONAL_BY_NAME = ("email", "phone", "first_name", "last_name", "contact_name", "ip_address", "user_agent")


def undeclared() -> dict[str, list[str]]:
    """Table → its columns of words that no declaration names."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        said = tables.declaration(model)
        for column in model._meta.concrete_fields:
            if (
                isinstance(column, WORDS)
                and not column.choices
                and column.name not in (said.fields if said else ())
            ):
                found.setdefault(model._meta.label_lower, []).append(column.name)
    return found


@pytest.mark.requirement("S-119")
def test_a_column_of_words_is_declared_or_says_why_it_speaks_of_nobody() -> None:
    missing = {table: columns for table, columns in undeclared().items() if table not in NOT_PERSONAL}
    assert not missing, "declare these columns in the personal.py of their app, or write their line here"
    assert not set(NOT_PERSONAL) - set(undeclared()), "these lines speak of no column any more"


def test_a_column_that_is_named_as_a_person_s_is_not_passed_over() -> None:
    found = {
        f"{table}.{column}"
        for table, columns in undeclared().items()
        for column in columns
        if column in PERSONAL_BY_NAME and NOT_PERSONAL[table] is not NETWORK
    }
    assert not found


@pytest.mark.parametrize("model", [model for model, _ in declared()], ids=lambda model: model.__name__)
def test_a_declaration_names_columns_that_exist(model: type[models.Model]) -> None:
    said = tables.declaration(model)
    assert said is not None and said.fields
    for name in (*said.fields, *said.names, *said.emails, *said.phones, *said.erased, *said.kept.only):
        model._meta.get_field(name)
    assert {*said.names, *said.emails, *said.phones} <= set(said.fields)
    assert said.erased or said.deleted or said.stays, "say what erasing does, or why these data stay"


def test_texts_where_others_may_be_quoted_are_sealed_in_the_journal_and_identify_nobody() -> None:
    for model, said in tables.declarations():
        # A column that is no personal field would be told in clear, for ever, in the chain of acts.
        assert set(said.free_text) <= set(said.fields), model
        assert not set(said.free_text) & {*said.names, *said.emails, *said.phones}, model
        assert not any(model._meta.get_field(name).is_relation for name in said.free_text), model


def test_each_table_is_of_one_processing_of_the_register() -> None:
    listed = [app for facts in processings.PROCESSINGS for app in facts.apps]
    assert len(listed) == len(set(listed))
    assert {model._meta.app_label for model, _ in tables.declarations()} <= set(listed)
