"""The register of tools: who uses them and where each chamber stands, their mode, their hosting, their cost, how many there are."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.modules.means.invented import AT, ON, Small

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.means import operations, queries
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import Deployment, Tool

Tell = Callable[..., Told]


@pytest.fixture
def tool(small: Small, told: Tell) -> Tool:
    usage = operations.add_usage(small.plan, "Messagerie", told=told(), at=AT, actor=small.director)
    return operations.add_tool(
        small.plan,
        "Courrier fictif",
        usages=[usage],
        functions=[small.function],
        databases=["Boîtes fictives"],
        told=told(since=date(2025, 3, 1)),
        at=AT,
        actor=small.director,
    )


def details(small: Small, tool: Tool) -> dict[str, str]:
    found = queries.sheet(small.plan.slug, "outils", tool.pk, on=ON, actor=small.director)
    return {one.label: one.text for one in found.details}


def deploy(small: Small, told: Tell, tool: Tool, state: str, since: date, **given: object) -> Deployment:
    to = given.pop("to", small.chamber)
    return operations.deploy(tool, to, state, told=told(since=since), at=AT, actor=small.director, **given)  # type: ignore[arg-type]


@pytest.mark.requirement("S-065")
def test_each_chamber_shows_where_it_stands_on_the_day(small: Small, told: Tell, tool: Tool) -> None:
    deploy(small, told, tool, "planned", date(2026, 1, 1))
    deploy(small, told, tool, "under_way", date(2026, 6, 1), users=12)
    deploy(small, told, tool, "deployed", date(2025, 3, 1), to=small.region)
    deploy(small, told, tool, "stopped", date(2027, 1, 1), to=small.region)
    line = queries.section(small.plan.slug, "outils", on=ON, actor=small.director).sections[0].lines[0]
    said = line.cells[3].replace("\u00a0", " ")
    assert said == "en cours de déploiement : CCI locale fictive ; déployé : CCI régionale fictive"
    found = queries.sheet(small.plan.slug, "outils", tool.pk, on=ON, actor=small.director)
    parts = [(part.title, part.mark) for part in found.groups[0].parts]
    assert ("CCI locale fictive", "prévu") in parts, "the state before stays readable"
    assert details(small, tool)["Organismes du schéma dont on ne sait rien"].startswith("aucun")


@pytest.mark.requirement("S-065")
def test_a_chamber_of_which_nothing_is_known_is_named_so(small: Small, told: Tell, tool: Tool) -> None:
    deploy(small, told, tool, "deployed", date(2025, 3, 1), to=small.region)
    assert details(small, tool)["Organismes du schéma dont on ne sait rien"] == "CCI locale fictive"


@pytest.mark.requirement("S-034")
def test_a_tool_has_a_mode_of_its_own(small: Small, told: Tell, tool: Tool) -> None:
    operations.say_tool_mode(
        tool, "M", nature="observed", told=told(since=date(2026, 1, 1)), at=AT, actor=small.director
    )
    operations.say_tool_mode(
        tool, "I", nature="projected", told=told(since=date(2028, 1, 1)), at=AT, actor=small.director
    )
    said = details(small, tool)
    assert said["Mode de gestion de l'outil"] == "M, Mutualisation"
    assert said["Fonctions"] == "Systèmes d'information"
    assert said["Bases de données"] == "Boîtes fictives"
    assert not small.function.modes.exists(), "the mode of a tool is not that of the mission"


def test_a_second_mode_from_the_same_day_is_refused(small: Small, told: Tell, tool: Tool) -> None:
    given = {"nature": "observed", "told": told(since=date(2026, 1, 1)), "at": AT, "actor": small.director}
    operations.say_tool_mode(tool, "M", **given)
    with pytest.raises(Refused, match="déjà un mode à partir de ce jour"):
        operations.say_tool_mode(tool, "H", **given)


@pytest.mark.requirement("S-088")
def test_where_a_tool_is_hosted_and_what_a_year_of_it_costs(small: Small, told: Tell, tool: Tool) -> None:
    assert details(small, tool)["Coût annuel"] == "non chiffré"
    assert details(small, tool)["Hébergement"] == ""
    for kind, since in (
        ("local", date(2025, 3, 1)),
        ("cloud", date(2026, 2, 1)),
        ("regional", date(2027, 1, 1)),
    ):
        operations.host(
            tool, kind, organization=small.region, told=told(since=since), at=AT, actor=small.director
        )
    operations.say_cost(tool, 2025, Decimal("9000"), told=told(), at=AT, actor=small.director)
    operations.say_cost(tool, 2026, Decimal("12400.50"), told=told(), at=AT, actor=small.director)
    said = details(small, tool)
    assert said["Hébergement"] == "en ligne (Cloud) (CCI régionale fictive)"
    assert said["Coût annuel"] == "12\u00a0400,50\u00a0€ en 2026"


def test_a_cost_said_twice_for_a_year_is_refused_until_the_first_is_withdrawn(
    small: Small, told: Tell, tool: Tool
) -> None:
    first = operations.say_cost(tool, 2026, Decimal(1), told=told(), at=AT, actor=small.director)
    with pytest.raises(Refused, match="déjà enregistré"):
        operations.say_cost(tool, 2026, Decimal(2), told=told(), at=AT, actor=small.director)
    operations.withdraw(first, why="Montant faux.", at=AT, actor=small.director)
    operations.say_cost(tool, 2026, Decimal(2), told=told(), at=AT, actor=small.director)
    found = queries.sheet(small.plan.slug, "outils", tool.pk, on=ON, actor=small.director)
    assert "Montant faux." in found.groups[3].parts[0].withdrawn


@pytest.mark.requirement("S-085")
def test_distinct_tools_are_counted_by_usage_and_year_against_the_target(
    small: Small, told: Tell, tool: Tool
) -> None:
    usage = tool.usages.get()
    for name, since, until in (
        ("Autre courrier fictif", None, date(2025, 1, 1)),
        ("Troisième courrier fictif", date(2026, 12, 31), None),
    ):
        operations.add_tool(
            small.plan,
            name,
            usages=[usage],
            told=told(since=since, until=until),
            at=AT,
            actor=small.director,
        )
    wrong = operations.add_tool(
        small.plan, "Courrier inventé", usages=[usage], told=told(), at=AT, actor=small.director
    )
    operations.withdraw(wrong, why="N'existe pas.", at=AT, actor=small.director)
    operations.add_tool(small.plan, "Sans usage", told=told(), at=AT, actor=small.director)
    report = queries.usages(small.plan.slug, on=ON, actor=small.director)
    (line,) = report.lines
    assert report.years == (2024, 2025, 2026)
    assert (line.target, line.counts, line.undated, report.unused) == (1, (1, 1, 2), 1, 1)


def test_who_only_reads_adds_no_tool(small: Small, told: Tell, reader: Actor, elected: Actor) -> None:
    for who in (reader, elected):
        with pytest.raises(Refused):
            operations.add_tool(small.plan, "Outil fictif", told=told(), at=AT, actor=who)
    assert not Tool.objects.exists()


def test_an_end_before_the_start_is_refused(small: Small, told: Tell) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_tool(
            small.plan,
            "Outil fictif",
            told=told(since=date(2026, 2, 1), until=date(2026, 1, 1)),
            at=AT,
            actor=small.director,
        )
    assert refused.value.field == "until"
