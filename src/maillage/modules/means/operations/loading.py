"""Load what the SROM says of its means. Twice is like once: what is there, even withdrawn by a person, is left as it is."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import maillage
from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.datafiles import Entry
from maillage.kit.operation import operation
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import (
    ManagementDelegation,
    MasterPlan,
    MeansFact,
    OptionStudy,
    PooledSkill,
    ResultStatement,
    StudyOption,
    Tool,
    Usage,
)
from maillage.modules.means.operations import assigning, claiming, equipping, studying
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import Mission, Plan
from maillage.shared.directory.models import Organization
from maillage.shared.directory.operations import Loaded
from maillage.shared.sources.quotes import Quote

PATH = Path(maillage.__file__).parent / "data" / "network" / "srom-means.yaml"
DATED = ("slug", "since", "until", "when", "lines", "note")
KEYS: dict[str, tuple[str, ...]] = {
    "usages": ("label", "target"),
    "tools": ("name", "usages", "functions", "databases", "mode", "mode_since"),
    "skills": ("kind", "label", "host", "missions"),
    "delegations": ("delegator", "delegate", "subject", "mission", "act", "end_reason"),
    "studies": (
        *("kind", "question", "missions", "activities", "duration", "due_on", "due_text"),
        *("options", "candidates", "decision"),
    ),
    "results": ("claim", "causes", "tools", "cause_text"),
    "master_plans": ("title", "functions"),
}
OPTION = ("slug", "label", "mode", "gain", "chosen")
CANDIDATE = ("slug", "organization", "words", "lines")
F = TypeVar("F", bound=MeansFact)


@operation("means.load")
def load_means(*, actor: Actor, at: datetime, path: Path = PATH) -> Loaded:
    """Record what the file says and was never recorded. Plans and organisations come first."""
    reader = Reader(path, actor=actor, at=at)
    reader.usages()
    reader.tools()
    reader.skills()
    reader.delegations()
    reader.studies()
    reader.results()
    reader.master_plans()
    return Loaded(created=reader.created, changed=0, unchanged=reader.unchanged)


class Reader:
    """Reads a file of means against the database, section after section."""

    def __init__(self, path: Path, *, actor: Actor, at: datetime) -> None:
        self.text, self.file = path.read_text("utf-8"), path.name
        self.actor, self.at = actor, at
        head = datafiles.entries(self.text, file=self.file, root="plan", keys=("slug", "source"))[0]
        self.plan = Plan.objects.get(slug=head.text("slug", required=True))
        named = head.values["source"]
        assert isinstance(named, dict)
        self.source = Quote(title=str(named["title"]), kind=str(named["kind"]))
        self.missions = {row.code: row for row in Mission.objects.filter(plan=self.plan)}
        self.organizations = {row.slug: row for row in Organization.objects.all()}
        self.created = self.unchanged = 0

    def entries(self, root: str) -> tuple[Entry, ...]:
        """The entries of a section."""
        return datafiles.entries(self.text, file=self.file, root=root, keys=(*DATED, *KEYS[root]))

    def told(self, entry: Entry) -> Told:
        """When, by whom, where it is said."""
        lines = entry.text("lines")
        return Told(
            since=entry.day("since"),
            until=entry.day("until"),
            day_text=entry.text("when"),
            source=self.source,
            evidence=f"lignes {lines}" if lines else "",
            note=entry.text("note"),
            code=entry.text("slug", required=True),
        )

    def once(self, model: type[F], entry: Entry, make: Callable[[Told], F]) -> F | None:
        """Make the fact of an entry unless it is there; None when it was."""
        told = self.told(entry)
        if model._default_manager.filter(plan=self.plan, code=told.code).exists():
            self.unchanged += 1
            return None
        self.created += 1
        return make(told)

    def mission(self, entry: Entry, key: str) -> Mission | None:
        """The mission of that code."""
        return self._mission(entry, entry.text(key), key) if entry.text(key) else None

    def named(self, entry: Entry, key: str) -> list[Mission]:
        """The missions of these codes."""
        return [self._mission(entry, code, key) for code in entry.texts(key)]

    def _mission(self, entry: Entry, code: str, key: str) -> Mission:
        if code not in self.missions:
            raise entry.refused(
                "means.unknown-mission",
                f"la mission « {code} » n'est pas dans le schéma.",
                "Chargez d'abord les schémas, ou corrigez le code.",
                key=key,
            )
        return self.missions[code]

    def organization(self, entry: Entry, key: str) -> Organization | None:
        """The organisation of that slug; None when the entry names none."""
        slug = entry.text(key)
        if not slug:
            return None
        if slug not in self.organizations:
            raise entry.refused(
                "means.unknown-organization",
                f"l'organisme « {slug} » n'est pas dans l'annuaire.",
                "Ajoutez-le à organizations.yaml, ou corrigez l'identifiant.",
                key=key,
            )
        return self.organizations[slug]

    def usages(self) -> None:
        """What tools serve."""
        for entry in self.entries("usages"):
            self.once(Usage, entry, lambda told, entry=entry: self._usage(entry, told))

    def _usage(self, entry: Entry, told: Told) -> Usage:
        return equipping.add_usage(
            self.plan,
            entry.text("label", required=True),
            target=entry.number("target"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def tools(self) -> None:
        """The register of tools, and the mode of those whose mode the text says."""
        usages = {row.code: row for row in Usage.objects.filter(plan=self.plan)}
        for entry in self.entries("tools"):
            made = self.once(Tool, entry, lambda told, entry=entry: self._tool(entry, told, usages))
            if made is None or not entry.text("mode"):
                continue
            said = self.told(entry)
            told = Told(
                since=entry.day("mode_since"),
                day_text=said.day_text,
                source=said.source,
                evidence=said.evidence,
                code=said.code,
            )
            equipping.say_tool_mode(
                made, entry.text("mode"), nature=Nature.STATUS, told=told, at=self.at, actor=self.actor
            )

    def _tool(self, entry: Entry, told: Told, usages: dict[str, Usage]) -> Tool:
        return equipping.add_tool(
            self.plan,
            entry.text("name", required=True),
            usages=[usages[code] for code in entry.texts("usages")],
            functions=self.named(entry, "functions"),
            databases=entry.texts("databases"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def skills(self) -> None:
        """Skills and training courses put in common."""
        for entry in self.entries("skills"):
            self.once(PooledSkill, entry, lambda told, entry=entry: self._skill(entry, told))

    def _skill(self, entry: Entry, told: Told) -> PooledSkill:
        return assigning.pool_skill(
            self.plan,
            entry.text("label", required=True),
            kind=entry.text("kind", required=True),
            host=self.organization(entry, "host"),
            missions=self.named(entry, "missions"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def delegations(self) -> None:
        """Management given by an organisation to another."""
        for entry in self.entries("delegations"):
            self.once(ManagementDelegation, entry, lambda told, entry=entry: self._delegation(entry, told))

    def _delegation(self, entry: Entry, told: Told) -> ManagementDelegation:
        delegator, to = self.organization(entry, "delegator"), self.organization(entry, "delegate")
        assert delegator is not None
        assert to is not None
        return assigning.delegate(
            self.plan,
            delegator,
            to,
            entry.text("subject", required=True),
            mission=self.mission(entry, "mission"),
            act=entry.text("act"),
            end_reason=entry.text("end_reason"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def studies(self) -> None:
        """Studies with their options, candidates and decision."""
        for entry in self.entries("studies"):
            made = self.once(OptionStudy, entry, lambda told, entry=entry: self._study(entry, told))
            if made is not None:
                self._complete(made, entry)

    def _study(self, entry: Entry, told: Told) -> OptionStudy:
        return studying.open_study(
            self.plan,
            entry.text("question", required=True),
            kind=entry.text("kind", required=True),
            missions=self.named(entry, "missions"),
            activities=entry.texts("activities"),
            duration=entry.text("duration"),
            due_on=entry.day("due_on"),
            due_text=entry.text("due_text"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def _complete(self, study: OptionStudy, entry: Entry) -> None:
        by = {"at": self.at, "actor": self.actor}
        evidence = f"lignes {entry.text('lines')}"
        chosen: list[StudyOption] = []
        for option in entry.nested("options", OPTION):
            told = Told(source=self.source, evidence=evidence, code=option.text("slug"))
            made = studying.add_option(
                study,
                option.text("label"),
                mode=option.text("mode"),
                gain=option.text("gain"),
                told=told,
                **by,
            )
            if option.flag("chosen"):
                chosen.append(made)
        for one in entry.nested("candidates", CANDIDATE):
            told = Told(source=self.source, evidence=f"lignes {one.text('lines')}", code=one.text("slug"))
            studying.add_candidate(
                study,
                organization=self.organization(one, "organization"),
                words=one.text("words"),
                told=told,
                **by,
            )
        decided = entry.values.get("decision")
        if isinstance(decided, dict):
            told = Told(since=decided["day"], day_text=decided["when"], source=self.source, evidence=evidence)
            studying.decide_study(
                study, decided["outcome"], chosen=chosen, body=decided["body"], told=told, **by
            )

    def results(self) -> None:
        """What is claimed, without a figure when the text gives none."""
        tools = {row.code: row for row in Tool.objects.filter(plan=self.plan)}
        for entry in self.entries("results"):
            self.once(ResultStatement, entry, lambda told, entry=entry: self._result(entry, told, tools))

    def _result(self, entry: Entry, told: Told, tools: dict[str, Tool]) -> ResultStatement:
        return claiming.claim(
            self.plan,
            entry.text("claim", required=True),
            causes=self.named(entry, "causes"),
            tools=[tools[code] for code in entry.texts("tools")],
            cause_text=entry.text("cause_text"),
            told=told,
            at=self.at,
            actor=self.actor,
        )

    def master_plans(self) -> None:
        """Master plans and the functions they prepare."""
        for entry in self.entries("master_plans"):
            self.once(MasterPlan, entry, lambda told, entry=entry: self._master_plan(entry, told))

    def _master_plan(self, entry: Entry, told: Told) -> MasterPlan:
        return claiming.open_master_plan(
            self.plan,
            entry.text("title", required=True),
            functions=self.named(entry, "functions"),
            told=told,
            at=self.at,
            actor=self.actor,
        )
