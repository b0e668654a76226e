"""Load the network's own files: themes, objectives, the schemes of its documents and of the demonstration.

Twice is like once. Only the keys listed here are read: what a document says of people or thinks of a scheme cannot
come in (H-025).
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

import maillage
from maillage.engines.rules import RuleError
from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.errors import ManyRefused
from maillage.kit.operation import operation
from maillage.modules.schemes import formats
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Origin, Role, Status
from maillage.modules.schemes.models import Objective, Theme
from maillage.modules.schemes.operations.importing import preview
from maillage.modules.schemes.operations.marking import changes_catalogue
from maillage.modules.schemes.operations.packaged import Loaded, Loader, counted
from maillage.modules.schemes.operations.saving import Saver, normal
from maillage.modules.schemes.queries.missing import lacking
from maillage.modules.schemes.records import (
    COLUMNS,
    EnvelopeRecord,
    Json,
    NamedSlug,
    RoleRecord,
    RuleRecord,
    SchemeRecord,
)
from maillage.shared.directory.models import Organization
from maillage.shared.sources import operations as sources
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import wording

FOLDER = Path(maillage.__file__).parent / "data" / "network"
DOCUMENT = FOLDER / "document-schemes.yaml"
DEMO = FOLDER / "demo-schemes.yaml"
PROGRAMMES = FOLDER / "programmes.csv"
HEAD = ("origin", "source", "source_date", "checked_on")
LISTS = ("publics", "themes", "objectives", "roles", "rules", "envelopes", "internal_note", "slug")
KEYS = (*(name for name in COLUMNS if name != "origin"), *LISTS)
SINGLE = (Role.OWNER, Role.CONTACT)


@operation("schemes.load_objectives")
@changes_catalogue
def load_network_objectives(
    *, actor: Actor, demo: bool = False, path: Path = FOLDER / "objectives.yaml"
) -> Loaded:
    """Bring the objectives to what the file says; ``demo`` adds those of the demonstration."""
    entries = datafiles.entries(
        path.read_text("utf-8"), file=path.name, root="objectives", keys=("slug", "name", "source", "is_demo")
    )
    effects, cited = [], sources.Citations(actor=actor)
    for entry in entries:
        if entry.flag("is_demo") and not demo:
            continue
        values = {
            "name": entry.text("name", required=True),
            "source": wording(read_source(entry)),
            "cited": cited.cite(read_source(entry)),
            "is_demo": entry.flag("is_demo"),
        }
        effects.append(_bring(Objective, entry.text("slug", required=True), values))
    return counted(effects)


@operation("schemes.load_themes")
@changes_catalogue
def load_network_themes(*, actor: Actor, demo: bool = False, path: Path = FOLDER / "themes.yaml") -> Loaded:
    """Bring the themes to what the file says (H-026). Refused: an owner or a rule that does not exist."""
    keys = ("slug", "name", "definition", "owner", "scope", "source", "is_demo")
    entries = datafiles.entries(path.read_text("utf-8"), file=path.name, root="themes", keys=keys)
    organizations = {row.slug: row for row in Organization.objects.all()}
    effects, cited = [], sources.Citations(actor=actor)
    for entry in entries:
        if entry.flag("is_demo") and not demo:
            continue
        values = {
            "name": entry.text("name", required=True),
            "definition": entry.text("definition"),
            "owner": _organization(entry, entry.text("owner"), organizations)
            if entry.text("owner")
            else None,
            "scope": [_scope(item) for item in entry.nested("scope", ("label", "rule"))],
            "source": wording(read_source(entry)),
            "cited": cited.cite(read_source(entry)),
            "is_demo": entry.flag("is_demo"),
        }
        effects.append(_bring(Theme, entry.text("slug", required=True), values))
    return counted(effects)


def _scope(item: datafiles.Entry) -> dict[str, Json]:
    return {"label": item.text("label", required=True), "rule": _rule(item, "rule")}


def _bring(model: type[Theme] | type[Objective], slug: str, values: Mapping[str, object]) -> str:
    known = model.objects.filter(slug=slug).first()
    if known is None:
        model.objects.create(slug=slug, **values)
        return "created"
    if all(getattr(known, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(known, name, value)
    known.save()
    return "changed"


@operation("schemes.load")
@changes_catalogue
def load_network_schemes(*, actor: Actor, at: datetime.datetime, path: Path) -> Loaded:
    """Bring the schemes to what a file of the network says, when it changed since the last load.

    Refused, and nothing written, when the file is faulty.
    """
    saver = Saver(actor=actor, at=at)
    reader = SchemeReader(path, saver)
    loader = Loader(saver)
    effects = []
    for entry in reader.entries:
        record = normal(reader.record(entry), saver.names)
        known = loader.before.get(record.slug)
        if known and known.origin != record.origin:
            raise entry.refused(
                "schemes.other-origin",
                f"l'identifiant « {record.slug} » est déjà celui d'un dispositif d'une autre origine.",
                "Changez l'identifiant de cette fiche.",
                key="slug",
            )
        effects.append(loader.bring(record))
    return counted(effects)


@operation("schemes.load_programmes")
@changes_catalogue
def load_network_programmes(*, actor: Actor, at: datetime.datetime, path: Path = PROGRAMMES) -> Loaded:
    """Bring the real programmes to what the package's file says. Raises ManyRefused, and writes nothing, when faulty."""
    previewed = preview(path.read_bytes(), name=path.name, format=formats.PROGRAMMES, on=at.date())
    if previewed.errors:
        raise ManyRefused(previewed.errors)
    loader = Loader(Saver(actor=actor, at=at))
    return counted([loader.bring(record) for record in previewed.records])


class SchemeReader:
    """Reads a YAML file of schemes into records; organisations, themes and objectives are named by their slug."""

    def __init__(self, path: Path, saver: Saver) -> None:
        content = path.read_text("utf-8")
        self.entries = datafiles.entries(content, file=path.name, root="schemes", keys=KEYS)
        self.head = _head(content, path.name)
        self.saver = saver

    def record(self, entry: datafiles.Entry) -> SchemeRecord:
        """The scheme of an entry; the head of the file gives origin, source and dates when the entry does not."""
        words = {name: entry.text(name) for name in COLUMNS if name not in NOT_TEXT}
        status = entry.text("status") or Status.DRAFT
        record = SchemeRecord(
            slug=entry.text("slug", required=True),
            **words | {"status": status, "source": words["source"] or self.head.text("source")},
            origin=self._word(self.head, "origin", Origin.values),
            opens_on=entry.day("opens_on"),
            closes_on=entry.day("closes_on"),
            suspended=entry.flag("suspended"),
            source_date=entry.day("source_date") or self.head.day("source_date"),
            checked_on=entry.day("checked_on") or self.head.day("checked_on"),
            publics=entry.texts("publics"),
            themes=self._named(entry, "themes", self.saver.themes),
            objectives=self._named(entry, "objectives", self.saver.objectives),
            roles=self._roles(entry),
            rules=tuple(self._rules(entry)),
            envelopes=tuple(self._envelopes(entry)),
        )
        self._check(entry, record)
        return record

    def _word(self, entry: datafiles.Entry, key: str, values: list[str]) -> str:
        word = entry.text(key, required=True)
        if word not in values:
            raise entry.refused(
                "schemes.word", f"« {word} » n'existe pas.", f"Choisissez parmi {', '.join(values)}.", key=key
            )
        return word

    def _named(
        self, entry: datafiles.Entry, key: str, known: Mapping[str, Theme] | Mapping[str, Objective]
    ) -> tuple[NamedSlug, ...]:
        for slug in entry.texts(key):
            if slug not in known:
                raise entry.refused(
                    "schemes.unknown", f"« {slug} » n'est pas dans {key}.yaml.", "Ajoutez-le.", key=key
                )
        return tuple(NamedSlug(slug=slug, name=known[slug].name) for slug in entry.texts(key))

    def _roles(self, entry: datafiles.Entry) -> tuple[RoleRecord, ...]:
        found = entry.values.get("roles") or {}
        if not isinstance(found, dict) or not set(found) <= set(Role.values):
            way_out = f"Les rôles sont {', '.join(Role.values)}."
            raise entry.refused("schemes.roles", "les rôles ne se lisent pas.", way_out, key="roles")
        roles = []
        for role, slugs in found.items():
            for slug in [slugs] if isinstance(slugs, str) else slugs or []:
                name = _organization(entry, slug, self.saver.names.by_slug).name
                roles.append(RoleRecord(role=role, organization=name))
        return tuple(roles)

    def _rules(self, entry: datafiles.Entry) -> list[RuleRecord]:
        keys = ("eligibility", "targeting", "valid_from", "valid_to", "source")
        return [
            RuleRecord(
                eligibility=_rule(item, "eligibility"),
                targeting=_rule(item, "targeting"),
                valid_from=item.day("valid_from"),
                valid_to=item.day("valid_to"),
                source=item.text("source") or entry.text("source") or self.head.text("source"),
            )
            for item in entry.nested("rules", keys)
        ]

    def _envelopes(self, entry: datafiles.Entry) -> list[EnvelopeRecord]:
        found = []
        for item in entry.nested("envelopes", ("year", "amount", "source")):
            try:
                amount = Decimal(str(item.values.get("amount"))).quantize(Decimal("0.01"))
            except InvalidOperation:
                raise item.refused(
                    "schemes.amount", "le montant ne se lit pas.", "Écrivez un nombre.", key="amount"
                ) from None
            found.append(
                EnvelopeRecord(
                    year=item.number("year"), amount=amount, source=item.text("source", required=True)
                )
            )
        return found

    def _check(self, entry: datafiles.Entry, record: SchemeRecord) -> None:
        roles = {role.role for role in record.roles}
        missing = lacking(record.title, record.family, record.publics, roles)
        if record.status == Status.PUBLISHED and missing:
            sentence = f"« {record.slug} » est donné comme publié, mais il lui manque {', '.join(missing)}."
            raise entry.refused(
                "schemes.incomplete", sentence, "Complétez la fiche, ou mettez-la en brouillon."
            )


NOT_TEXT = ("origin", "opens_on", "closes_on", "suspended", "source_date", "checked_on")


def _organization(entry: datafiles.Entry, slug: str, known: Mapping[str, Organization]) -> Organization:
    if slug not in known:
        raise entry.refused(
            "schemes.unknown-organization",
            f"l'organisme « {slug} » est inconnu.",
            "Ajoutez-le à organizations.yaml.",
        )
    return known[slug]


def _rule(entry: datafiles.Entry, key: str) -> Json:
    form = entry.values.get(key)
    try:
        rules.rule(form)
    except RuleError as fault:
        raise entry.refused(
            "schemes.rule", f"la règle ne se lit pas : {fault}", "Corrigez-la.", key=key
        ) from None
    return form


def _head(content: str, file: str) -> datafiles.Entry:
    """What the top of the file says for every entry that does not say it again."""
    found = {key: value for key, value in yaml.safe_load(content).items() if key != "schemes"}
    head = datafiles.Entry(file=file, line=1, values=found)
    for key in found:
        if key not in HEAD:
            raise head.refused(
                "datafile.unknown-key", f"la clé « {key} » n'est pas connue.", "Retirez-la.", key=str(key)
            )
    return head
